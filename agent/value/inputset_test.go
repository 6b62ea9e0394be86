package value

import (
	"bytes"
	"strings"
	"testing"

	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/tictactoe"
	"apprentice/games/xiangqi"
)

// eachInputSet calls visit for the further input sets of chess and xiangqi.
func eachInputSet(visit func(games.Game, *games.InputSet)) {
	for _, g := range []games.Game{chess.Game{}, chess.Chess960{}, xiangqi.Game{}} {
		for _, in := range games.InputSetsOf(g) {
			visit(g, in)
		}
	}
}

// restless are positions in which many moves change the contexts of views.
var restless = map[string]string{
	"chess":    "r3k2r/pppq4/8/8/8/8/PPPQ4/R3K2R w KQkq - 0 1",
	"chess960": "r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1",
	"xiangqi":  "3k5/4a4/9/9/9/9/9/4B4/4A4/4K1R2 w - - 0 1",
}

// On a further input set an evaluator that follows moves, passes and takebacks says
// at any time what one says that is set up afresh, and what the definition says;
// also where deltas ask for a refresh.
func TestIncrementalOnInputSets(t *testing.T) {
	eachInputSet(func(g games.Game, in *games.InputSet) {
		start, err := g.ParseFEN(restless[g.Name()])
		if err != nil {
			t.Fatal(err)
		}
		for seed := range uint64(4) {
			rng := newRand(seed)
			n := quantize(t, trained(ShapeOf(g, 32, 8).On(in), seed))
			a, fresh := n.NewEvaluator(g), n.NewEvaluator(g)
			pos := start.Clone()
			a.Reset(pos)
			crossings := 0
			push := func(d *games.Delta) {
				marked := *d
				if view := rng.IntN(60); view < 2 && seed%2 == 0 {
					marked.Refresh[view] = true
					for i := range games.MaxDelta {
						marked.Added[view][i], marked.Removed[view][i] = 65535, 65535
					}
				}
				a.Push(&marked)
				if p := &a.plies[a.top]; p.delta.Refresh[0] || p.delta.Refresh[1] {
					crossings++
				}
			}
			walkFrom(pos, rng, 800, push, a.Pop, func(pos games.Position) {
				if rng.IntN(3) == 0 { // leave gaps
					return
				}
				got, want := a.Value(pos), n.slowValueOn(in, pos)
				fresh.Reset(pos)
				if full := fresh.Value(pos); got != want || full != want {
					t.Fatalf("%s on %s, seed %d: incremental %d, full %d, definition %d", pos.FEN(), in.Name(), seed, got, full, want)
				}
			})
			if crossings < 10 {
				t.Errorf("%s on %s: only %d moves change a context", g.Name(), in.Name(), crossings)
			}
		}
	})
}

// An evaluator on a further input set allocates nothing, whether a context changes
// or not.
func TestNoAllocationOnInputSets(t *testing.T) {
	eachInputSet(func(g games.Game, in *games.InputSet) {
		pos, err := g.ParseFEN(restless[g.Name()])
		if err != nil {
			t.Fatal(err)
		}
		a := quantize(t, trained(ShapeOf(g, 32, 8).On(in), 1)).NewEvaluator(g)
		a.Reset(pos)
		moves := pos.Moves(nil, games.AllMoves)
		var d games.Delta
		sum := 0
		if got := testing.AllocsPerRun(20, func() {
			for _, m := range moves {
				pos.Make(m, &d)
				a.Push(&d)
				sum += a.Value(pos)
				a.Pop()
				pos.Unmake()
			}
			a.Reset(pos)
		}); got != 0 {
			t.Errorf("%s on %s: %v allocations", g.Name(), in.Name(), got)
		}
	})
}

// A network file keeps the input set, in both forms, and fits the game and its
// variants. Programs and games without the set refuse it by name.
func TestInputSetInFile(t *testing.T) {
	g := chess.Game{}
	in, err := games.InputSetNamed(g, "mirrored")
	if err != nil {
		t.Fatal(err)
	}
	w := trained(ShapeOf(g, 32, 4).On(in), 3)
	meta := Meta{Game: g.Name(), InputSet: g.InputSet()}
	var file, ints bytes.Buffer
	if _, err := Write(&file, w, meta); err != nil {
		t.Fatal(err)
	}
	if _, err := WriteQuantised(&ints, quantize(t, w), meta); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(file.String(), `"input_set":"piece-square/1+mirrored"`) {
		t.Error("the file does not name the set as programs without further sets would read it")
	}
	for _, blob := range [][]byte{file.Bytes(), ints.Bytes()} {
		n, meta, err := ReadNetwork(bytes.NewReader(blob))
		if err != nil {
			t.Fatal(err)
		}
		if n.Shape().Inputs != "mirrored" || meta.InputSet != g.InputSet() || meta.Shape != n.Shape() {
			t.Errorf("shape %+v, metadata %+v", n.Shape(), meta)
		}
		for _, other := range []games.Game{g, chess.Chess960{}} {
			if err := n.Shape().Fits(other); err != nil {
				t.Errorf("%s: %v", other.Name(), err)
			}
		}
		if err := meta.Matches(g); err != nil {
			t.Error(err)
		}
	}
	for name, want := range map[string]string{
		"unheard": `chess has no input set "unheard"; it has mirrored, kings`,
		"":        "", // the numbers of features agree
		"kings":   "network sees 768 features, 32 at a time; chess has 3072, 32 at a time",
	} {
		s := w.Shape
		s.Inputs = name
		if err := s.Fits(g); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("set %q: %v, want %q", name, err, want)
		}
	}
	if err := (Shape{Features: 18, Hidden: 32, Buckets: 1, MaxActive: 9, Inputs: "mirrored"}).Fits(tictactoe.Game{}); err == nil {
		t.Error("a game without further sets takes a network of one")
	}
}
