package cli

import (
	"testing"

	"github.com/spf13/pflag"
)

// Numbers of flags are decimal, whatever they begin with.
func TestDecimal(t *testing.T) {
	set := pflag.NewFlagSet("", pflag.ContinueOnError)
	a := set.Int("int", 0, "")
	b := set.Int64("int64", 0, "")
	c := set.Uint64("uint64", 0, "")
	d := set.Float64("float64", 0, "")
	readDecimal(set)
	readDecimal(set) // a second command with the same flags
	for text, want := range map[string]int{"010": 10, "0100": 100, "0": 0, "00": 0, "08": 8, " 7": 7, "+5": 5, "18": 18} {
		for _, name := range []string{"int", "int64", "uint64", "float64"} {
			if name == "uint64" && text[0] == '+' {
				continue // which has no sign
			}
			if err := set.Set(name, text); err != nil {
				t.Errorf("%s %s: %v", name, text, err)
			}
		}
		if *a != want || *b != int64(want) || text[0] != '+' && *c != uint64(want) || *d != float64(want) {
			t.Errorf("%s is %d, %d, %d and %g; want %d", text, *a, *b, *c, *d, want)
		}
	}
	if err := set.Set("int", "-010"); err != nil || *a != -10 {
		t.Errorf("-010 is %d, %v", *a, err)
	}
	if err := set.Set("float64", "1e3"); err != nil || *d != 1000 {
		t.Errorf("1e3 is %g, %v", *d, err)
	}
	for _, text := range []string{"0x4", "0X4", "0b1", "0o7", "1_000", "0_7", "--5", "1 0", ""} {
		if err := set.Set("int", text); err == nil {
			t.Errorf("%q is %d", text, *a)
		}
	}
	if n, err := set.GetInt("int"); err != nil || n != *a {
		t.Errorf("%d, %v; want %d", n, err, *a)
	}
}
