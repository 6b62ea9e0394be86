package thinker

import (
	"strings"
	"testing"
)

func TestMeeklyPanics(t *testing.T) {
	done := false
	meekly(func() { done = true })
	if !done {
		t.Error("it does not wait")
	}
	defer func() {
		if text, ok := recover().(string); !ok || !strings.HasPrefix(text, "as was wished\n") {
			t.Errorf("the caller sees %q", text)
		}
	}()
	meekly(func() { panic("as was wished") })
	t.Error("a panic is lost")
}
