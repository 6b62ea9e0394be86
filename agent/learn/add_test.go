package learn

import (
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"

	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/record"
	"apprentice/games/tictactoe"

	"github.com/google/go-cmp/cmp"
)

// slowSamples are the samples of played by a replay of one game after the
// other, without a filter.
func slowSamples(t *testing.T, g games.Game, played source) []Sample {
	t.Helper()
	var samples []Sample
	for _, r := range played {
		pos := g.Start()
		for i, p := range r.Plies {
			s := Sample{
				Us: pos.Features(pos.Side(), []games.Feature{}), Them: pos.Features(pos.Side().Other(), []games.Feature{}),
				Value: int(p.Value), Ply: i,
			}
			if r.Outcome.Over() {
				samples = append(samples, s)
			}
			pos.Make(p.Move, nil)
		}
	}
	return samples
}

// Decoding on all cores gives the samples of all games in order, whatever the
// number of games between two reads.
func TestAdd(t *testing.T) {
	for _, tt := range []struct {
		game         games.Game
		count, plies int
	}{
		{tictactoe.Game{}, 0, 9}, {tictactoe.Game{}, 1, 9}, {tictactoe.Game{}, decodeGames, 9},
		{tictactoe.Game{}, 2*decodeGames + 76, 9}, {chess.Game{}, 12, 300},
	} {
		played := randomGames(tt.game, 5, 1, tt.count, tt.plies)
		unfinished := 0
		for i := 3; i < len(played); i += 7 {
			played[i].Outcome = games.Outcome{}
			unfinished++
		}
		d := dataset(t, tt.game, Filter{Checks: true, Tactical: true}, played)
		got := slices.Collect(d.Samples(false))
		if diff := cmp.Diff(slowSamples(t, tt.game, played), got); diff != "" {
			t.Errorf("%d games of %s (-want +got):\n%.2000s", tt.count, tt.game.Name(), diff)
		}
		if d.Games() != tt.count-unfinished || d.Len() != len(got) {
			t.Errorf("%d games and %d samples, want %d and %d", d.Games(), d.Len(), tt.count-unfinished, len(got))
		}
	}
}

// failing yields its games and then an error.
type failing struct {
	source
	err error
}

func (f failing) Games() iter.Seq2[*record.Game, error] {
	return func(yield func(*record.Game, error) bool) {
		for g := range f.source.Games() {
			if !yield(g, nil) {
				return
			}
		}
		if yield(nil, f.err) {
			panic("the source is read on after an error")
		}
	}
}

// An error names the game; the games before it are kept, none after it.
func TestAddErrors(t *testing.T) {
	g := tictactoe.Game{}
	broken := errors.New("broken disk")
	illegal := func(count, at int) source {
		played := randomGames(g, 0, 4, count, 9)
		played[at].Plies[2].Move = played[at].Plies[0].Move
		return played
	}
	nowhere := randomGames(g, 0, 4, 3, 9)
	nowhere[1].Start = "nonsense"
	for _, tt := range []struct {
		name string
		src  Source
		is   error
		want []string
		kept int
	}{
		{"source fails", failing{randomGames(g, 0, 4, 700, 9), broken}, broken, []string{"reading games to learn from"}, 700},
		{"source fails at once", failing{nil, broken}, broken, nil, 0},
		{"illegal move", illegal(10, 7), record.ErrIllegalMove, []string{"game 7 of generation 4 (seed 1)", "ply 2", " x"}, 7},
		{"illegal move far on", illegal(decodeGames+9, decodeGames+2), record.ErrIllegalMove, []string{"game 514 of generation 4"}, 514},
		{"start position", nowhere, nil, []string{"game 1 of generation 4", "start position", "nonsense"}, 1},
	} {
		d := NewDataset(g, Filter{})
		err := d.Add(tt.src, 0)
		if err == nil || tt.is != nil && !errors.Is(err, tt.is) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.is)
			continue
		}
		for _, want := range tt.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v does not say %q", tt.name, err, want)
			}
		}
		if d.Games() != tt.kept {
			t.Errorf("%s: %d games kept, want %d", tt.name, d.Games(), tt.kept)
		}
	}
}

// lying is a game that says too little of its features.
type lying struct {
	games.Game
	features, active int
}

func (l lying) NumFeatures() int { return l.features }
func (l lying) MaxActive() int   { return l.active }

// lopsided is a position whose views differ in the number of their features.
type lopsided struct{ games.Position }

func (l lopsided) Features(view games.Side, dst []games.Feature) []games.Feature {
	if view == games.First {
		return append(dst, 0)
	}
	return dst
}

// leaning is a game of such positions.
type leaning struct{ games.Game }

func (l leaning) Start() games.Position { return lopsided{l.Game.Start()} }

// Features that would lie outside of the network's tables are found before
// they get there.
func TestAddChecksFeatures(t *testing.T) {
	g := tictactoe.Game{}
	for _, tt := range []struct {
		game games.Game
		want string
	}{
		{lying{g, 9, 9}, "of 9 in"},
		{lying{g, 18, 2}, "want twice the same and at most 2 each"},
		{lying{g, 0, 9}, "tictactoe has 0 features, want 1 to 65536"},
		{lying{g, 65537, 9}, "tictactoe has 65537 features"},
		{leaning{g}, "1 features in both views together"},
	} {
		err := NewDataset(tt.game, Filter{}).Add(randomGames(g, 0, 1, 3, 9), 0)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Add: %v, want %q", err, tt.want)
		}
	}
	must(t, NewDataset(lying{g, 65536, 18}, Filter{}).Add(randomGames(g, 0, 1, 3, 9), 0))
}
