package search

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"apprentice/games"
	"apprentice/games/chess"
)

// positions are of many kinds: openings, tactics, endings, checks.
var positions = []string{
	"rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1",
	"r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1",
	"8/2p5/3p4/KP5r/1R3p1k/8/4P1P1/8 w - - 0 1",
	"r3k2r/Pppp1ppp/1b3nbN/nP6/BBP1P3/q4N2/Pp1P2PP/R2Q1RK1 w kq - 0 1",
	"rnbq1k1r/pp1Pbppp/2p5/8/2B5/8/PPP1NnPP/RNBQK2R w KQ - 1 8",
	"r4rk1/1pp1qppp/p1np1n2/2b1p1B1/2B1P1b1/P1NP1N2/1PP1QPPP/R4RK1 b - - 0 10",
	"8/8/8/4k3/8/8/4P3/4K3 w - - 0 1",
	"4k3/8/8/8/8/8/4q3/4K3 w - - 0 1",
}

func search(s *Searcher, pos games.Position, lim Limits) Result {
	return s.Search(context.Background(), pos, lim, nil)
}

func TestNodeLimitIsExact(t *testing.T) {
	s := New(newMaterial, DefaultOptions())
	for _, fen := range positions {
		pos := position(t, fen)
		for _, n := range []int64{1, 2, 3, 10, 99, 1000, 1023, 1024, 1025, 5000} {
			r := search(s, pos, Limits{Nodes: n})
			if r.Nodes > n {
				t.Errorf("%s: %d nodes with a limit of %d", fen, r.Nodes, n)
			}
			if r.Nodes < n && !isMate(r.Value) && len(pos.Moves(nil, games.AllMoves)) > 1 {
				t.Errorf("%s: only %d nodes with a limit of %d", fen, r.Nodes, n)
			}
			if !pos.Legal(r.Move) {
				t.Errorf("%s: illegal move after %d nodes", fen, n)
			}
		}
	}
}

func TestSoftNodes(t *testing.T) {
	s := New(newMaterial, DefaultOptions())
	for _, fen := range positions[:4] {
		var last []Info
		r := s.Search(context.Background(), position(t, fen), Limits{SoftNodes: 500}, func(i Info) { last = append(last, i) })
		if r.Nodes < 500 {
			t.Errorf("%s: stopped at %d nodes, before the soft limit", fen, r.Nodes)
		}
		if n := len(last); n > 1 && last[n-2].Nodes >= 500 {
			t.Errorf("%s: began an iteration after %d nodes", fen, last[n-2].Nodes)
		}
		if r.Depth != last[len(last)-1].Depth {
			t.Errorf("%s: depth %d, last report of depth %d", fen, r.Depth, last[len(last)-1].Depth)
		}
	}
}

// A settled search stops early, one in trouble goes on, by nodes as by time.
func TestScale(t *testing.T) {
	for name, c := range map[string]struct {
		p        progress
		min, max float64
	}{
		"settled":  {progress{stable: 9, share: 1, fall: -50}, 0.37, 0.38},
		"first":    {progress{stable: 1, share: 0.7}, 1.19, 1.21},
		"unclear":  {progress{share: 0.2}, 2.3, 2.4},
		"falling":  {progress{share: 0.2, fall: 40}, 3.2, 3.3},
		"in ruins": {progress{fall: 5000}, 4.36, 4.4},
	} {
		if s := c.p.scale(); s < c.min || s > c.max {
			t.Errorf("%s: %.3f, want %g to %g", name, s, c.min, c.max)
		}
		lim := Limits{SoftNodes: 1000, Adaptive: true}
		soft := newTimer(context.Background(), lim)
		for _, share := range []float64{0.99, 1.01} {
			c.p.nodes = int64(share * c.p.scale() * 1000)
			if soft.enough(c.p) != (share > 1) {
				t.Errorf("%s: enough is %t after %d nodes", name, share <= 1, c.p.nodes)
			}
		}
		if c.p.nodes, c.p.onlyMove = 1, true; !soft.enough(c.p) {
			t.Errorf("%s: goes on with one legal move", name)
		}
		soft.adaptive = false
		for _, c.p.nodes = range []int64{999, 1000} {
			if soft.enough(c.p) != (c.p.nodes == 1000) {
				t.Errorf("%s: %d nodes are not compared with 1000 themselves", name, c.p.nodes)
			}
		}
	}
}

