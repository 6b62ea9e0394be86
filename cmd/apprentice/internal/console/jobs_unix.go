//go:build unix

package console

import (
	"os"
	"os/signal"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// InForeground reports whether the terminal belongs to the group of processes
// that this one is in. One that does not say is taken to.
func InForeground(tty *os.File) bool {
	group, err := unix.IoctlGetInt(int(tty.Fd()), unix.TIOCGPGRP)
	return err != nil || group == unix.Getpgrp()
}

// Suspend does what Ctrl-Z does, which a terminal in raw mode leaves to the
// program.
func Suspend() { _ = syscall.Kill(0, syscall.SIGTSTP) }

// OutliveOutput keeps the program working when its output is gone or belongs to
// others: no use of the terminal from the background stops it, and writing to a
// closed pipe is an error. That holds from before the first write to the end of
// the program.
func OutliveOutput() {
	signal.Ignore(syscall.SIGTTOU, syscall.SIGTTIN)
	// A signal that is caught is not passed on to child processes as ignored.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
}

// ControlJobs has Ctrl-Z call release before the program stops, and restore when
// it continues. It returns how to end that.
func ControlJobs(release, restore func()) (end func()) {
	got := make(chan os.Signal, 4)
	signal.Notify(got, syscall.SIGTSTP, syscall.SIGCONT)
	var done sync.WaitGroup
	done.Go(func() {
		for s := range got {
			switch s {
			case syscall.SIGTSTP:
				release()
				_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP) // until SIGCONT
			case syscall.SIGCONT:
				restore()
			}
		}
	})
	return func() {
		signal.Stop(got)
		close(got)
		done.Wait()
	}
}
