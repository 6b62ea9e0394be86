package filelock

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// holdFlag makes the test program a process that takes a lock and keeps it
// until its input ends.
const holdFlag = "FILELOCK_TEST_HOLD"

func TestMain(m *testing.M) {
	if name := os.Getenv(holdFlag); name != "" {
		if _, err := Take(name); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println("held")
		bufio.NewReader(os.Stdin).ReadByte()
		os.Exit(0) // without a release, as a killed process ends
	}
	os.Exit(m.Run())
}

// hold starts a process that holds the lock, and returns it with what it says.
func hold(t *testing.T, name string, args ...string) (*exec.Cmd, string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), holdFlag+"="+name)
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	line, _ := bufio.NewReader(out).ReadString('\n')
	return cmd, strings.TrimSpace(line)
}

// A process is refused while another one holds the lock, and told who does; the
// lock ends with its holder, however that ends.
func TestTwoProcesses(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x.lock")
	for range 2 { // the second time over the file of a killed process
		holder, said := hold(t, name, "two words", "-v")
		if said != "held" {
			t.Fatalf("it says %q", said)
		}
		_, err := Take(name)
		var inUse *InUseError
		if !errors.Is(err, ErrInUse) || !errors.As(err, &inUse) {
			t.Fatalf("error %v; want ErrInUse", err)
		}
		h := inUse.Holder
		if h.PID != holder.Process.Pid || !strings.HasSuffix(h.Command, ` "two words" -v`) || time.Since(h.Since) > time.Hour {
			t.Errorf("held by %+v; want process %d", h, holder.Process.Pid)
		}
		for _, want := range []string{fmt.Sprintf("process %d since ", h.PID), `"two words" -v; wait`, fmt.Sprintf("kill %d", h.PID)} {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("no %q in %q", want, err)
			}
		}
		holder.Process.Kill()
		holder.Wait()
	}
	lock, err := Take(name)
	if err != nil {
		t.Fatalf("after the holder was killed: %v", err)
	}
	if _, said := hold(t, name); !strings.Contains(said, fmt.Sprintf("process %d ", os.Getpid())) {
		t.Errorf("the second process says %q", said)
	}
	lock.Release()
	if _, err := os.Stat(name); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the lock file is still there: %v", err)
	}
}

// A lock is that of one holder at a time, also while holders remove the file
// that others have just opened.
func TestOneAtATime(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x.lock")
	var inside, taken atomic.Int32
	var workers sync.WaitGroup
	for range 8 {
		workers.Go(func() {
			for taken.Load() < 200 {
				lock, err := Take(name)
				if errors.Is(err, ErrInUse) {
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				taken.Add(1)
				if n := inside.Add(1); n != 1 {
					t.Errorf("%d hold the lock", n)
				}
				inside.Add(-1)
				lock.Release()
			}
		})
	}
	workers.Wait()
}

// What a lock file says reaches no terminal raw, and nonsense says nothing.
func TestHolderText(t *testing.T) {
	host, _ := os.Hostname()
	for content, want := range map[string]string{
		"":                         "another process; wait",
		"\n{":                      "another process; wait",
		"\n{\"pid\":-5}":           "another process; wait",
		strings.Repeat("x", 1<<20): "another process; wait",
		"\n{\"pid\":7,\"host\":\"elsewhere\",\"command\":\"a\\u001b[2Jb\"}":         "process 7 on elsewhere since ",
		fmt.Sprintf("\n{\"pid\":7,\"host\":%q,\"command\":\"a\\u001b[2Jb\"}", host): "a\ufffd[2Jb; wait until it ends, or end it with: kill 7",
	} {
		file, err := os.Create(filepath.Join(t.TempDir(), "x.lock"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.WriteString(content); err != nil {
			t.Fatal(err)
		}
		if got := readHolder(file).String(); !strings.Contains(got, want) || strings.Contains(got, "\x1b") {
			t.Errorf("%.40q: %q; want %q in it", content, got, want)
		}
		file.Close()
	}
}

// Where no lock file can be there is an error of the operating system.
func TestTakeFails(t *testing.T) {
	if _, err := Take(filepath.Join(t.TempDir(), "missing", "x.lock")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}