// What one search leaves in the table spares the next one its first iterations,
// but never more of them than it may have.
func TestTableStart(t *testing.T) {
	first := func(opts Options, lim Limits) (depth int, r Result) {
		s := New(newHash, opts)
		pos := position(t, positions[1])
		search(s, pos, Limits{Depth: 6})
		r = s.Search(context.Background(), pos, lim, func(i Info) {
			if depth == 0 {
				depth = i.Depth
			}
		})
		return depth, r
	}
	opts := DefaultOptions()
	if d, r := first(opts, Limits{Nodes: 5000}); d != maxFirstDepth || r.Depth < d {
		t.Errorf("began at depth %d and ended at %d", d, r.Depth)
	}
	if d, r := first(opts, Limits{Depth: 1}); d != 1 || r.Depth != 1 {
		t.Errorf("a search to depth 1 began at depth %d and ended at %d", d, r.Depth)
	}
	opts.TableStart = false
	if d, _ := first(opts, Limits{Nodes: 5000}); d != 1 {
		t.Errorf("began at depth %d with the technique switched off", d)
	}
}

// TestRepeatsExactly plays the same games twice with one searcher and once with
// another: after Clear not a node may differ.
func TestRepeatsExactly(t *testing.T) {
	play := func(s *Searcher) (log []int64) {
		s.Clear()
		pos := chess.Game{}.Start()
		for range 12 {
			r := search(s, pos, Limits{SoftNodes: 400, Nodes: 4000})
			log = append(log, r.Nodes, int64(r.Move), int64(r.Value))
			pos.Make(r.Move, nil)
		}
		return log
	}
	a := New(newHash, DefaultOptions())
	first := play(a)
	if again := play(a); !slices.Equal(first, again) {
		t.Errorf("after Clear\n%v\nbefore\n%v", again, first)
	}
	if other := play(New(newHash, DefaultOptions())); !slices.Equal(first, other) {
		t.Errorf("a new searcher\n%v\nan old one\n%v", other, first)
	}
}

// TestLeavesPositionAlone holds for every way a search ends.
func TestLeavesPositionAlone(t *testing.T) {
	s := New(newMaterial, DefaultOptions())
	for _, fen := range positions {
		pos := position(t, fen)
		key := pos.Key()
		for _, lim := range []Limits{{Depth: 5}, {Nodes: 777}, {MoveTime: 3 * time.Millisecond}} {
			search(s, pos, lim)
			if pos.FEN() != position(t, fen).FEN() || pos.Key() != key {
				t.Fatalf("%s became %s", fen, pos.FEN())
			}
		}
	}
}

func TestPrincipalVariationIsLegal(t *testing.T) {
	opts := DefaultOptions()
	opts.MultiPV = 3
	s := New(newMaterial, opts)
	for _, fen := range positions {
		pos := position(t, fen)
		check := func(pv []games.Move) {
			p := pos.Clone()
			for i, m := range pv {
				if !p.Legal(m) {
					t.Fatalf("%s: move %d of the variation is illegal", fen, i+1)
				}
				p.Make(m, nil)
				if o := p.Ended(i + 1); o.Over() && i+1 < len(pv) {
					t.Fatalf("%s: the variation goes on after the game ended by %v", fen, o.Reason)
				}
			}
		}
		var firsts []games.Move
		r := s.Search(context.Background(), pos, Limits{Depth: 7}, func(i Info) {
			check(i.PV)
			if i.MultiPV == 1 {
				firsts = firsts[:0]
			}
			if slices.Contains(firsts, i.PV[0]) {
				t.Errorf("%s: two lines begin with the same move", fen)
			}
			firsts = append(firsts, i.PV[0])
		})
		check(r.PV)
		if len(r.PV) == 0 || r.PV[0] != r.Move {
			t.Errorf("%s: variation %v does not begin with %v", fen, r.PV, r.Move)
		}
		if want := min(3, len(pos.Moves(nil, games.AllMoves))); len(firsts) != want {
			t.Errorf("%s: %d lines, want %d", fen, len(firsts), want)
		}
	}
}

