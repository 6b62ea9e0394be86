package machine

import (
	"io/fs"
	"iter"
	"strconv"
	"strings"
)

// lines yields the lines of a file; none if it cannot be read.
func lines(files fs.FS, name string) iter.Seq[string] {
	return strings.SplitSeq(text(files, name), "\n")
}

// number returns the number that follows a word at the beginning of a line.
func number(files fs.FS, name, word string) (n int64, ok bool) {
	for line := range lines(files, name) {
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[0] != word {
			continue
		}
		n, err := strconv.ParseInt(fields[1], 10, 64)
		return n, err == nil
	}
	return 0, false
}

// onlineCPUs returns how many CPUs of the machine are in use.
func onlineCPUs(files fs.FS) (n int, ok bool) {
	return countRanges(text(files, "sys/devices/system/cpu/online"))
}

// countRanges counts the numbers in a list such as "0-3,8,10-11".
func countRanges(list string) (n int, ok bool) {
	for part := range strings.SplitSeq(list, ",") {
		from, to, isRange := strings.Cut(part, "-")
		first, err := strconv.Atoi(from)
		if err != nil || first < 0 {
			return 0, false
		}
		last := first
		if isRange {
			if last, err = strconv.Atoi(to); err != nil || last < first {
				return 0, false
			}
		}
		n += last - first + 1
	}
	return n, n > 0
}

// systemMemory returns the memory of the machine and how much of it is available,
// in bytes.
func systemMemory(files fs.FS) (total, available int64, ok bool) {
	total, known := number(files, "proc/meminfo", "MemTotal:")
	available, known2 := number(files, "proc/meminfo", "MemAvailable:")
	return total * 1024, available * 1024, known && known2 // both count in kB
}

// memory is Memory, from the files of Linux.
func memory(files fs.FS) (total, available int64, err error) {
	total, available, ok := systemMemory(files)
	if !ok {
		return 0, 0, ErrUnsupported
	}
	if limit, left, ok := groupMemory(files); ok {
		total, available = min(total, limit), min(available, left)
	}
	return total, available, nil
}

// residentMemory returns the resident set of the process in bytes.
func residentMemory(files fs.FS) (int64, error) {
	kilobytes, ok := number(files, "proc/self/status", "VmRSS:")
	if !ok {
		return 0, ErrUnsupported
	}
	return kilobytes * 1024, nil
}
