package thinker

import (
	"strings"
	"testing"
)

func TestMeeklyPanics(t *testing.T) {
	done := false
	Meekly(func() { done = true })
	if !done {
		t.Error("it does not wait")
	}
	defer func() {
		if text, ok := recover().(string); !ok || !strings.HasPrefix(text, "as was wished\n") {
			t.Errorf("the caller sees %q", text)
		}
	}()
	Meekly(func() { panic("as was wished") })
	t.Error("a panic is lost")
}
