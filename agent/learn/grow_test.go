package learn

import (
	"math"
	"testing"

	"apprentice/agent/value"
	"apprentice/games/chess"
)

// A network with more neurons values positions as the one that it grew from, of
// both sides and every bucket, and learning uses its new neurons.
func TestGrow(t *testing.T) {
	d := chessData(t)
	o := smallOptions()
	w := lively(value.ShapeOf(chess.Game{}, o.Hidden, o.Buckets), 3)
	before := sum(w)
	for _, hidden := range []int{o.Hidden + 32, o.Hidden * 3} {
		g := grow(w, hidden, 7)
		if err := g.Check(); err != nil || g.Hidden != hidden {
			t.Fatalf("%d neurons, want %d: %v", g.Hidden, hidden, err)
		}
		if sum(grow(w, hidden, 7)) != sum(g) || sum(grow(w, hidden, 8)) == sum(g) {
			t.Error("the new neurons do not follow from the seed")
		}
		for _, x := range samplesOf(t, d, heldOut) {
			if old, grown := w.ForwardFeatures(x.Us, x.Them), g.ForwardFeatures(x.Us, x.Them); math.Abs(old-grown) > 5e-3 {
				t.Fatalf("%d neurons value a position %.4f, the %d before %.4f", hidden, grown, w.Hidden, old)
			}
		}
		o.Init, o.Hidden = w, hidden
		learnt, report := train(t, d, o)
		if learnt.Hidden != hidden || report.Epochs[len(report.Epochs)-1].Trained >= report.Epochs[0].Trained {
			t.Errorf("%d neurons, want %d, learn %+v", learnt.Hidden, hidden, report.Epochs)
		}
		moved := 0
		for b := range 2 * g.Buckets {
			for i := w.Hidden; i+1 < hidden; i += 2 {
				row := learnt.OutW[b*hidden:][:hidden]
				if math.Abs(float64(row[i]+row[i+1])) > 1e-4 {
					moved++
				}
			}
		}
		if moved < (hidden-w.Hidden)/4 {
			t.Errorf("of %d new neurons, %d pairs have learnt", hidden-w.Hidden, moved)
		}
	}
	if sum(w) != before {
		t.Error("growing changed the network that it began with")
	}
	if grow(w, w.Hidden, 7) != w || grow(w, 8, 7) != w {
		t.Error("a network that is wide enough does not stay")
	}
}
