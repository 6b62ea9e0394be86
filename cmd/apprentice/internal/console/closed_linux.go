package console

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// stdoutClosed reports whether standard output was closed when the program was
// started. The runtime of Go hides that: it opens the null device for reading and
// writing in the place of what is closed. Other programs hand down the same when
// they want no output, so that it counts only where the parent's output is closed
// too, or the parent is a shell, whose >/dev/null is for writing alone, and has
// another output itself.
func stdoutClosed() bool {
	var out, null unix.Stat_t
	flags, err := unix.FcntlInt(os.Stdout.Fd(), unix.F_GETFL, 0)
	if err != nil || flags&unix.O_ACCMODE != unix.O_RDWR || unix.Fstat(int(os.Stdout.Fd()), &out) != nil ||
		unix.Stat(os.DevNull, &null) != nil || out.Rdev != null.Rdev || out.Mode&unix.S_IFMT != unix.S_IFCHR {
		return false
	}
	parent := fmt.Sprintf("/proc/%d", os.Getppid())
	handed, err := os.Readlink(parent + "/fd/1")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		_, err := os.ReadDir(parent + "/fd")
		return err == nil
	case err != nil || handed == os.DevNull:
		return false
	}
	name, err := os.ReadFile(parent + "/comm")
	return err == nil && slices.Contains(shells, filepath.Base(strings.TrimSpace(string(name))))
}

// shells are programs that start others with an output that a person may close.
var shells = []string{"sh", "bash", "dash", "zsh", "ksh", "mksh", "fish", "ash", "busybox"}
