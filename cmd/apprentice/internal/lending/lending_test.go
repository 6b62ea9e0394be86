package lending

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
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

// What no server can be is found before NATS tries to reach it for ever.
func TestCheck(t *testing.T) {
	for _, good := range []string{"", "nats://a:4222", "a", "tls://[::1]:4222", "nats://a:1, nats://b:65535", "wss://a/path"} {
		if err := (&Access{URL: good}).Check(); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{",", "nats://", "a:99999", "a:0", "a:x", "::::", "http://a:4222", "nats://a:1,", "tls://:4222"} {
		if (&Access{URL: bad}).Check() == nil {
			t.Errorf("%q passes", bad)
		}
	}
	for _, token := range []string{"a\nb", " ", strings.Repeat("a", maxToken+1), "@none"} {
		if (&Access{token: token}).Check() == nil {
			t.Errorf("token %.20q passes", token)
		}
	}
}
