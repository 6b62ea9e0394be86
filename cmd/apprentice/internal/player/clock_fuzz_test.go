package player

import (
	"testing"
)

// FuzzTimeControl checks that a time control is read, or refused, and that what
// was read is written in a form that reads the same.
func FuzzTimeControl(f *testing.F) {
	for _, s := range []string{"8+0.08", "40/60+0.5", "1:30+1", "1888816", "0.000000001", "134217727:9000000000", "9999999999:1", "+", "1/", "1e3", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		tc, err := ParseTimeControl(s)
		if err != nil {
			return
		}
		if tc.Base < shortest || tc.Inc < 0 || tc.Moves < 0 {
			t.Fatalf("%q is read as %+v", s, tc)
		}
		again, err := ParseTimeControl(tc.String())
		if err != nil || *again != *tc {
			t.Fatalf("%q is read as %v, which reads as %v, %v", s, tc, again, err)
		}
	})
}
