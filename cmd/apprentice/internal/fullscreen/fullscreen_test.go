package fullscreen

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/creack/pty"

	"apprentice/cmd/apprentice/internal/console"
)

// stuck is a program that waits for ever at its first message.
type stuck struct{ waits chan struct{} }

func (s stuck) Init() tea.Cmd { return nil }

func (s stuck) Update(tea.Msg) (tea.Model, tea.Cmd) {
	close(s.waits)
	select {}
}

func (s stuck) View() tea.View { return tea.NewView("") }

// screen is a terminal that remembers what is written to it.
type screen struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// A program that never ends is left behind, and the terminal is given back.
func TestRunLeavesBehind(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	m := stuck{make(chan struct{})}
	go func() {
		<-m.waits
		cancel()
	}()
	var out screen
	over, err := New(ctx, m, strings.NewReader(""), &out).Run()
	if over || err != nil {
		t.Errorf("over %v, %v", over, err)
	}
	if !strings.HasSuffix(out.String(), console.Restore) {
		t.Errorf("the terminal is not given back: %q", out.String())
	}
}

// quiet is a program that draws nothing.
type quiet struct{ begun chan struct{} }

func (q quiet) Init() tea.Cmd { return func() tea.Msg { close(q.begun); return nil } }

func (q quiet) Update(tea.Msg) (tea.Model, tea.Cmd) { return q, nil }

func (q quiet) View() tea.View { return tea.NewView("") }

// The end closes no input that is still read, which the race detector sees.
func TestRunStopsReading(t *testing.T) {
	keyboard, tty, err := pty.Open()
	if err != nil {
		t.Skip(err)
	}
	defer keyboard.Close()
	defer tty.Close()
	for range 10 {
		ctx, cancel := context.WithCancel(t.Context())
		m := quiet{make(chan struct{})}
		go func() {
			<-m.begun
			_, _ = keyboard.WriteString("k") // a read that has just begun or ended
			cancel()
		}()
		if over, err := New(ctx, m, tty, new(screen)).Run(); !over || err != nil {
			t.Errorf("over %v, %v", over, err)
		}
	}
}
