//go:build unix

package watch

import (
	"context"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/selfplay/run"
)

// The screen of a run that this process trains takes orders and leaves the
// terminal as it was, however it ends; the run is not touched.
func TestWatch(t *testing.T) {
	file := clitest.NewRun(t, 3)
	if _, err := file.BeginSitting(run.Sitting{Command: "apprentice train --for 8h"}); err != nil {
		t.Fatal(err)
	}
	for _, end := range []string{"q", "\x03", "SIGTERM", "SIGHUP"} {
		cmd := exec.Command("apprentice", "watch", file.Path())
		cmd.Env = append(os.Environ(), clitest.Screens, "TERM=xterm-256color", "LANG=C.UTF-8")
		master, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 30, Cols: 100})
		if err != nil {
			t.Skip("no terminal: ", err)
		}
		t.Cleanup(func() { master.Close(); cmd.Process.Kill() })
		var out clitest.Buffer
		go io.Copy(&out, master)
		await := func(what string, is func() bool) {
			t.Helper()
			for stop := time.Now().Add(clitest.Deadline); !is(); time.Sleep(20 * time.Millisecond) {
				if time.Now().After(stop) {
					t.Fatalf("%s: waited for ever until %s:\n%q", end, what, out.String())
				}
			}
		}
		await("there is a picture", func() bool { return strings.Contains(out.String(), "+300 +- 30") })
		io.WriteString(master, "p")
		await("it is ordered", func() bool {
			orders, err := file.TakeOrders()
			return err == nil && len(orders) == 1 && orders[0].Kind == run.OrderPause
		})
		switch end {
		case "SIGTERM":
			cmd.Process.Signal(syscall.SIGTERM)
		case "SIGHUP":
			cmd.Process.Signal(syscall.SIGHUP)
		default:
			io.WriteString(master, end)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("%q: %v: %q", end, err, out.String())
		}
		await("the terminal is as it was", func() bool {
			text := out.String()
			return strings.LastIndex(text, "\x1b[?1049l") > strings.LastIndex(text, "\x1b[?1049h") &&
				strings.LastIndex(text, "\x1b[?25h") > strings.LastIndex(text, "\x1b[?25l")
		})
	}
}

// Without a terminal it says what to do instead, and nothing else.
func TestNoTerminal(t *testing.T) {
	file := clitest.NewRun(t, 1)
	for want, args := range map[string][]string{
		"this says the same in text":  {file.Path()},
		"there is no run":             {"none.run"},
		"name that with --generation": {file.Path(), "--index", "3"},
		"it must be at least 1":       {file.Path(), "--generation", "0"},
		"it must be at least 0":       {file.Path(), "--generation", "1", "--index", "-1"},
	} {
		out, err := clitest.Run(context.Background(), New(), args...)
		if err == nil || !strings.Contains(err.Error(), want) || out != "" {
			t.Errorf("%q: %v, %q", args, err, out)
		}
	}
}
