package printable

import (
	"strings"
	"testing"
)

// A line keeps its beginning and its end; short ones stay.
func TestShort(t *testing.T) {
	long := "begin " + strings.Repeat("x", 5000) + " end"
	for _, test := range []struct {
		text string
		most int // bytes of any line
	}{
		{"", 0}, {strings.Repeat("x", longLine), longLine}, {strings.Repeat("x", longLine+1), longLine}, {long, longLine},
		{"a\n" + long + "\nb\n" + long, longLine}, {strings.Repeat("short\n", 5000), 5},
	} {
		got := strings.Split(Short(test.text), "\n")
		want := strings.Split(test.text, "\n")
		if len(got) != len(want) {
			t.Fatalf("%d lines become %d", len(want), len(got))
		}
		for i := range got {
			if len(got[i]) > test.most || len(want[i]) <= longLine && got[i] != want[i] {
				t.Errorf("a line of %d bytes becomes %q", len(want[i]), got[i])
			}
			if len(want[i]) > longLine && (!strings.HasPrefix(want[i], got[i][:keepFirst]) || !strings.HasSuffix(want[i], got[i][len(got[i])-keepLast:])) {
				t.Errorf("%q has lost its ends", got[i])
			}
		}
	}
}
