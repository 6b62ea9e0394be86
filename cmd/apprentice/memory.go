package main

import (
	"bytes"
	"io/fs"
	"strconv"
)

// freeMemory returns how many bytes may be taken before the system runs out of
// them, as Linux tells below the root of its files: what the machine has, and
// what the group of the process may have. ok is false on other systems.
func freeMemory(root fs.FS) (free int64, ok bool) {
	free, ok = number(root, "proc/meminfo", "MemAvailable:")
	if !ok {
		return 0, false
	}
	free *= 1024 // it counts in kB
	const group = "sys/fs/cgroup/"
	limit, limited := number(root, group+"memory.max", "")
	used, known := number(root, group+"memory.current", "")
	if !limited || !known {
		return free, true
	}
	for _, cache := range []string{"active_file", "inactive_file"} { // given back when needed
		n, _ := number(root, group+"memory.stat", cache)
		used -= n
	}
	return max(min(free, limit-used), 0), true
}

// number returns the number that follows a word in a file of lines, the first
// one in it for no word.
func number(root fs.FS, name, word string) (n int64, ok bool) {
	text, err := fs.ReadFile(root, name)
	if err != nil {
		return 0, false
	}
	for line := range bytes.Lines(text) {
		fields := bytes.Fields(line)
		if word != "" {
			if len(fields) < 2 || string(fields[0]) != word {
				continue
			}
			fields = fields[1:]
		}
		if len(fields) == 0 {
			return 0, false
		}
		n, err := strconv.ParseInt(string(fields[0]), 10, 64)
		return n, err == nil
	}
	return 0, false
}
