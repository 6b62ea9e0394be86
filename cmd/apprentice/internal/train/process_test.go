//go:build unix

package train

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/selfplay/run"
)

// training is a process that trains a run of a small game.
type training struct {
	t    *testing.T
	cmd  *exec.Cmd
	path string // of the run
	out  clitest.Buffer
	pid  int // of the program, where cmd is a shell around it
}

// newTraining returns a process that has not been started. It is in a folder
// of its own.
func newTraining(t *testing.T, args ...string) *training {
	r := &training{t: t, path: filepath.Join(t.TempDir(), "t.run")}
	args = append([]string{"train", "--game", "tictactoe", "--run", r.path, "--workers", "1"}, args...)
	r.cmd = exec.Command("apprentice", args...)
	r.cmd.Stdout, r.cmd.Stderr = &r.out, &r.out
	return r
}

// start starts it and has it killed at the end of the test at the latest.
func (r *training) start() *training {
	r.t.Helper()
	if err := r.cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	r.started()
	return r
}

// started is told that the process runs.
func (r *training) started() {
	r.pid = r.cmd.Process.Pid
	r.t.Cleanup(func() {
		_ = syscall.Kill(r.pid, syscall.SIGKILL)
		r.cmd.Process.Kill()
	})
}

// onTerminal starts it in a session with a terminal of its own, and returns
// the other end, which is read into out.
func (r *training) onTerminal() *os.File {
	r.t.Helper()
	r.cmd.Stdout, r.cmd.Stderr = nil, nil
	r.cmd.Env = append(os.Environ(), clitest.Screens, "TERM=xterm")
	master, err := pty.StartWithSize(r.cmd, &pty.Winsize{Rows: 40, Cols: 120})
	if err != nil {
		r.t.Skip("no terminal: ", err)
	}
	r.t.Cleanup(func() { master.Close() })
	r.started()
	go io.Copy(&r.out, master)
	return master
}

// await waits until what is true.
func (r *training) await(what string, is func() bool) {
	r.t.Helper()
	for end := time.Now().Add(clitest.Deadline); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			r.t.Fatalf("waited for ever until %s; output:\n%s\nlog:\n%s", what, r.out.String(), r.log())
		}
	}
}

// log returns what the log beside the run has.
func (r *training) log() string {
	text, _ := os.ReadFile(r.path + ".log")
	return string(text)
}

// units returns how many units the run has by now.
func (r *training) units() int {
	n := 0
	file, err := run.OpenReadOnly(r.path)
	if err != nil {
		return 0
	}
	defer file.Close()
	generations, err := file.Generations()
	if err != nil {
		return 0
	}
	for _, g := range generations {
		units, _ := file.Units(g.Number)
		n += len(units)
	}
	return n
}

// works waits until the run has grown by a unit.
func (r *training) works() {
	r.t.Helper()
	before := r.units()
	r.await("it works", func() bool { return r.units() > before })
}

// terminate asks the process to end and checks that it does so by itself: a
// command that has to be ended after its time of grace has another exit code.
func (r *training) terminate() {
	r.t.Helper()
	if err := syscall.Kill(r.pid, syscall.SIGTERM); err != nil {
		r.t.Fatal(err)
	}
	r.ends()
}

// ends waits for an end in good order.
func (r *training) ends() {
	r.t.Helper()
	if err := r.cmd.Wait(); err != nil {
		r.t.Errorf("%v; output:\n%s", err, r.out.String())
	}
	file, err := run.OpenReadOnly(r.path)
	if err != nil {
		r.t.Fatal(err)
	}
	defer file.Close()
	if s, unclean, err := file.UncleanEnd(); unclean || err != nil {
		r.t.Errorf("the sitting %+v has no end (%v)", s, err)
	}
}

// happened reports whether the run has an event whose sentence matches.
func (r *training) happened(pattern string) bool {
	events, _ := chronicle.EventsOf(r.path)
	for _, e := range events {
		if regexp.MustCompile(pattern).MatchString(e.Data.String()) {
			return true
		}
	}
	return false
}

// order gives an order and returns what the command said.
func (r *training) order(word string) (string, error) {
	out, err := exec.Command("apprentice", "control", r.path, word).CombinedOutput()
	return string(out), err
}

// TestTrainFullPipe checks that a pipe that takes nothing stops neither the
// work nor the end of it.
func TestTrainFullPipe(t *testing.T) {
	t.Parallel()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	fill(t, writer)
	r := newTraining(t)
	r.cmd.Stdout, r.cmd.Stderr = writer, writer
	r.start()
	writer.Close()
	r.works()
	r.terminate()
}

// fill writes into a pipe until it takes no more.
func fill(t *testing.T, pipe *os.File) {
	fd := int(pipe.Fd())
	if err := syscall.SetNonblock(fd, true); err != nil {
		t.Fatal(err)
	}
	for size := 4096; size > 0; {
		switch _, err := syscall.Write(fd, make([]byte, size)); err {
		case nil:
		case syscall.EAGAIN:
			size /= 2
		default:
			t.Fatal(err)
		}
	}
	if err := syscall.SetNonblock(fd, false); err != nil { // the process inherits that
		t.Fatal(err)
	}
}

