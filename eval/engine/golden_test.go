package engine

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"apprentice/agent/search"
	"apprentice/eval"
	"apprentice/games"
	"apprentice/games/tictactoe"
)

// situation returns where moves lead from a FEN, "" for the start position.
func situation(t *testing.T, fen, moves string, clocks *[2]search.Clock) eval.Situation {
	t.Helper()
	pos := tictactoe.Game{}.Start()
	if fen != "" {
		var err error
		if pos, err = (tictactoe.Game{}).ParseFEN(fen); err != nil {
			t.Fatal(err)
		}
	}
	s := eval.Situation{Start: fen, Pos: pos, Clocks: clocks}
	for _, text := range strings.Fields(moves) {
		m, err := pos.ParseMove(text)
		if err != nil {
			t.Fatal(err)
		}
		pos.Make(m, nil)
		s.Moves = append(s.Moves, m)
	}
	return s
}

// heard returns what the fake engines of dir were told.
func heard(t *testing.T, dir string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "heard"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func clocksOf(first, second, inc time.Duration) *[2]search.Clock {
	return &[2]search.Clock{{Time: first, Inc: inc}, {Time: second, Inc: inc}}
}

const secondToMove = "3/1X1/3 o"

// Everything that an engine is told, from the first word to the last: two
// games, the second from a position, with limits of every kind.
func TestConversation(t *testing.T) {
	clocked := search.Limits{Clock: &search.Clock{Time: 59500 * time.Millisecond, Inc: 80 * time.Millisecond}}
	moves := []struct {
		newGame    bool
		fen, moves string
		clocks     *[2]search.Clock
		limits     search.Limits
	}{
		{true, "", "", clocksOf(59500*time.Millisecond, 60*time.Second, 80*time.Millisecond), clocked},
		{false, "", "a1 b2", clocksOf(58*time.Second, 57*time.Second, 80*time.Millisecond), clocked},
		{true, secondToMove, "", nil, search.Limits{MoveTime: 1500 * time.Millisecond}},
		{false, secondToMove, "a1 c3", nil, search.Limits{MoveTime: 1500 * time.Millisecond}},
		{true, "", "c3", nil, search.Limits{Depth: 7, Nodes: 500}},
	}
	for _, test := range []struct {
		protocol Protocol
		options  []Option
		want     string
	}{
		{UCI, []Option{{Name: "skill level", Value: "3"}, {Name: "Ponder", Value: "False"}, {Name: "Clear Hash", Button: true},
			{Name: "Book File", Value: `C:\My Books\a=b&c.bin`}}, `
uci
setoption name UCI_Variant value three in a row
setoption name Skill Level value 3
setoption name Ponder value false
setoption name Clear Hash
setoption name Book File value C:\My Books\a=b&c.bin
isready
ucinewgame
isready
position startpos
isready
go wtime 59500 btime 60000 winc 80 binc 80
position startpos moves a1 b2
isready
go wtime 58000 btime 57000 winc 80 binc 80
ucinewgame
isready
position fen 3/1X1/3 o
isready
go movetime 1500
position fen 3/1X1/3 o moves a1 c3
isready
go movetime 1500
ucinewgame
isready
position startpos moves c3
isready
go depth 7 nodes 500
quit
`},
		{UCCI, []Option{{Name: "Style", Value: "RISKY"}}, `
ucci
setoption usemillisec true
setoption style risky
isready
setoption newgame
isready
position fen 3/3/3 x
isready
go time 59500 increment 80 opptime 60000 oppincrement 80
position fen 3/3/3 x moves a1 b2
isready
go time 58000 increment 80 opptime 57000 oppincrement 80
setoption newgame
isready
position fen 3/1X1/3 o
isready
go time 1500 movestogo 1
position fen 3/1X1/3 o moves a1 c3
isready
go time 1500 movestogo 1
setoption newgame
isready
position fen 3/3/3 x moves c3
isready
go depth 7 nodes 500
quit
`},
		{XBoard, []Option{{Name: "Skill Level", Value: "3"}, {Name: "Ponder", Value: "true"}, {Name: "memory", Value: "64"}}, `
xboard
protover 2
accepted myname
accepted ping
accepted setboard
accepted usermove
accepted colors
accepted sigint
rejected wings
accepted variants
accepted memory
accepted option
accepted reuse
accepted done
option Skill Level=3
option Ponder=1
memory 64
ping 1
new
variant three
force
post
easy
ping 2
force
level 0 1:00 0.08
ping 3
time 5950
otim 6000
go
force
usermove b2
ping 4
time 5800
otim 5700
go
new
variant three
force
post
easy
ping 5
setboard 3/1X1/3 o
force
level 1 0:02 0
ping 6
time 150
otim 150
go
force
usermove c3
ping 7
time 150
otim 150
go
new
variant three
force
post
easy
ping 8
force
usermove c3
level 0 120 0
sd 7
ping 9
time 720000
otim 720000
go
quit
`},
	} {
		t.Run(test.protocol.String(), func(t *testing.T) {
			spec, dir := fakeSpec(t, test.protocol, "none")
			spec.Options = test.options
			var id Identity
			spec.Dialects = func(told Identity) (Dialect, error) {
				id = told
				return Dialect{Variant: told.Variants[max(len(told.Variants)-1, 0):][0]}, nil
			}
			if test.protocol == UCCI {
				spec.Dialects = nil
			}
			e, err := Start(t.Context(), spec)
			if err != nil {
				t.Fatal(err)
			}
			defer e.Close()
			for _, m := range moves {
				if m.newGame {
					if err := e.NewGame(t.Context(), 1); err != nil {
						t.Fatal(err)
					}
				}
				if test.protocol == XBoard {
					m.limits.Nodes = 0
				}
				c, err := e.Move(t.Context(), situation(t, m.fen, m.moves, m.clocks), m.limits)
				if err != nil {
					t.Fatal(err)
				}
				want := eval.Choice{Move: c.Move, Value: 17, HasValue: true, Depth: 3, Nodes: 42, Time: c.Time}
				if test.protocol == XBoard {
					want.Value, want.Depth, want.Nodes = -25, 4, 77
				}
				if c != want || c.Move == games.NoMove || c.Time <= 0 {
					t.Errorf("choice is %+v, want %+v", c, want)
				}
			}
			if err := e.Close(); err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(strings.TrimPrefix(test.want, "\n"), heard(t, dir)); diff != "" {
				t.Errorf("the engine heard (-want +got):\n%s", diff)
			}
			if test.protocol != UCCI && (id.Name != "Fake 1.0" || id.Protocol != test.protocol) {
				t.Errorf("the dialect was chosen for %+v", id)
			}
		})
	}
}

// A board that does not follow from the last one is set up from the start.
func TestXBoardTakesBack(t *testing.T) {
	spec, dir := fakeSpec(t, XBoard, "none")
	e, err := Start(t.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for _, moves := range []string{"a1 b2", "a1 c3", "a1 c3"} {
		if _, err := e.Move(t.Context(), situation(t, "", moves, nil), search.Limits{Depth: 1}); err != nil {
			t.Fatal(err)
		}
	}
	e.Close()
	const want = "new\nforce\npost\neasy\nforce\nusermove a1\nusermove c3\n"
	if got := strings.Count(heard(t, dir), want); got != 2 {
		t.Errorf("the engine was set up anew %d times, want 2, in:\n%s", got, heard(t, dir))
	}
}

// A dialect stands between game and engine in both directions.
func TestDialect(t *testing.T) {
	spec, dir := fakeSpec(t, UCCI, "none")
	spec.Dialect = "mirrored"
	mirror := strings.NewReplacer("a", "c", "c", "a")
	spec.Dialects = func(id Identity) (Dialect, error) {
		if id.Dialect != "mirrored" {
			t.Errorf("asked for dialect %q", id.Dialect)
		}
		return Dialect{
			FEN:        func(pos games.Position) string { return strings.Replace(pos.FEN(), "X2/", "2X/", 1) },
			FormatMove: func(pos games.Position, m games.Move) string { return mirror.Replace(pos.FormatMove(m)) },
			ParseMove: func(pos games.Position, text string) (games.Move, error) {
				return pos.ParseMove(mirror.Replace(text))
			},
		}, nil
	}
	e, err := Start(t.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	s := situation(t, "X2/3/3 o", "a2 b1", nil)
	c, err := e.Move(t.Context(), s, search.Limits{Nodes: 5})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Pos.FormatMove(c.Move); got != "c1" {
		t.Errorf("the engine's a1 became %s, want c1", got)
	}
	if want := "position fen 2X/3/3 o moves c2 b1\n"; !strings.Contains(heard(t, dir), want) {
		t.Errorf("the engine did not hear %q but\n%s", want, heard(t, dir))
	}
}

func TestStartRefuses(t *testing.T) {
	for _, test := range []struct {
		protocol Protocol
		change   func(*Spec)
		want     string
	}{
		{UCI, func(s *Spec) { s.Options = []Option{{Name: "UCI_Elo", Value: "1500"}} }, `it has no option "UCI_Elo"`},
		{UCI, func(s *Spec) { s.Options = []Option{{Name: "Skill Level", Value: "21"}} }, `option Skill Level is "21"; want 0 to 20`},
		{UCI, func(s *Spec) { s.Options = []Option{{Name: "Ponder", Value: "maybe"}} }, `option Ponder is "maybe"; want true or false`},
		{UCI, func(s *Spec) { s.Options = []Option{{Name: "Ponder", Button: true}} }, "option Ponder needs a value"},
		{UCI, func(s *Spec) { s.Options = []Option{{Name: "Clear Hash", Value: "1"}} }, `option Clear Hash is "1"; want no value: it is a button`},
		{UCI, func(s *Spec) { s.Variant = "four" }, `option UCI_Variant is "four"; want one of other, three in a row`},
		{UCI, func(s *Spec) { s.Dialect = "broad" }, `there is no dialect "broad"`},
		{UCCI, func(s *Spec) { s.Variant = "four" }, `it has no option "UCI_Variant"`},
		{UCCI, func(s *Spec) { s.Options = []Option{{Name: "style", Value: "wild"}} }, `option style is "wild"; want one of solid, normal, risky`},
		{XBoard, func(s *Spec) { s.Variant = "four" }, `it plays no variant "four"; it has normal, three`},
		{XBoard, func(s *Spec) { s.Options = []Option{{Name: "cores", Value: "2"}} }, `it has no option "cores"`},
		{XBoard, func(s *Spec) { s.Options = []Option{{Name: "memory", Value: "much"}} }, `option memory is "much"; want a whole number`},
	} {
		spec, dir := fakeSpec(t, test.protocol, "none")
		test.change(&spec)
		e, err := Start(t.Context(), spec)
		if err == nil {
			e.Close()
		}
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v: error is %v, want %q", test.protocol, err, test.want)
		}
		checkGone(t, started(t, dir))
	}
}

// Limits that an engine cannot keep keep the match from beginning.
func TestMatchRefusesLimits(t *testing.T) {
	for _, test := range []struct {
		protocol Protocol
		limits   search.Limits
		want     string
	}{
		{UCI, search.Limits{}, "an engine needs a limit of its moves: nodes, depth or time"},
		{XBoard, search.Limits{Depth: 3, Nodes: 10}, "the xboard protocol cannot limit nodes; give the engine depth=N or movetime=T"},
		{XBoard, search.Limits{MoveTime: time.Second, SoftNodes: 10}, "the xboard protocol cannot limit nodes; give the engine depth=N or movetime=T"},
		{XBoard, search.Limits{Nodes: 10}, "the xboard protocol cannot limit nodes; give the engine depth=N or movetime=T"},
	} {
		spec, dir := fakeSpec(t, test.protocol, "none")
		m := eval.Match{Game: tictactoe.Game{}, A: random(t), B: Entrant(spec), Options: eval.Options{Pairs: 1, Limits: test.limits}}
		if _, err := m.Play(t.Context()); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v: error is %v, want %q", test.protocol, err, test.want)
		}
		if n := len(started(t, dir)); n != 0 {
			t.Errorf("%v: %d processes were started", test.protocol, n)
		}
		m.Clock, m.Limits = &eval.TimeControl{Base: time.Minute}, search.Limits{}
		if _, err := m.Play(t.Context()); err != nil {
			t.Errorf("%v with a clock: %v", test.protocol, err)
		}
	}
}

// Depth that an engine does not know is an error of the move, not a search
// without end.
func TestXBoardWithoutDepth(t *testing.T) {
	spec, _ := fakeSpec(t, XBoard, "no depth")
	e, err := Start(t.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	_, err = e.Move(t.Context(), situation(t, "", "", nil), search.Limits{Depth: 3})
	if err == nil || err.Error() != `it does not take "sd 3"` {
		t.Errorf("error is %v", err)
	}
}

func TestMoveEndsWithContext(t *testing.T) {
	spec, dir := fakeSpec(t, UCI, "mute")
	p, err := start(spec.Path, spec.Args)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	begun := time.Now()
	if err := p.until(ctx, time.Hour, func(string) bool { return false }); err != context.DeadlineExceeded {
		t.Errorf("error is %v", err)
	}
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
	for range maxOrders + 100 { // an engine that reads nothing must not block who writes
		if err = p.send("%s", strings.Repeat("x", 1000)); err != nil {
			break
		}
	}
	if err == nil || !strings.Contains(err.Error(), "it reads none of its input") {
		t.Errorf("error is %v after so many orders", err)
	}
	p.close(10 * time.Millisecond)
	p.close(10 * time.Millisecond)
	checkGone(t, started(t, dir))
}
