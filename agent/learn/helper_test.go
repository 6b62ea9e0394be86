package learn

import (
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

// dataset returns the samples of src that f lets through.
func dataset(t testing.TB, g games.Game, f Filter, src Source) *Dataset {
	t.Helper()
	d := NewDataset(g, f)
	must(t, d.Add(src, 0))
	return d
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
func train(t testing.TB, d *Dataset, o Options) (*value.Weights, Report) {
	t.Helper()
	w, report, err := Train(t.Context(), d, o, nil, nil, nil)
	must(t, err)
	return w, report
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
