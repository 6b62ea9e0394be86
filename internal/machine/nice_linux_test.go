package machine

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// TestNice makes a process of its own nice, since there is no way back, and
// checks every thread of it.
func TestNice(t *testing.T) {
	if os.Getenv("NICE_TEST") != "" {
		if err := Nice(7); err != nil {
			t.Fatal(err)
		}
		tasks, err := os.ReadDir("/proc/self/task")
		if err != nil || len(tasks) < 2 {
			t.Fatalf("%d threads: %v", len(tasks), err)
		}
		for _, task := range tasks {
			stat, err := os.ReadFile("/proc/self/task/" + task.Name() + "/stat")
			if err != nil {
				continue // it has ended
			}
			_, rest, _ := strings.Cut(string(stat), ") ") // the name before it may have spaces
			if nice := strings.Fields(rest)[16]; nice != strconv.Itoa(7) {
				t.Errorf("thread %s has niceness %s", task.Name(), nice)
			}
		}
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestNice$")
	cmd.Env = append(os.Environ(), "NICE_TEST=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
