package learn

import (
	"bytes"
	"encoding/binary"
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
			var d *Window
			for _, trace := range []float64{0, 0.5, 1} {
				d = tracedWindow(t, chess.Game{}, Filter{}, source(shard), trace)
				samples := samplesOf(t, d, trained)
				if len(samples) != 2 {
					t.Fatalf("%d samples, want 2", len(samples))
				}
				slices.SortFunc(samples, func(a, b Sample) int { return a.Ply - b.Ply })
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
	collect := func(t *rapid.T, g record.Game) (samples []Sample) {
		d := decoder{chess.Game{}, Filter{Checks: true, Tactical: true}, 0.9}
		var dec decodedGame
		if d.decode(&dec, &g); dec.err != nil {
			t.Fatal(dec.err)
		}
		for packed := dec.packed; len(packed) > 0; {
			var sample []byte
			sample, packed = cutSample(packed)
			samples = append(samples, unpacked(sample))
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

// slowPacked is a sample as the comment of appendSample has it, field by field.
func slowPacked(s Sample) []byte {
	body := []byte{byte(s.Value), byte(s.Value >> 8)}
	body = binary.AppendUvarint(body, uint64(s.Ply))
	body = binary.AppendUvarint(body, uint64(len(s.Us)))
	for _, view := range [][]games.Feature{s.Us, s.Them} {
		for i, f := range view {
			gap := int(f)
			if i > 0 {
				gap -= int(view[i-1])
			}
			if gap < 255 {
				body = append(body, byte(gap))
			} else {
				body = append(body, 255, byte(gap), byte(gap>>8))
			}
		}
	}
	return append(binary.AppendUvarint(nil, uint64(len(body))), body...)
}

// A sample comes out of its bytes as it went in, at the bounds of every field,
// and the bytes are those of the slow twin.
func TestSampleBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 70).Draw(t, "n")
		view := func(name string) []games.Feature {
			top := rapid.SampledFrom([]uint16{18, 254, 255, 256, 768, 65535}).Draw(t, name+" top")
			v := rapid.SliceOfN(rapid.Uint16Range(0, top), n, n).Draw(t, name)
			slices.Sort(v)
			features := make([]games.Feature, n)
			for i, f := range v {
				features[i] = games.Feature(f)
			}
			return features
		}
		want := Sample{
			Us: view("us"), Them: view("them"),
			Value: int(rapid.Int16().Draw(t, "value")), Ply: rapid.SampledFrom([]int{0, 1, 127, 128, 65535}).Draw(t, "ply"),
		}
		prefix := []byte{1, 2, 3}
		packed := appendSample(slices.Clone(prefix), &want)
		if twin := append(slices.Clone(prefix), slowPacked(want)...); !bytes.Equal(packed, twin) {
			t.Fatalf("%x, want %x", packed, twin)
		}
		sample, rest := cutSample(append(packed[3:], 7, 7))
		h, ok := parseHead(sample)
		if !ok || !h.check(65536) || !bytes.Equal(rest, []byte{7, 7}) {
			t.Fatalf("head %v, check %v, rest %v", ok, h.check(65536), rest)
		}
		if diff := cmp.Diff(want, unpacked(sample)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		largest := -1
		for _, f := range append(slices.Clone(want.Us), want.Them...) {
			largest = max(largest, int(f))
		}
		if h.check(largest) && n > 0 || !h.check(largest+1) {
			t.Errorf("feature %d passes as below it, or not as below the next", largest)
		}
	})
	late := Sample{Ply: 80_000}
	if sample, _ := cutSample(appendSample(nil, &late)); unpacked(sample).Ply != maxPly {
		t.Errorf("ply 80000 is stored as %d, want %d", unpacked(sample).Ply, maxPly)
	}
}

// Sorting by bits is sorting, of few features and many, with and without
// repetition.
func TestBitSort(t *testing.T) {
	var b bitSort
	rapid.Check(t, func(t *rapid.T) {
		top := rapid.SampledFrom([]uint16{0, 18, 63, 64, 768, 65535}).Draw(t, "top")
		v := rapid.SliceOfN(rapid.Uint16Range(0, top), 0, 70).Draw(t, "features")
		if rapid.Bool().Draw(t, "a set") {
			slices.Sort(v)
			v = slices.Compact(v)
			newRand(uint64(len(v))).Shuffle(len(v), func(i, j int) { v[i], v[j] = v[j], v[i] })
		}
		var got []games.Feature
		for _, f := range v {
			got = append(got, games.Feature(f))
		}
		want := slices.Sorted(slices.Values(got))
		if b.sort(got); !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	})
}
