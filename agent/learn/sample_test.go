package learn

import (
	"slices"
	"strings"
	"testing"

	"apprentice/agent/value"
	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/record"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// mate is a game that ends one ply after the loser's last move.
type mate struct {
	name, start string
	moves       []string // the loser's, then the winner's
	result      games.Result
}

var mates = []mate{
	{"first mates", "r5k1/5ppp/8/8/8/8/5PPP/3R2K1 b - - 0 1", []string{"a8a2", "d1d8"}, games.Win},
	{"second mates", "3r2k1/5ppp/8/8/8/8/5PPP/R5K1 w - - 0 1", []string{"a1a7", "d8d1"}, games.Loss},
}

// play returns the record of a mate in which the loser saw -300 and the winner
// the mate.
func (m mate) play(t *testing.T) record.Game {
	t.Helper()
	pos, err := chess.Game{}.ParseFEN(m.start)
	must(t, err)
	g := record.Game{Start: m.start}
	for i, s := range m.moves {
		move, err := pos.ParseMove(s)
		must(t, err)
		v := int16(-300)
		if i == len(m.moves)-1 {
			v = 31999
		}
		g.Plies = append(g.Plies, record.Ply{Move: move, Value: v, Flags: record.HasValue})
		pos.Make(move, nil)
	}
	g.Outcome = record.ForFirst(pos.Outcome(), pos.Side())
	if g.Outcome.Result != m.result {
		t.Fatalf("%s: the rules say %v in %s", m.name, g.Outcome, pos.FEN())
	}
	return g
}

// Whichever side mates, its position is to be liked and the other's is not: by
// the result, by the values, and after learning by the network.
func TestLabelSigns(t *testing.T) {
	for _, m := range mates {
		t.Run(m.name, func(t *testing.T) {
			shard, err := record.DecodeShard(record.EncodeShard([]record.Game{m.play(t)}))
			must(t, err)
			var d *Dataset
			for _, trace := range []float64{0, 0.5, 1} {
				d = NewDataset(chess.Game{}, Filter{})
				must(t, d.Add(source(shard), trace))
				samples := slices.Collect(d.Samples(false))
				if len(samples) != 2 {
					t.Fatalf("%d samples, want 2", len(samples))
				}
				lost, won := target(samples[0].Value, value.Scale), target(samples[1].Value, value.Scale)
				if !(lost < 0.4 && won > 0.99) {
					t.Errorf("trace %g: targets %g for the loser, %g for the winner", trace, lost, won)
				}
			}

			o := smallOptions()
			o.LR, o.Epochs = 1e-2, 100
			w, _ := train(t, d, o)
			pos, err := chess.Game{}.ParseFEN(m.start)
			must(t, err)
			if v := w.Forward(pos); v > -1 {
				t.Errorf("the network gives the loser %+.2f in %s", v, pos.FEN())
			}
			pos.Make(shard[0].Plies[0].Move, nil)
			if v := w.Forward(pos); v < 1 {
				t.Errorf("the network gives the winner %+.2f in %s", v, pos.FEN())
			}
		})
	}
}

// flipped returns a move of chess as the other side sees it.
func flipped(move string) string {
	return strings.Map(func(r rune) rune {
		if r >= '1' && r <= '8' {
			return '1' + '8' - r
		}
		return r
	}, move)
}

// flippedStart is the start position with its sides exchanged.
const flippedStart = "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR b KQkq - 0 1"

// colourFlip returns the same game played by the other sides.
func colourFlip(t *rapid.T, g *record.Game) record.Game {
	f := g.Clone()
	f.Start = flippedStart
	pos := games.Position(chess.Game{}.Start())
	other, err := chess.Game{}.ParseFEN(flippedStart)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range g.Plies {
		m, err := other.ParseMove(flipped(pos.FormatMove(p.Move)))
		if err != nil {
			t.Fatal(err)
		}
		f.Plies[i].Move = m
		pos.Make(p.Move, nil)
		other.Make(m, nil)
	}
	f.Outcome = record.ForFirst(g.Outcome, games.Second)
	return f
}

// The learner does not see colours: a game and its colour flip give the same
// samples.
func TestColourFlip(t *testing.T) {
	collect := func(t *rapid.T, g record.Game) []Sample {
		d := NewDataset(chess.Game{}, Filter{Checks: true, Tactical: true})
		if err := d.Add(source{g}, 0.9); err != nil {
			t.Fatal(err)
		}
		samples := slices.Collect(d.Samples(false))
		for i := range samples { // features come in no particular order
			samples[i].Us = slices.Sorted(slices.Values(samples[i].Us))
			samples[i].Them = slices.Sorted(slices.Values(samples[i].Them))
		}
		return samples
	}
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		g := randomGame(chess.Game{}, seed, 1, 80)
		want, got := collect(t, g), collect(t, colourFlip(t, &g))
		if diff := cmp.Diff(want, got); diff != "" || len(want) != len(g.Plies) {
			t.Errorf("%d plies, %d samples; the flip differs (-game +flip):\n%s", len(g.Plies), len(want), diff)
		}
	})
}

// A sample comes out of its words as it went in, at the bounds of every field.
func TestSampleWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		game := rapid.SampledFrom(testGames()).Draw(t, "game")
		plies := rapid.IntRange(0, 60).Draw(t, "plies")
		v := rapid.Int16().Draw(t, "value")
		ply := rapid.IntRange(0, 80_000).Draw(t, "ply")

		pos := game.Start()
		for _, p := range randomGame(game, seed, 1, plies).Plies {
			pos.Make(p.Move, nil)
		}
		prefix := []games.Feature{1, 2, 3}
		words, even := appendSample(slices.Clone(prefix), pos, v, ply)
		if !even || !slices.Equal(words[:3], prefix) {
			t.Fatalf("even %v, prefix %v in %s", even, words[:3], pos.FEN())
		}
		want := Sample{
			Us:    pos.Features(pos.Side(), nil),
			Them:  pos.Features(pos.Side().Other(), nil),
			Value: int(v), Ply: min(ply, 65535),
		}
		if len(want.Us) == 0 {
			want.Us, want.Them = []games.Feature{}, []games.Feature{}
		}
		if diff := cmp.Diff(want, decode(words[3:])); diff != "" {
			t.Errorf("%s (-want +got):\n%s", pos.FEN(), diff)
		}
	})
}
