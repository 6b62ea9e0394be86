package lending

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// A token is made once and kept beside the run, for its owner alone.
func TestKeptToken(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.run")
	token := func(given string, make bool) string {
		t.Helper()
		got, err := (&Access{token: given}).KeptToken(path, make)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := token("", false); got != "" {
		t.Errorf("token %q of nowhere", got)
	}
	made := token("", true)
	if len(made) < 32 || token("", true) != made || token("", false) != made {
		t.Errorf("token %q is not kept", made)
	}
	if info, err := os.Stat(path + ".token"); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v: %v", info.Mode(), err)
	}
	if got := token("mine", true); got != "mine" || token("", true) != "mine" {
		t.Errorf("token %q, want the one that was given", got)
	}
	if got := token("@"+path+".token", true); got != "mine" {
		t.Errorf("token %q, want the one of the file", got)
	}
	if err := os.WriteFile(path+".token", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (&Access{}).KeptToken(path, true); err == nil {
		t.Error("an empty file holds a token")
	}
	if _, err := (&Access{token: "@" + path + ".none"}).Given(); err == nil {
		t.Error("a file that is not there holds a token")
	}
}