// TestTrainBlockedTerminal is the same with a screen that nobody reads.
func TestTrainBlockedTerminal(t *testing.T) {
	t.Parallel()
	master, tty, err := pty.Open()
	if err != nil {
		t.Skip("no terminal: ", err)
	}
	defer master.Close()
	if err := pty.Setsize(master, &pty.Winsize{Rows: 40, Cols: 120}); err != nil {
		t.Fatal(err)
	}
	r := newTraining(t)
	fill(t, tty)
	r.cmd.Stdout, r.cmd.Stderr = tty, tty
	r.cmd.Env = append(os.Environ(), clitest.Screens, "TERM=xterm")
	r.start()
	tty.Close()
	r.works()
	r.terminate()
}

// TestTrainClosedPipe checks that a run whose reader has gone continues, with
// its lines in the log.
func TestTrainClosedPipe(t *testing.T) {
	t.Parallel()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	reader.Close()
	r := newTraining(t)
	r.cmd.Stdout, r.cmd.Stderr = writer, writer
	r.start()
	writer.Close()
	r.await("the log says so", func() bool { return strings.Contains(r.log(), "standard output is gone (") })
	r.works()
	r.terminate()
	if !strings.Contains(r.log(), "Nothing that was finished is lost") || !r.happened("standard output is gone") {
		t.Errorf("log:\n%s", r.log())
	}
}

// TestTrainHangup closes the terminal of a run on a full screen.
func TestTrainHangup(t *testing.T) {
	t.Parallel()
	r := newTraining(t)
	master := r.onTerminal()
	r.await("there is a picture", func() bool { return strings.Contains(r.out.String(), "plays against itself") })
	master.Close()
	r.await("the log says so", func() bool { return strings.Contains(r.log(), "is gone") })
	r.works()
	r.terminate()
	if !strings.Contains(r.log(), "Nothing that was finished is lost") || !r.happened("is gone") {
		t.Errorf("log:\n%s", r.log())
	}
}

// hideCursor is what a picture does to the cursor.
const hideCursor = "\x1b[?25l"

// TestTrainInterrupts checks Ctrl-C on a terminal: the cursor is given back,
// and the screen says what the second one does. The second one ends the
// program at once or, if it is late, finds it ended.
func TestTrainInterrupts(t *testing.T) {
	t.Parallel()
	for _, twice := range []bool{false, true} {
		r := newTraining(t)
		master := r.onTerminal()
		r.await("there is a picture", func() bool { return strings.Contains(r.out.String(), "plays against itself") })
		r.works()
		master.Write([]byte{3})
		if twice {
			master.Write([]byte{3})
			r.cmd.Wait()
		} else {
			r.ends()
			r.await("it says goodbye", func() bool { return strings.Contains(r.out.String(), "Continue with:") })
			if !strings.Contains(r.out.String(), "Ctrl-C once more stops at once") {
				t.Errorf("%q", r.out.String())
			}
		}
		r.await("the cursor is back", func() bool {
			return strings.LastIndex(r.out.String(), showCursor) > strings.LastIndex(r.out.String(), hideCursor)
		})
	}
}

// TestTrainBackground starts a run as a shell starts it with &, on a terminal
// that stops processes of the background that write to it.
func TestTrainBackground(t *testing.T) {
	t.Parallel()
	r := newTraining(t)
	r.cmd = exec.Command("sh", append([]string{"-c", `set -m; stty tostop; "$@" & echo pid:$!:; wait`, "sh"}, r.cmd.Args...)...)
	r.onTerminal()
	pid := regexp.MustCompile(`pid:(\d+):`)
	r.await("it has started", func() bool { return pid.MatchString(r.out.String()) })
	r.works()
	r.await("it says what it trains", func() bool { return strings.Contains(r.out.String(), "t.run: tictactoe, seed 1, 1 worker") })
	if out := r.out.String(); strings.Contains(out, hideCursor) {
		t.Errorf("%q", out)
	}
	s, ok, err := chronicle.Trainer(r.path)
	if err != nil || !ok || pid.FindStringSubmatch(r.out.String()) == nil {
		t.Fatal(s, ok, err)
	}
	r.pid = s.PID
	r.terminate()
}

// TestTrainSuspend stops a run with a screen as Ctrl-Z does, and lets it go on.
func TestTrainSuspend(t *testing.T) {
	t.Parallel()
	r := newTraining(t)
	r.onTerminal()
	r.await("there is a picture", func() bool { return strings.Contains(r.out.String(), "plays against itself") })
	syscall.Kill(r.pid, syscall.SIGTSTP)
	var status syscall.WaitStatus
	r.await("it is stopped", func() bool {
		pid, err := syscall.Wait4(r.pid, &status, syscall.WUNTRACED|syscall.WNOHANG, nil)
		return err == nil && pid == r.pid && status.Stopped()
	})
	shown := func() bool {
		return strings.LastIndex(r.out.String(), showCursor) > strings.LastIndex(r.out.String(), hideCursor)
	}
	r.await("the cursor is back", shown)
	before := len(r.out.String())
	syscall.Kill(r.pid, syscall.SIGCONT)
	r.works()
	r.await("the picture is back", func() bool { return strings.Contains(r.out.String()[before:], "plays against itself") })
	if shown() {
		t.Error("a cursor in the picture")
	}
	r.terminate()
}

