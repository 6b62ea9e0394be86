package near_test

import (
	"slices"
	"testing"

	"apprentice/cmd/apprentice/internal/near"
)

func TestClosest(t *testing.T) {
	choices := []string{"nf3", "nc3", "e4", "rd8", "qh5"}
	for _, test := range []struct {
		word string
		most int
		want []string
	}{
		{"nf3", 3, []string{"nf3", "nc3"}},
		{"Nf4", 1, []string{"nf3"}},
		{"rc8", 3, []string{"rd8", "nc3"}},
		{"e4", 1, []string{"e4"}},
		{"zzzzzz", 3, nil},
		{"", 3, nil},
	} {
		if got := near.Closest(test.word, choices, test.most); !slices.Equal(got, test.want) {
			t.Errorf("%q: %q, want %q", test.word, got, test.want)
		}
	}
}