func TestReportsEveryDepthOnce(t *testing.T) {
	var depths []int
	s := New(newMaterial, DefaultOptions())
	s.Search(context.Background(), position(t, positions[1]), Limits{Depth: 7}, func(i Info) {
		depths = append(depths, i.Depth)
		if i.Bound != Exact || i.Nodes <= 0 || i.SelDepth < 1 {
			t.Errorf("report %+v", i)
		}
	})
	if !slices.Equal(depths, []int{1, 2, 3, 4, 5, 6, 7}) {
		t.Errorf("depths reported: %v", depths)
	}
}

func TestSearchMoves(t *testing.T) {
	s := New(newMaterial, DefaultOptions())
	pos := position(t, positions[1])
	for _, m := range pos.Moves(nil, games.AllMoves)[:5] {
		if r := search(s, pos, Limits{Depth: 4, Moves: []games.Move{m}}); r.Move != m {
			t.Errorf("restricted to %s, found %s", pos.FormatMove(m), pos.FormatMove(r.Move))
		}
	}
	if r := search(s, pos, Limits{Depth: 2, Moves: []games.Move{65535}}); !pos.Legal(r.Move) {
		t.Error("no legal move where the restriction holds none")
	}
}

func TestFinishedPosition(t *testing.T) {
	s := New(newMaterial, DefaultOptions())
	tests := []struct {
		fen   string
		value int
	}{
		{"R5k1/5ppp/8/8/8/8/8/6K1 b - - 0 1", -MateValue},
		{"k7/2Q5/1K6/8/8/8/8/8 b - - 0 1", 0},
	}
	for _, tt := range tests {
		var infos []Info
		r := s.Search(context.Background(), position(t, tt.fen), Limits{Depth: 3}, func(i Info) { infos = append(infos, i) })
		if r.Move != games.NoMove || r.Value != tt.value {
			t.Errorf("%s: %+v", tt.fen, r)
		}
		if len(infos) != 1 || infos[0].Value != tt.value || len(infos[0].PV) != 0 {
			t.Errorf("%s: reports %+v", tt.fen, infos)
		}
	}
}

// TestPlaysOn checks that a game which a rule has ended goes on if someone
// wants it to: not every referee knows every rule.
func TestPlaysOn(t *testing.T) {
	repeated := chess.Game{}.Start()
	for range 2 {
		for _, text := range []string{"g1f3", "g8f6", "f3g1", "f6g8"} {
			m, err := repeated.ParseMove(text)
			if err != nil {
				t.Fatal(err)
			}
			repeated.Make(m, nil)
		}
	}
	for _, pos := range []games.Position{
		repeated,
		position(t, "k7/8/1K6/8/8/8/8/8 w - - 0 1"),
		position(t, "4k3/8/8/8/8/8/4P3/4K3 w - - 100 120"),
	} {
		if !pos.Outcome().Over() {
			t.Fatalf("%s goes on by the rules", pos.FEN())
		}
		for _, lim := range []Limits{{Depth: 3}, {Nodes: 1}} {
			if r := search(New(newMaterial, DefaultOptions()), pos, lim); !pos.Legal(r.Move) {
				t.Errorf("%s: %+v", pos.FEN(), r)
			}
		}
	}
}

