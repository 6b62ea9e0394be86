//go:build unix

package train

import (
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// TestNohup checks that a hangup that the program was told to ignore stays
// ignored.
func TestNohup(t *testing.T) {
	t.Parallel()
	r := newTraining(t)
	r.cmd = exec.Command("sh", append([]string{"-c", `trap "" HUP; exec "$@"`, "sh"}, r.cmd.Args...)...)
	r.cmd.Stdout, r.cmd.Stderr = &r.out, &r.out
	r.start()
	r.works()
	syscall.Kill(r.pid, syscall.SIGHUP)
	r.works()
	r.terminate()
	if log := r.log(); log != "" || !strings.Contains(r.out.String(), "Continue with:") {
		t.Errorf("log %q, output\n%s", log, r.out.String())
	}
}

// TestTrainHangupPiped checks that a hangup does not end a run that writes to a
// pipe, nor its lines.
func TestTrainHangupPiped(t *testing.T) {
	t.Parallel()
	r := newTraining(t).start()
	r.works()
	syscall.Kill(r.pid, syscall.SIGHUP)
	r.await("it says so", func() bool { return strings.Contains(r.out.String(), "hangup: the run continues") })
	r.works()
	r.terminate()
}
