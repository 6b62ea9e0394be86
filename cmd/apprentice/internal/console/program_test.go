package console

import (
	"os"
	"strings"
	"testing"
)

func TestNameOf(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.MkdirAll("cmd/apprentice", 0o700); err != nil {
		t.Fatal(err)
	}
	const built = "/tmp/go-build123/b001/exe/apprentice"
	for called, want := range map[string]string{
		"apprentice": "apprentice", "./apprentice": "./apprentice", "/opt/a b/apprentice": "'/opt/a b/apprentice'",
		built: "go run ./cmd/apprentice", "": "apprentice",
		"/cache/9b/" + strings.Repeat("9b", 32) + "-d/apprentice": "go run ./cmd/apprentice",
	} {
		if got := nameOf(called); got != want {
			t.Errorf("%q is called %q, want %q", called, got, want)
		}
	}
	t.Chdir("cmd/apprentice")
	if got := nameOf(built); got != "go run ." {
		t.Errorf("in its own folder it is called %q, want go run .", got)
	}
}
