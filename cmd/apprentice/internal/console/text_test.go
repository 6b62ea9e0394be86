package console

import (
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestWords(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{Thousands(0), "0"},
		{Thousands(1234567), "1,234,567"},
		{Plural(1, "game"), "1 game"},
		{Plural(0, "game"), "0 games"},
		{Plural(1500, "game"), "1,500 games"},
		{Plural(2, "match"), "2 matches"},
		{InWords(1234567 * time.Nanosecond), "1ms"},
		{InWords(1234 * time.Millisecond), "1.2s"},
		{InWords(329482 * time.Millisecond), "5m29s"},
		{InWords(599600 * time.Millisecond), "10m"},
		{InWords(902 * time.Second), "15m"},
		{InWords(2*time.Hour + 20*time.Second), "2h"},
		{InWords(2*time.Hour + 5*time.Minute + time.Second), "2h5m"},
		{InWords(71*time.Hour + 59*time.Minute), "3d"},
		{InWords(76 * time.Hour), "3d4h"},
		{FlagDuration(10 * time.Minute), "10m"},
		{FlagDuration(8 * time.Hour), "8h"},
		{FlagDuration(90 * time.Minute), "1h30m"},
		{FlagDuration(30 * time.Second), "30s"},
		{FlagDuration(10*time.Minute + 10*time.Second), "10m10s"},
		{Clock(0), "0:00"},
		{Clock(-time.Second), "0:00"},
		{Clock(61 * time.Second), "1:01"},
		{Clock(2*time.Hour + 3*time.Second), "2:00:03"},
		{ShellWord("night.run"), "night.run"},
		{ShellWord("my run"), "'my run'"},
		{ShellWord("it's"), `'it'\''s'`},
		{ShellWord(""), "''"},
		{Signed(3.04, 1), "+3.0"},
		{Signed(-3.06, 1), "-3.1"},
		{Signed(-0.04, 1), "+0.0"},
		{Signed(math.Inf(1), 1), "+Inf"},
		{ShellWord("a\x1b[2J'\\.run"), `$'a\x1b[2J\'\\.run'`},
		{ShellWord("胡.run"), "'胡.run'"},
		{JoinAnd(nil), ""},
		{JoinAnd([]string{"a"}), "a"},
		{JoinAnd([]string{"a", "b"}), "a and b"},
		{JoinAnd([]string{"a", "b", "c"}), "a, b and c"},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
}

func TestWrap(t *testing.T) {
	const text = "one two  three\nfour äöü"
	if diff := cmp.Diff([]string{"one two", "three", "four äöü"}, wrap(text, 8)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"a", ""}, wrap("a\n", 8)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"炮二平五", "馬8進7", "車一"}, wrap("炮二平五 馬8進7 車一", 8)); diff != "" {
		t.Error(diff) // Chinese characters are two columns wide
	}
	if diff := cmp.Diff([]string{"wins", "95 %).", "% of"}, wrap("wins 95 %).\n% of", 8)); diff != "" {
		t.Error(diff) // a percent sign stays with its number
	}
	for width := 1; width < 20; width++ {
		for _, line := range wrap(text, width) {
			if utf8.RuneCountInString(line) > width && strings.Contains(line, " ") {
				t.Errorf("width %d: %q", width, line)
			}
		}
	}
}
