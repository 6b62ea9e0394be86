package cli

import (
	"strings"
	"testing"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/games"
)

// TestStyleFlags checks which styles the flags choose, by a move of the start
// position, and how wrong ones are refused.
func TestStyleFlags(t *testing.T) {
	for _, tt := range []struct {
		game, notation, ranks string
		shown, typed          string // the move as both styles write it
		ranked                string // Ranks of the second
		err                   string
	}{
		{"chess", "", "", "Na3", "b1a3", "", ""},
		{"chess", "san", "", "", "", "", "--notation san: chess has only one notation"},
		{"chess", "", "1-10", "", "", "", "--ranks 1-10: chess numbers ranks in one way only"},
		{"xiangqi", "", "", "H8+9", "b0a2", "0-9", ""},
		{"xiangqi", "", "1-10", "H8+9", "b1a3", "1-10", ""},
		{"xiangqi", "WXF", "0-9", "H8+9", "b0a2", "0-9", ""},
		{"xiangqi", "iccs", "", "B0-A2", "B0-A2", "0-9", ""},
		{"xiangqi", "coordinates", "", "b0a2", "b0a2", "0-9", ""},
		{"xiangqi", "coordinates", "1-10", "b1a3", "b1a3", "1-10", ""},
		{"xiangqi", "traditional", "1-10", "馬八進九", "b1a3", "1-10", ""},
		{"xiangqi", "simplified", "", "马八进九", "b0a2", "0-9", ""},
		{"xiangqi", "algebraic", "", "Ha3", "Ha3", "1-10", ""},
		{"xiangqi", "iccs", "1-10", "", "", "", "--ranks 1-10: ranks in --notation iccs are always 0-9"},
		{"xiangqi", "algebraic", "0-9", "Ha2", "Ha2", "0-9", ""},
		{"xiangqi", "algebraic", "1-10", "Ha3", "Ha3", "1-10", ""},
		{"xiangqi", "", "1-9", "", "", "", "--ranks 1-9: want 0-9 or 1-10"},
		{"xiangqi", "san", "", "", "", "", "--notation san: want one of wxf, iccs, coordinates, traditional, simplified, algebraic"},
	} {
		g, err := catalog.Lookup(tt.game)
		if err != nil {
			t.Fatal(err)
		}
		f := StyleFlags{notation: tt.notation, Ranks: tt.ranks}
		shown, typed, err := f.Of(g)
		if tt.err != "" {
			if err == nil || err.Error() != tt.err {
				t.Errorf("%+v: error %v, want %s", f, err, tt.err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%+v: %v", f, err)
			continue
		}
		pos := g.Start()
		m, err := pos.ParseMove(map[string]string{"chess": "b1a3", "xiangqi": "b0a2"}[tt.game])
		if err != nil {
			t.Fatal(err)
		}
		if a, b := shown.Describe(pos, m), typed.Describe(pos, m); a != tt.shown || b != tt.typed || typed.Ranks != tt.ranked {
			t.Errorf("%s, %+v: %q and %q with ranks %q; want %q, %q, %q", tt.game, f, a, b, typed.Ranks, tt.shown, tt.typed, tt.ranked)
		}
		for _, text := range []string{tt.shown, tt.typed} {
			if back, err := typed.ParseMove(pos, text); back != m {
				t.Errorf("%s, %+v: %q is read as %v, error %v", tt.game, f, text, back, err)
			}
		}
	}
}

// TestStyleChoices checks that the help of the flags lists what every game
// offers, and games without a choice not at all.
func TestStyleChoices(t *testing.T) {
	names, ranks := choices(styleNames), choices(rankings)
	for _, name := range catalog.Names() {
		g, err := catalog.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		styled, ok := g.(games.Styled)
		if listed := strings.Contains(names, name) && strings.Contains(ranks, name); listed != ok {
			t.Errorf("%s has styles: %v; listed: %v in %q and %q", name, ok, listed, names, ranks)
		}
		if !ok {
			continue
		}
		for _, s := range styled.Styles() {
			if !strings.Contains(names, s.Name) || !strings.Contains(ranks, s.Ranks) {
				t.Errorf("%s, %s is missing in %q and %q", s.Name, s.Ranks, names, ranks)
			}
		}
	}
}
