package selfplay

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestGate(t *testing.T) {
	var none *Gate
	if none.Closed() || none.Wait(t.Context()) != nil {
		t.Error("no gate is closed")
	}
	g := new(Gate)
	must(t, g.Wait(t.Context()))
	if g.Open() || !g.Close() || g.Close() || !g.Closed() {
		t.Error("a gate does not know whether it is open")
	}
	through := make(chan error)
	for range 3 {
		go func() { through <- g.Wait(t.Context()) }()
	}
	select {
	case <-through:
		t.Error("through a closed gate")
	default:
	}
	if !g.Open() {
		t.Error("a closed gate was open")
	}
	for range 3 {
		must(t, <-through)
	}
	g.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := g.Wait(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v of a wait that was cancelled", err)
	}
}

func TestGuard(t *testing.T) {
	failure := errors.New("failure")
	if err := Guard("a test", func() error { return failure }); err != failure {
		t.Errorf("error %v", err)
	}
	err := Guard("unit 7", func() error { panic("lost") })
	var p *PanicError
	if !errors.As(err, &p) || err.Error() != "unit 7: panic: lost" || !strings.Contains(string(p.Stack), "TestGuard") {
		t.Errorf("error %v, stack %q", err, p.Stack)
	}
}
