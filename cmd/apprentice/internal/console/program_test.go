package console

import (
	"testing"
)

func TestNameOf(t *testing.T) {
	for called, want := range map[string]string{
		"apprentice": "apprentice", "./apprentice": "./apprentice", "/opt/a b/apprentice": "'/opt/a b/apprentice'",
		"/tmp/go-build123/b001/exe/apprentice": "go run ./cmd/apprentice", "": "apprentice",
	} {
		if got := nameOf(called); got != want {
			t.Errorf("%q is called %q, want %q", called, got, want)
		}
	}
}
