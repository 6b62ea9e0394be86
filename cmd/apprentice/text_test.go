package main

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
		{thousands(0), "0"},
		{thousands(1234567), "1,234,567"},
		{plural(1, "game"), "1 game"},
		{plural(0, "game"), "0 games"},
		{plural(1500, "game"), "1,500 games"},
		{plural(2, "match"), "2 matches"},
		{inWords(1234567 * time.Nanosecond), "1ms"},
		{inWords(1234 * time.Millisecond), "1.2s"},
		{inWords(902 * time.Second), "15m2s"},
		{flagDuration(10 * time.Minute), "10m"},
		{flagDuration(8 * time.Hour), "8h"},
		{flagDuration(90 * time.Minute), "1h30m"},
		{flagDuration(30 * time.Second), "30s"},
		{flagDuration(10*time.Minute + 10*time.Second), "10m10s"},
		{clock(0), "0:00"},
		{clock(-time.Second), "0:00"},
		{clock(61 * time.Second), "1:01"},
		{clock(2*time.Hour + 3*time.Second), "2:00:03"},
		{shellWord("night.run"), "night.run"},
		{shellWord("my run"), "'my run'"},
		{shellWord("it's"), `'it'\''s'`},
		{shellWord(""), "''"},
		{signed(3.04, 1), "+3.0"},
		{signed(-3.06, 1), "-3.1"},
		{signed(-0.04, 1), "+0.0"},
		{signed(math.Inf(1), 1), "+Inf"},
		{shellWord("a\x1b[2J'\\.run"), `$'a\x1b[2J\'\\.run'`},
		{shellWord("胡.run"), "'胡.run'"},
		{joinAnd(nil), ""},
		{joinAnd([]string{"a"}), "a"},
		{joinAnd([]string{"a", "b"}), "a and b"},
		{joinAnd([]string{"a", "b", "c"}), "a, b and c"},
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
	for width := 1; width < 20; width++ {
		for _, line := range wrap(text, width) {
			if utf8.RuneCountInString(line) > width && strings.Contains(line, " ") {
				t.Errorf("width %d: %q", width, line)
			}
		}
	}
}