// TestTrainKeys gives orders with keys. What is typed besides is not seen.
func TestTrainKeys(t *testing.T) {
	t.Parallel()
	r := newTraining(t)
	master := r.onTerminal()
	r.await("there is a picture", func() bool { return strings.Contains(r.out.String(), "plays against itself") })
	r.works()
	for _, key := range []struct{ typed, happens, shows string }{
		{"zzyzx", "", ""},
		{"p", "^paused by the keyboard$", ", paused"}, // p resumes what is seen to pause
		{"p", "^resumed by the keyboard$", ""},
		{"ss", "^ended: stopped, as the keyboard asked$", ""},
	} {
		io.WriteString(master, key.typed)
		r.await("it obeys "+key.typed, func() bool { return key.happens == "" || r.happened(key.happens) })
		r.await("it shows that", func() bool { return strings.Contains(r.out.String(), key.shows) })
	}
	r.ends()
	if out := r.out.String(); strings.Contains(out, "zzyzx") || strings.LastIndex(out, "\x1b[?1049l") < strings.LastIndex(out, "\x1b[?1049h") {
		t.Errorf("%q", out)
	}
}

// TestTrainOrders pauses, resumes and finishes a run from outside.
func TestTrainOrders(t *testing.T) {
	t.Parallel()
	r := newTraining(t).start()
	r.works()
	for _, tt := range []struct{ word, says string }{
		{"pause", ": paused (process "},
		{"pause", ": paused (process "},
		{"measure", ": measuring (process "},
	} {
		if out, err := r.order(tt.word); err != nil || !strings.Contains(out, tt.says) {
			t.Fatalf("%s: %v, %s", tt.word, err, out)
		}
	}
	if !r.happened("^paused by process ") || !strings.Contains(r.out.String(), "resume with apprentice control --run ") {
		t.Errorf("output:\n%s", r.out.String())
	}
	// The units that were under way may still come, and no more.
	most := r.units() + 2
	time.Sleep(500 * time.Millisecond)
	if n := r.units(); n > most {
		t.Errorf("%d units in a pause, at most %d were under way", n, most)
	}
	if out, err := r.order("resume"); err != nil {
		t.Fatal(out, err)
	}
	r.await("it works again", func() bool { return r.units() > most })
	if out, err := r.order("finish"); err != nil || !strings.Contains(out, "stops after this generation") {
		t.Fatal(out, err)
	}
	r.ends()
	if !r.happened("^ended: stopped after its generation, as process ") || !strings.Contains(r.out.String(), "P: generation ") {
		t.Errorf("output:\n%s", r.out.String())
	}
	if out, err := r.order("stop"); err == nil || !strings.Contains(out, "no process is training") {
		t.Errorf("%v, %s", err, out)
	}
}

// TestTrainStopOrder stops a paused run.
func TestTrainStopOrder(t *testing.T) {
	t.Parallel()
	r := newTraining(t).start()
	r.works()
	for _, word := range []string{"pause", "stop"} {
		if out, err := r.order(word); err != nil {
			t.Fatal(out, err)
		}
	}
	r.ends()
	if !r.happened("^ended: stopped, as process ") {
		t.Errorf("output:\n%s", r.out.String())
	}
}

// TestTrainKilled checks that a run in use says who has it, and that one that
// was killed says so.
func TestTrainKilled(t *testing.T) {
	t.Parallel()
	r := newTraining(t, "--for", "8h").start()
	r.works()
	second := func() (string, error) {
		out, err := exec.Command("apprentice", "train", "--run", r.path, "--generations", "1").CombinedOutput()
		return string(out), err
	}
	if out, err := second(); err == nil || !regexp.MustCompile(`in use by another writer: process \d+ since .*; or: apprentice control --run \S+ stop\n$`).MatchString(out) {
		t.Errorf("%v, %s", err, out)
	}
	r.cmd.Process.Kill()
	r.cmd.Wait()
	const unclean = `the last sitting ended without a word at \d{4}-\d\d-\d\d \d\d:\d\d, after \S+ of 8h; `
	if out, err := r.order("pause"); err == nil || !regexp.MustCompile("no process is training .*: "+unclean+"resume with: apprentice train --run .* --for 8h").MatchString(out) {
		t.Errorf("%v, %s", err, out)
	}
	if out, err := second(); err != nil || !regexp.MustCompile(unclean+"it is resumed now").MatchString(out) {
		t.Errorf("%v, %s", err, out)
	}
}

// TestTrainEndsByItself checks that nothing that runs beside a run keeps it
// from ending.
func TestTrainEndsByItself(t *testing.T) {
	t.Parallel()
	r := newTraining(t, "--generations", "1").start()
	r.ends()
	if _, err := os.Stat(r.path + ".log"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a log of nothing: %v\n%s", err, r.log())
	}
}
