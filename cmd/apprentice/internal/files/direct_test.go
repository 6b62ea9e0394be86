//go:build unix

package files

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A pipe takes what a command has to say, also once it was asked to end. Where
// nobody reads, nothing waits for long after that.
func TestDirect(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip("no pipes: ", err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	for _, ctx := range []context.Context{t.Context(), ended} {
		read := make(chan string)
		go func() {
			text, _ := os.ReadFile(pipe)
			read <- string(text)
		}()
		if err := Write(ctx, pipe, Content([]byte("through"))); err != nil {
			t.Error(err)
		}
		if got := <-read; got != "through" {
			t.Errorf("%q read", got)
		}
	}
	want := "cannot write " + pipe + ": nobody reads it"
	unread := func(err error) {
		t.Helper()
		if err == nil || err.Error() != want {
			t.Errorf("%v; want %s", err, want)
		}
	}
	unread(Write(ended, pipe, Content(nil)))
	unread(AppendPGN(pipe, []byte("x")))

	idle, err := os.OpenFile(pipe, os.O_RDWR, 0) // there is a reader now, which does not read
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close()
	much := []byte(strings.Repeat("much", 1<<20))
	unread(Write(ended, pipe, Content(much)))
	unread(AppendPGN(pipe, much))

	if _, err := os.Stat("/dev/full"); err == nil {
		err := Write(t.Context(), "/dev/full", func(w io.Writer) error { _, err := w.Write(much); return err })
		if err == nil || err.Error() != "cannot write /dev/full: no space left on device" {
			t.Errorf("error %v", err)
		}
	}
}
