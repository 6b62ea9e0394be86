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

// ControlJobs makes the shell's control of jobs do no harm: no use of the
// terminal from the background stops the program, a pipe that is closed is an
// error of the write, and Ctrl-Z calls release before the program stops and
// restore when it continues. It returns how to end that.
func ControlJobs(release, restore func()) (end func()) {
	signal.Ignore(syscall.SIGTTOU, syscall.SIGTTIN)
	got := make(chan os.Signal, 4)
	// A signal that is caught is not passed on to child processes as ignored.
	signal.Notify(got, syscall.SIGPIPE, syscall.SIGTSTP, syscall.SIGCONT)
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
		signal.Reset(syscall.SIGTTOU, syscall.SIGTTIN)
	}
}
