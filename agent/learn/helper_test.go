package learn

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"iter"
	"math"
	"math/rand/v2"
	"testing"

	"apprentice/agent/value"
	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/gametest"
	"apprentice/games/record"
	"apprentice/games/tictactoe"

	"go.uber.org/goleak"
)

// Workers that outlive a training would be found here.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func testGames() []games.Game { return []games.Game{tictactoe.Game{}, chess.Game{}} }

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// source is games in memory.
type source []record.Game

func (s source) Games() iter.Seq2[*record.Game, error] {
	return func(yield func(*record.Game, error) bool) {
		for i := range s {
			if !yield(&s[i], nil) {
				return
			}
		}
	}
}

// randomGame returns a game of random moves with random values, whose flags are
// what the rules say. A game that maxPlies cuts short ends with a random
// result.
func randomGame(g games.Game, seed uint64, generation, maxPlies int) record.Game {
	rng := newRand(seed)
	pos := g.Start()
	played := record.Game{Generation: generation, Index: seed, Seed: 1}
	for _, m := range gametest.RandomGame(g, rng, maxPlies) {
		p := record.Ply{Move: m, Value: int16(rng.IntN(1601) - 800), Flags: record.HasValue}
		if pos.InCheck() {
			p.Flags |= record.Check
		}
		if pos.Gain(m) != 0 {
			p.Flags |= record.Tactical
		}
		played.Plies = append(played.Plies, p)
		pos.Make(m, nil)
	}
	played.Outcome = record.ForFirst(pos.Outcome(), pos.Side())
	if !played.Outcome.Over() {
		result := games.Loss + games.Result(rng.IntN(3))
		played.Outcome = games.Outcome{Result: result, Reason: games.Adjudicated}
	}
	return played
}

// randomGames returns count random games of one generation.
func randomGames(g games.Game, seed uint64, generation, count, maxPlies int) source {
	var s source
	for i := range count {
		s = append(s, randomGame(g, seed+uint64(i), generation, maxPlies))
	}
	return s
}

// newStore returns an empty store in a folder of its own.
func newStore(t testing.TB, g games.Game, f Filter) *Store {
	t.Helper()
	s, err := OpenStore(t.TempDir(), g, f)
	must(t, err)
	return s
}

// add adds the games of src under a fingerprint of their own.
func add(t testing.TB, s *Store, generation int, src source, trace float64) {
	t.Helper()
	must(t, s.Add(t.Context(), generation, src, trace, src.fingerprint(), nil))
}

func (s source) fingerprint() string {
	h := sha256.New()
	for i := range s {
		h.Write(record.AppendGame(nil, &s[i]))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// windowOf returns the samples of src, all of one generation, that f lets
// through.
func windowOf(t testing.TB, g games.Game, f Filter, src source) *Window {
	t.Helper()
	return tracedWindow(t, g, f, src, 0)
}

func tracedWindow(t testing.TB, g games.Game, f Filter, src source, trace float64) *Window {
	t.Helper()
	s := newStore(t, g, f)
	add(t, s, 1, src, trace)
	return s.Window(0, 0)
}

// samplesOf returns all samples of a kind, bucket by bucket.
func samplesOf(t testing.TB, w *Window, kind int) []Sample {
	t.Helper()
	samples, err := readAll(t.Context(), w, kind)
	must(t, err)
	return samples
}

func readAll(ctx context.Context, w *Window, kind int) ([]Sample, error) {
	l, err := w.list(ctx, kind)
	if err != nil {
		return nil, err
	}
	var samples []Sample
	for n := range l.buckets {
		var b bucket
		if err := b.load(ctx, l, n); err != nil {
			return nil, err
		}
		for i := range b.starts {
			samples = append(samples, unpacked(b.sample(i)))
		}
	}
	return samples, nil
}

// unpacked returns a packed sample, without its size, as what it says.
func unpacked(packed []byte) Sample {
	h, _ := parseHead(packed)
	f := h.appendFeatures([]games.Feature{})
	return Sample{Us: f[:h.n:h.n], Them: f[h.n:], Value: h.value, Ply: h.ply}
}

// smallOptions are options for quick training: little of everything, but more
// than one of it.
func smallOptions() Options {
	o := DefaultOptions()
	o.Hidden = 32
	o.Epochs = 3
	o.Batch = 512
	o.MinSteps = 3
	o.Seed = 1
	o.Workers = 1
	return o
}

// train trains to the end.
func train(t testing.TB, w *Window, o Options) (*value.Weights, Report) {
	t.Helper()
	weights, report, err := Train(t.Context(), w, o, nil, Hooks{})
	must(t, err)
	return weights, report
}

// sum returns the SHA-256 of all bits of w.
func sum(w *value.Weights) string {
	h := sha256.New()
	for _, part := range [][]float32{w.FeatureW, w.FeatureB, w.OutW, w.OutB} {
		for _, x := range part {
			h.Write(binary.LittleEndian.AppendUint32(nil, math.Float32bits(x)))
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// lively returns weights as training could leave them: all buckets different,
// all biases in use, and units beyond both ends of the rectifier.
func lively(s value.Shape, seed uint64) *value.Weights {
	rng := newRand(seed)
	w := value.NewWeights(s, rng)
	for i := range w.FeatureW {
		w.FeatureW[i] *= 2
	}
	for i := range w.FeatureB {
		w.FeatureB[i] += float32(rng.NormFloat64() * 0.2)
	}
	for i := range w.OutW {
		w.OutW[i] = float32(rng.NormFloat64() * 0.2)
	}
	for i := range w.OutB {
		w.OutB[i] = float32(rng.NormFloat64() * 0.3)
	}
	return w
}
