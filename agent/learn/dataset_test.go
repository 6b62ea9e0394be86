package learn

import (
	"slices"
	"testing"

	"apprentice/games/tictactoe"

	"github.com/google/go-cmp/cmp"
)

// threeGenerations returns a data set whose generations came in disorder, and
// the games of each.
func threeGenerations(t *testing.T) (*Dataset, map[int]source) {
	t.Helper()
	g := tictactoe.Game{}
	played := map[int]source{}
	d := NewDataset(g, Filter{HeldOut: 5, Checks: true})
	for _, n := range []int{4, 2, 7} {
		played[n] = randomGames(g, uint64(1000*n), n, 40+n, 9)
		must(t, d.Add(played[n][:20], 0))
	}
	for _, s := range played {
		must(t, d.Add(s[20:], 0))
	}
	return d, played
}

func TestGenerations(t *testing.T) {
	d, played := threeGenerations(t)
	total := Count{}
	var want []Count
	for _, n := range []int{2, 4, 7} {
		c := Count{Generation: n, Games: len(played[n])}
		for i := range played[n] {
			if plies := len(played[n][i].Plies); d.filter.holdsOut(identity(&played[n][i])) {
				c.HeldOut += plies
			} else {
				c.Samples += plies
			}
		}
		total.Games += c.Games
		total.Samples += c.Samples
		total.HeldOut += c.HeldOut
		want = append(want, c)
	}
	if diff := cmp.Diff(want, d.Generations()); diff != "" {
		t.Errorf("Generations (-want +got):\n%s", diff)
	}
	if got := (Count{Games: d.Games(), Samples: d.Len(), HeldOut: d.HeldOutLen()}); got != total || total.HeldOut == 0 {
		t.Errorf("in all %+v, want %+v", got, total)
	}
}

// Samples yields generations in rising order, each in the order of its games,
// and stops when it is told to.
func TestSamples(t *testing.T) {
	d, played := threeGenerations(t)
	for _, heldOut := range []bool{false, true} {
		var want []Sample
		for _, n := range []int{2, 4, 7} {
			for i := range played[n] {
				if d.filter.holdsOut(identity(&played[n][i])) == heldOut {
					want = append(want, slowSamples(t, d.game, played[n][i:i+1])...)
				}
			}
		}
		got := slices.Collect(d.Samples(heldOut))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("held out %v (-want +got):\n%.2000s", heldOut, diff)
		}
	}
	n := 0
	for range d.Samples(false) {
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Errorf("%d samples before a break after 3", n)
	}
}

func TestDropBefore(t *testing.T) {
	d, played := threeGenerations(t)
	all := d.Generations()
	d.DropBefore(2)
	if diff := cmp.Diff(all, d.Generations()); diff != "" {
		t.Errorf("nothing is older than 2 (-want +got):\n%s", diff)
	}
	d.DropBefore(3)
	if diff := cmp.Diff(all[1:], d.Generations()); diff != "" {
		t.Errorf("after dropping 2 (-want +got):\n%s", diff)
	}
	want := Count{}
	for _, c := range all[1:] {
		want.Samples += c.Samples
	}
	if d.Len() != want.Samples || len(slices.Collect(d.Samples(false))) != want.Samples {
		t.Errorf("%d samples left, want %d", d.Len(), want.Samples)
	}
	must(t, d.Add(played[2], 0)) // what was dropped may come back
	if diff := cmp.Diff(all, d.Generations()); diff != "" {
		t.Errorf("after adding 2 again (-want +got):\n%s", diff)
	}
	d.DropBefore(8)
	if d.Games() != 0 || d.Len() != 0 || d.HeldOutLen() != 0 {
		t.Errorf("%d games, %d samples left of nothing", d.Games(), d.Len())
	}
}

// A window takes the generations it names and no others.
func TestWindow(t *testing.T) {
	d, _ := threeGenerations(t)
	for _, tt := range []struct {
		from, to int
		want     []int // indices of Generations
	}{
		{0, 0, []int{0, 1, 2}}, {2, 8, []int{0, 1, 2}}, {3, 0, []int{1, 2}}, {4, 0, []int{1, 2}},
		{0, 7, []int{0, 1}}, {4, 5, []int{1}}, {5, 7, nil}, {8, 0, nil}, {4, 4, nil},
	} {
		var want Count
		for _, i := range tt.want {
			want.Samples += d.Generations()[i].Samples
			want.HeldOut += d.Generations()[i].HeldOut
		}
		trained, aside := d.window(tt.from, tt.to)
		if trained.len() != want.Samples || aside.len() != want.HeldOut {
			t.Errorf("[%d, %d): %d and %d samples, want %+v", tt.from, tt.to, trained.len(), aside.len(), want)
		}
	}
}