// TestReportsTheMove stops searches anywhere: the last line that was reported
// begins with the move that is returned, and there is at least one.
func TestReportsTheMove(t *testing.T) {
	for _, lines := range []int{1, 3} {
		opts := DefaultOptions()
		opts.MultiPV = lines
		s := New(newMaterial, opts)
		for _, fen := range positions {
			pos := position(t, fen)
			for n := int64(1); n < 20000; n += 1 + n/3 {
				var last *Info
				r := s.Search(context.Background(), pos, Limits{Nodes: n}, func(i Info) {
					if i.MultiPV == 1 {
						last = &i
					}
				})
				if last == nil || last.PV[0] != r.Move || last.Depth < 1 {
					t.Errorf("%s: %d nodes, %d lines: move %s, last report %+v", fen, n, lines, pos.FormatMove(r.Move), last)
				}
			}
		}
	}
}

// TestSeesRepetition has a side that is lost but for a perpetual check.
func TestSeesRepetition(t *testing.T) {
	for _, fen := range []string{
		"4Q3/6pk/8/8/8/8/rr6/6K1 w - - 0 1",
		"6k1/RR6/8/8/8/8/6PK/4q3 b - - 0 1",
	} {
		pos := position(t, fen)
		if r := search(New(newMaterial, DefaultOptions()), pos, Limits{Depth: 9}); r.Value != 0 {
			t.Errorf("%s: value %d, want a draw by repetition", fen, r.Value)
		}
	}
}

func TestCancel(t *testing.T) {
	s := New(newMaterial, DefaultOptions())
	pos := position(t, positions[1])

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if r := s.Search(ctx, pos, Limits{}, nil); !pos.Legal(r.Move) || r.Nodes > pollEvery {
		t.Errorf("cancelled before it began: %+v", r)
	}

	for _, lim := range []Limits{{}, {Infinite: true, Depth: 2}, {Ponder: true, MoveTime: 1}} {
		ctx, cancel := context.WithCancel(context.Background())
		found := make(chan Result)
		go func() { found <- s.Search(ctx, pos, lim, nil) }()
		select {
		case r := <-found:
			t.Errorf("%+v: returned %+v before it was cancelled", lim, r)
		case <-time.After(30 * time.Millisecond):
			cancel()
			if r := <-found; !pos.Legal(r.Move) {
				t.Errorf("%+v: illegal move", lim)
			}
		}
		cancel()
	}
}

func TestPonderHit(t *testing.T) {
	hit := make(chan struct{})
	close(hit)
	pos := position(t, positions[1])
	r := search(New(newMaterial, DefaultOptions()), pos, Limits{Ponder: true, PonderHit: hit, Nodes: 3000})
	if !pos.Legal(r.Move) || r.Nodes > 3000 {
		t.Errorf("%+v", r)
	}
}

func TestBudget(t *testing.T) {
	const overhead = 10 * time.Millisecond
	for _, left := range []time.Duration{0, time.Millisecond, 20 * time.Millisecond, time.Second, time.Hour} {
		for _, inc := range []time.Duration{0, 100 * time.Millisecond, 10 * time.Second} {
			for _, moves := range []int{0, 1, 2, 40} {
				soft, hard := budget(Clock{left, inc, moves}, overhead)
				if soft <= 0 || soft > hard {
					t.Errorf("%v+%v, %d moves: soft %v, hard %v", left, inc, moves, soft, hard)
				}
				if hard > max(left-overhead, leastTime) {
					t.Errorf("%v+%v, %d moves: hard limit %v is more than there is", left, inc, moves, hard)
				}
			}
		}
	}
}

// Increments that are hardly more than what is lost between moves are saved, so
// that a long game never comes down to the last moments of the clock.
func TestBudgetReserve(t *testing.T) {
	const inc, overhead, lost = 10 * time.Millisecond, 10 * time.Millisecond, 2 * time.Millisecond
	left := time.Second
	for move := range 500 {
		soft, _ := budget(Clock{Time: left, Inc: inc}, overhead)
		if left += inc - soft - lost; left < 150*time.Millisecond {
			t.Fatalf("%v are left after %d moves", left, move+1)
		}
	}
}

