package engine

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// killMarked ends all processes whose mark begins with a prefix. Processes of other
// users cannot be read, and are not ours.
func killMarked(mark string) {
	environments, err := filepath.Glob("/proc/[0-9]*/environ")
	if err != nil {
		return
	}
	want := []byte("\x00" + markVariable + "=" + mark)
	for _, path := range environments {
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		if err != nil || pid == os.Getpid() {
			continue
		}
		if environ, err := os.ReadFile(path); err == nil && bytes.Contains(append([]byte{0}, environ...), want) {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
}
