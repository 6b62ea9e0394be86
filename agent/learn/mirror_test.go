package learn

import (
	"testing"

	"apprentice/agent/value"
	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/tictactoe"
)

// symmetric is tic-tac-toe with a mirror that changes the columns.
type symmetric struct{ tictactoe.Game }

func (symmetric) Mirror(f games.Feature) games.Feature { return f/3*3 + 2 - f%3 }

// mirrorImage is s as in a mirror.
func mirrorImage(s Sample, mirror func(games.Feature) games.Feature) Sample {
	image := Sample{Value: s.Value, Ply: s.Ply}
	for i := range s.Us {
		image.Us = append(image.Us, mirror(s.Us[i]))
		image.Them = append(image.Them, mirror(s.Them[i]))
	}
	return image
}

// Training with a mirror ends where the float64 twin does that sees every second
// sample in it, the others in the next epoch. Held-out samples are seen as they are.
func TestTrainInMirror(t *testing.T) {
	g := symmetric{}
	d := windowOf(t, g, Filter{HeldOut: 10}, randomGames(g, 50, 1, 60, 9))
	o := smallOptions()
	o.Mirror = true
	o.Batch, o.MinSteps, o.LR, o.LRFinal = 90, 3, 5e-3, 1e-4
	o.Init = lively(value.ShapeOf(g, o.Hidden, o.Buckets), 9)
	files, w, report := states(t, d, o)
	slow := newSlowModel(o.Init, o.Scale)
	slow.mirror = g.Mirror
	slowTrain(slow, samplesOf(t, d, trained), o)
	checkTwin(t, w, slow, o, report.Steps)
	checkHeldOut(t, d, w, o, report)
	again, _, err := Train(t.Context(), d, o, decodeOK(t, files[0]), Hooks{})
	must(t, err)
	if sum(again) != sum(w) {
		t.Error("resumed, it ends with other weights")
	}
	o.Mirror = false
	if plain, _ := train(t, d, o); sum(plain) == sum(w) {
		t.Error("the mirror changes nothing")
	}
}

// Where the game has no mirror, Mirror changes nothing.
func TestMirrorWithoutOne(t *testing.T) {
	d := tictactoeData(t)
	o := smallOptions()
	plain, _ := train(t, d, o)
	o.Mirror = true
	if w, _ := train(t, d, o); sum(w) != sum(plain) {
		t.Error("other weights")
	}
}

// In two epochs every sample is seen both ways, once each.
func TestInMirror(t *testing.T) {
	for number := range 10 {
		for epoch := range 5 {
			if inMirror(number, epoch) == inMirror(number, epoch+1) || inMirror(number, epoch) == inMirror(number+1, epoch) {
				t.Errorf("sample %d in epoch %d", number, epoch)
			}
		}
	}
}

// The bits of a training with a mirror depend on neither workers nor memory, also on
// a further input set.
func TestMirrorIsDeterministic(t *testing.T) {
	g := chess.Game{}
	s := newStore(t, g, Filter{HeldOut: 10})
	s.bucketSamples, s.spillSamples = 100, 300
	for n := range 3 {
		add(t, s, n, randomGames(g, uint64(100*n), n, 6, 90), 0)
	}
	for _, inputs := range []string{"", "mirrored"} {
		o := smallOptions()
		o.Batch, o.Epochs, o.Mirror, o.Inputs = 130, 2, true, inputs
		want := ""
		for _, workers := range []int{1, 3} {
			for _, memory := range []int64{0, 1} {
				o.Workers, o.Memory = workers, memory
				w, _ := train(t, s.Window(0, 0), o)
				if want == "" {
					want = sum(w)
				}
				if sum(w) != want {
					t.Errorf("inputs %q, %d workers, memory %d: weights %.12s, want %.12s", inputs, workers, memory, sum(w), want)
				}
			}
		}
	}
}
