package cli

import (
	"testing"

	"github.com/spf13/pflag"
)

// The flag has the last word, also where it contradicts the locale.
func TestASCII(t *testing.T) {
	for _, test := range []struct {
		locale, args string
		want         bool
	}{
		{"C", "", true}, {"C.UTF-8", "", false},
		{"C", "--ascii", true}, {"C.UTF-8", "--ascii", true},
		{"C", "--ascii=false", false}, {"C.UTF-8", "--ascii=false", false},
	} {
		t.Setenv("TERM", "xterm")
		t.Setenv("LC_ALL", test.locale)
		set := pflag.NewFlagSet("", pflag.ContinueOnError)
		set.Bool("ascii", false, "")
		if test.args != "" {
			if err := set.Parse([]string{test.args}); err != nil {
				t.Fatal(err)
			}
		}
		if got := ASCII(set); got != test.want {
			t.Errorf("locale %s, %q: %v, want %v", test.locale, test.args, got, test.want)
		}
	}
}
