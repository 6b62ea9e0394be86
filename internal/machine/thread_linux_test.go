package machine

import (
	"testing"

	"golang.org/x/sys/unix"
)

// A goroutine that gives way has a thread that does, and no other has.
func TestNiceThread(t *testing.T) {
	niceness := func() int {
		got, err := unix.Getpriority(unix.PRIO_PROCESS, unix.Gettid())
		if err != nil {
			t.Error(err)
		}
		return 20 - got
	}
	before := niceness()
	if before > 10 {
		t.Skip("the tests are nice themselves")
	}
	inside := make(chan int)
	go func() {
		NiceThread(5)
		inside <- niceness()
	}()
	if got := <-inside; got != before+5 {
		t.Errorf("niceness %d, want %d", got, before+5)
	}
	for range 100 { // threads that the runtime makes afterwards
		go func() { inside <- niceness() }()
	}
	for range 100 {
		if got := <-inside; got != before {
			t.Errorf("another goroutine has niceness %d, want %d", got, before)
		}
	}
}
