package console

import (
	"os"

	"golang.org/x/sys/unix"
)

// Discard throws away what a terminal has not taken yet, and lets writes that wait
// for it go on. It does nothing to other files.
func Discard(f *os.File) {
	fd := int(f.Fd())
	_ = unix.IoctlSetInt(fd, unix.TCFLSH, unix.TCOFLUSH) // no terminal, like the next two
	// Only the end of a stop wakes who waits to write.
	_ = unix.IoctlSetInt(fd, unix.TCXONC, unix.TCOOFF)
	_ = unix.IoctlSetInt(fd, unix.TCXONC, unix.TCOON)
}
