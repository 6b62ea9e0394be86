package machine

import "golang.org/x/sys/unix"

// Memory returns the memory of the machine in bytes. How much is free is not known
// here; all of it is assumed to be.
func Memory() (total, available int64, err error) {
	n, err := unix.SysctlUint64("hw.physmem")
	return int64(n), int64(n), err
}