func TestOneThreadAllocatesNothing(t *testing.T) {
	s := New(newMaterial, DefaultOptions())
	for _, fen := range positions[:5] {
		pos := position(t, fen)
		lim := Limits{Nodes: 3000}
		search(s, pos, lim)
		// The principal variation of the result is the caller's; the other one
		// is what belongs to one search.
		if n := testing.AllocsPerRun(5, func() { search(s, pos, lim) }); n > 2 {
			t.Errorf("%s: %v allocations a search", fen, n)
		}
	}
}

func TestThreads(t *testing.T) {
	opts := DefaultOptions()
	opts.Threads, opts.HashKB = 3, 64
	s := New(newMaterial, opts)
	for _, fen := range positions {
		pos := position(t, fen)
		for _, lim := range []Limits{{Depth: 6}, {Nodes: 5000}, {MoveTime: 5 * time.Millisecond}} {
			if r := search(s, pos, lim); !pos.Legal(r.Move) {
				t.Errorf("%s, %+v: illegal move", fen, lim)
			}
		}
	}
	if r := search(s, position(t, mates[0].fen), Limits{Depth: 5}); r.Value != MateValue-1 {
		t.Errorf("mate in one: value %d", r.Value)
	}
}

// No thread counts the nodes of an earlier search: they would end this one.
func TestThreadsStartAnew(t *testing.T) {
	opts := DefaultOptions()
	opts.Threads, opts.HashKB = 3, 64
	s := New(newMaterial, opts)
	search(s, position(t, positions[1]), Limits{Depth: 6})
	for _, w := range s.workers[1:] {
		w.published.Store(5000)
	}
	// The first thread does not look again before it has searched 1000 nodes.
	if r := search(s, position(t, positions[2]), Limits{Nodes: 1000}); r.Nodes < 1000 || r.Depth < 1 {
		t.Errorf("the search ended after %d nodes at depth %d", r.Nodes, r.Depth)
	}
}

// TestSlotsTooFew searches a game with more slots than were asked for.
func TestSlotsTooFew(t *testing.T) {
	opts := DefaultOptions()
	opts.Slots = 100
	pos := position(t, positions[1])
	if r := search(New(newMaterial, opts), pos, Limits{Depth: 5}); !pos.Legal(r.Move) {
		t.Error("illegal move")
	}
}

// TestRandomGames searches many positions with a tiny table and short limits.
func TestRandomGames(t *testing.T) {
	opts := DefaultOptions()
	opts.HashKB = 16
	s := New(newHash, opts)
	const seed = 3
	rng := rand.New(rand.NewPCG(seed, 0))
	for range 200 {
		pos := randomPosition(chess.Game{}, rng, rng.IntN(200))
		over := pos.Outcome().Over()
		r := search(s, pos, Limits{Nodes: 1 + rng.Int64N(500)})
		if over != (r.Move == games.NoMove) || !over && !pos.Legal(r.Move) {
			t.Errorf("seed %d, %s: move %d", seed, pos.FEN(), r.Move)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	s := New(newMaterial, DefaultOptions())
	var nodes int64
	for b.Loop() {
		s.Clear()
		for _, fen := range positions {
			nodes += search(s, position(b, fen), Limits{Nodes: 20000}).Nodes
		}
	}
	b.ReportMetric(float64(nodes)/b.Elapsed().Seconds(), "nodes/s")
}

// BenchmarkShortSearch is self-play: what a search of 150 nodes costs.
func BenchmarkShortSearch(b *testing.B) {
	opts := DefaultOptions()
	opts.HashKB, opts.Slots = 512, chess.Game{}.NumSlots()
	s := New(newMaterial, opts)
	pos := position(b, positions[5])
	var nodes int64
	for b.Loop() {
		nodes += search(s, pos, Limits{Nodes: 150}).Nodes
	}
	b.ReportMetric(float64(nodes)/b.Elapsed().Seconds(), "nodes/s")
}

func BenchmarkClear(b *testing.B) {
	opts := DefaultOptions()
	opts.HashKB, opts.Slots = 1024, chess.Game{}.NumSlots()
	s := New(newMaterial, opts)
	for b.Loop() {
		s.dirty = true
		s.Clear()
	}
}
