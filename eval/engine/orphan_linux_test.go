package engine

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"apprentice/agent/search"
	"apprentice/eval"
)

// hostWord has the test binary start an engine and wait until somebody kills it.
const hostWord = "fake-host"

func hostEngine(dir string) {
	spec := Spec{Path: os.Args[0], Args: []string{fakeWord, "uci", "ignores quit", dir}}
	if _, err := Start(context.Background(), spec); err != nil {
		panic(err)
	}
	say("ready")
	forever()
}

// daemon starts a child in a session of its own whose parent is gone.
func (f *fake) daemon() {
	child := exec.Command(os.Args[0], fakeWord, f.protocol, "mute", f.dir)
	child.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := child.Start(); err != nil {
		panic(err)
	}
	f.leave("pid."+strconv.Itoa(child.Process.Pid), "")
}

// A child that leaves the group and the session of its engine ends with it.
func TestDaemonEndsWithEngine(t *testing.T) {
	t.Parallel()
	spec, dir := fakeSpec(t, UCI, "leaves a daemon")
	matchOf(t, spec, eval.Options{Pairs: 1, Limits: search.Limits{Nodes: 1}})
	pids := started(t, dir)
	if len(pids) != 2 {
		t.Fatalf("%d processes were started, want 2", len(pids))
	}
	checkGone(t, pids)
}

// An engine that looks at nothing ends with the process that started it, even
// if that is killed.
func TestEngineDiesWithParent(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	host := exec.Command(os.Args[0], hostWord, dir)
	out, err := host.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := host.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if host.Process.Kill(); err != nil || strings.TrimSpace(line) != "ready" {
		t.Fatalf("%q, %v", line, err)
	}
	host.Wait()
	pids := started(t, dir)
	if len(pids) != 1 {
		t.Fatalf("%d processes were started, want 1", len(pids))
	}
	checkGone(t, pids)
}

// KillAll ends the engines of this process and their children, and no others.
func TestKillMarked(t *testing.T) {
	t.Parallel()
	begin := func(mark string) *exec.Cmd {
		cmd := exec.Command("sleep", "60")
		cmd.Env = append(os.Environ(), markVariable+"="+mark)
		if err := cmd.Start(); err != nil {
			t.Skip(err)
		}
		return cmd
	}
	ours, other := begin("test-a.1."), begin("test-a.11.")
	killMarked("test-a.1.")
	if err := ours.Wait(); err == nil {
		t.Error("the marked process ended by itself")
	}
	if !running(other.Process.Pid) {
		t.Error("a process with another mark was killed")
	}
	killMarked("test-a.")
	other.Wait()
}
