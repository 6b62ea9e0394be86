package filesystem

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// LockHolders names the other processes that hold a lock on the bytes from to
// to of a file, as Linux lists them; "" if none is known.
func LockHolders(path string, from, to int64) string {
	list, err := os.ReadFile("/proc/locks")
	if err != nil {
		return ""
	}
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	id, ok := IDOf(info)
	if !ok {
		return ""
	}
	var names []string
	for _, pid := range holdersIn(string(list), id, from, to) {
		if pid != os.Getpid() {
			names = append(names, processName(pid))
		}
	}
	return strings.Join(names, ", ")
}

// holdersIn returns the processes that hold a lock on any of the bytes from to
// to of a file, in a list like /proc/locks:
//
//	1: POSIX  ADVISORY  WRITE 4711 08:01:131 120 120
func holdersIn(list string, id ID, from, to int64) []int {
	var pids []int
	for line := range strings.Lines(list) {
		w := strings.Fields(line)
		if len(w) != 8 || w[1] != "POSIX" || w[5] != fmt.Sprintf("%02x:%02x:%d", id.Major, id.Minor, id.Inode) {
			continue
		}
		pid, err := strconv.Atoi(w[4])
		first, err1 := strconv.ParseInt(w[6], 10, 64)
		last, err2 := strconv.ParseInt(w[7], 10, 64)
		if w[7] == "EOF" {
			last, err2 = to, nil
		}
		if err == nil && err1 == nil && err2 == nil && first <= to && last >= from {
			pids = append(pids, pid)
		}
	}
	slices.Sort(pids)
	return slices.Compact(pids)
}

// processName returns the number of a process and the program that it runs.
func processName(pid int) string {
	name := fmt.Sprintf("process %d", pid)
	if text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "comm")); err == nil {
		name += fmt.Sprintf(", %q", strings.TrimSpace(string(text)))
	}
	return name
}
