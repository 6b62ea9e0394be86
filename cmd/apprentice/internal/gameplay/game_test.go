package gameplay_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/gameplay"
	"apprentice/games"
	"apprentice/games/record"
)

// begun is when the games of these tests begin.
var begun = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// rules returns the rules of a game.
func rules(t *testing.T, name string) games.Game {
	t.Helper()
	g, err := catalog.Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// begin begins a game.
func begin(t *testing.T, name, fen string, c gameplay.Control) *gameplay.Game {
	t.Helper()
	g, err := gameplay.New(rules(t, name), fen, [2]string{"you", "it"}, c, begun)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// play makes moves, one a second.
func play(t *testing.T, g *gameplay.Game, moves string) {
	t.Helper()
	for i, text := range strings.Fields(moves) {
		m, err := g.Position().ParseMove(text)
		if err != nil {
			t.Fatal(err)
		}
		if err := g.Play(m, nil, begun.Add(time.Duration(i+1)*time.Second)); err != nil {
			t.Fatal(err)
		}
	}
}

// moves returns the moves so far.
func moves(g *gameplay.Game) string {
	pos := g.At(0)
	var names []string
	for _, p := range g.Plies() {
		names = append(names, pos.Describe(p.Move))
		pos.Make(p.Move, nil)
	}
	return strings.Join(names, " ")
}

func TestUndoAndRedo(t *testing.T) {
	g := begin(t, "chess", "", gameplay.Control{})
	start := g.Position().FEN()
	play(t, g, "e4 e5 Nf3 Nc6")
	four := g.Position().FEN()
	if err := g.Undo(4, begun); err != nil || g.Position().FEN() != start || g.Undone() != 4 {
		t.Fatalf("undo: %v, %s, %d undone", err, g.Position().FEN(), g.Undone())
	}
	if err := g.Undo(1, begun); !errors.Is(err, gameplay.ErrNothing) {
		t.Errorf("undo of nothing: %v", err)
	}
	if err := g.Redo(4, begun); err != nil || g.Position().FEN() != four {
		t.Fatalf("redo: %v, %s", err, g.Position().FEN())
	}
	if err := g.Redo(1, begun); !errors.Is(err, gameplay.ErrNothing) {
		t.Errorf("redo of nothing: %v", err)
	}

	// The same move again keeps what followed; another one cuts it off.
	if err := g.Undo(3, begun); err != nil {
		t.Fatal(err)
	}
	play(t, g, "e5")
	if g.Undone() != 2 {
		t.Errorf("after the same move %d can be played again, want 2", g.Undone())
	}
	if line, at := g.Line(); len(line) != 4 || at != 2 {
		t.Errorf("the line has %d plies, %d of them played", len(line), at)
	}
	play(t, g, "d4")
	if g.Undone() != 0 || moves(g) != "e4 e5 d4" {
		t.Errorf("after another move: %s, %d undone", moves(g), g.Undone())
	}
}

func TestGameEndsByRule(t *testing.T) {
	g := begin(t, "chess", "", gameplay.Control{})
	play(t, g, "f3 e5 g4 Qh4#")
	want := games.Outcome{Result: games.Loss, Reason: games.Checkmate}
	if g.Outcome() != want {
		t.Errorf("outcome %v, want %v", g.Outcome(), want)
	}
	if err := g.Play(1, nil, begun); !errors.Is(err, gameplay.ErrOver) {
		t.Errorf("a move after the end: %v", err)
	}
	if err := g.Undo(1, begun); err != nil || g.Over() {
		t.Errorf("taken back: %v, over %v", err, g.Over())
	}
}

func TestGameEndsOutsideTheRules(t *testing.T) {
	for name, test := range map[string]struct {
		end  func(*gameplay.Game) error
		want games.Outcome
	}{
		"first resigns":      {func(g *gameplay.Game) error { return g.Resign(games.First, begun) }, games.Outcome{Result: games.Loss, Reason: games.Resigned}},
		"second resigns":     {func(g *gameplay.Game) error { return g.Resign(games.Second, begun) }, games.Outcome{Result: games.Win, Reason: games.Resigned}},
		"agreed":             {func(g *gameplay.Game) error { return g.Agree(begun) }, games.Outcome{Result: games.Draw}},
		"time of the second": {func(g *gameplay.Game) error { return g.Forfeit(games.Second, begun) }, games.Outcome{Result: games.Win, Reason: games.TimeForfeit}},
	} {
		g := begin(t, "chess", "", gameplay.Control{})
		play(t, g, "e4")
		if err := test.end(g); err != nil || g.Outcome() != test.want {
			t.Errorf("%s: %v, error %v; want %v", name, g.Outcome(), err, test.want)
		}
		if err := test.end(g); !errors.Is(err, gameplay.ErrOver) {
			t.Errorf("%s twice: %v", name, err)
		}
	}
}

func TestClocks(t *testing.T) {
	c, err := gameplay.ParseControl("1+2")
	if err != nil {
		t.Fatal(err)
	}
	g := begin(t, "chess", "", c)
	g.Run(begun)
	at := func(seconds int) time.Time { return begun.Add(time.Duration(seconds) * time.Second) }
	if left := g.Left(games.First, at(5)); left != 55*time.Second {
		t.Errorf("after 5 s %v are left", left)
	}
	m, _ := g.Position().ParseMove("e4")
	if err := g.Play(m, nil, at(10)); err != nil {
		t.Fatal(err)
	}
	if first, second := g.Left(games.First, at(20)), g.Left(games.Second, at(20)); first != 52*time.Second || second != 50*time.Second {
		t.Errorf("%v and %v are left, want 52 s and 50 s", first, second)
	}
	if g.Flagged(at(69)) || !g.Flagged(at(70)) {
		t.Error("the time is not over after a minute")
	}
	if err := g.Undo(1, at(30)); err != nil || g.Left(games.First, at(30)) != time.Minute {
		t.Errorf("taken back, %v are left: %v", g.Left(games.First, at(30)), err)
	}
	for _, wrong := range []string{"x", "-1", "1+", "1+x", "0", "1e9", "NaN", "+5", "10+5+5"} {
		if c, err := gameplay.ParseControl(wrong); err == nil {
			t.Errorf("%q is %v", wrong, c)
		}
	}
	for _, short := range []string{"0.0001", "0.01+0.5"} {
		if c, err := gameplay.ParseControl(short); err == nil || !strings.Contains(err.Error(), "at least a second") {
			t.Errorf("%q is %v, %v; want an error with the least time", short, c, err)
		}
	}
	for _, right := range []string{"", "10+5", "3", "0.5+1", "90+30", "0.02"} {
		if c, err := gameplay.ParseControl(right); err != nil || c.String() != right {
			t.Errorf("%q is %q: %v", right, c, err)
		}
	}
}

func TestCaptured(t *testing.T) {
	for _, test := range []struct{ game, fen, moves, first, second string }{
		{"chess", "", "e4 d5 exd5 Qxd5", "p", "P"},
		{"chess", "4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 1", "exd6", "p", ""},
		{"chess", "1r2k3/P7/8/8/8/8/8/4K3 w - - 0 1", "axb8=Q+", "r", ""},
		{"xiangqi", "", "h2e2 h9g7 e2e6", "p", ""},
		{"tictactoe", "", "b2 a1", "", ""},
	} {
		g := begin(t, test.game, test.fen, gameplay.Control{})
		play(t, g, test.moves)
		taken := g.Captured(len(g.Plies()))
		if string(taken[0]) != test.first || string(taken[1]) != test.second {
			t.Errorf("%s, %s: %q and %q, want %q and %q", test.game, test.moves, string(taken[0]), string(taken[1]), test.first, test.second)
		}
	}
}

func TestContinue(t *testing.T) {
	g := begin(t, "chess", "", gameplay.Control{})
	play(t, g, "e4 e5 Nf3 Nc6")
	r := g.Record()
	for plies, want := range map[int]string{-1: "e4 e5 Nf3 Nc6", 0: "", 2: "e4 e5", 99: "e4 e5 Nf3 Nc6"} {
		c, err := gameplay.Continue(rules(t, "chess"), &r, plies, g.Names(), gameplay.Control{}, begun)
		if err != nil || moves(c) != want {
			t.Errorf("after %d plies: %q, error %v; want %q", plies, moves(c), err, want)
		}
	}
	r.Plies[1].Move = 65535
	if _, err := gameplay.Continue(rules(t, "chess"), &r, -1, g.Names(), gameplay.Control{}, begun); !errors.Is(err, record.ErrIllegalMove) {
		t.Errorf("an illegal move: %v", err)
	}
}

func TestJournalRestoresEveryState(t *testing.T) {
	folder := t.TempDir()
	j, err := gameplay.CreateJournal(folder, "chess", begun)
	if err != nil {
		t.Fatal(err)
	}
	c, _ := gameplay.ParseControl("5+1")
	g := begin(t, "chess", "", c)
	g.Keep([2]string{"", "career:11"}, j.Append)
	path := paths(t, folder)[0]
	check := func(what string) {
		t.Helper()
		u, err := gameplay.ReadJournal(path, catalog.Lookup)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if moves(u.Game) != moves(g) || u.Game.Undone() != g.Undone() || u.Game.Outcome() != g.Outcome() || u.Game.Names() != g.Names() {
			t.Errorf("%s: %q, %d undone, %v; want %q, %d, %v", what, moves(u.Game), u.Game.Undone(), u.Game.Outcome(), moves(g), g.Undone(), g.Outcome())
		}
		if n := len(g.Plies()); n > 0 && u.Game.Plies()[n-1].Left != g.Plies()[n-1].Left {
			t.Errorf("%s: %v left, want %v", what, u.Game.Plies()[n-1].Left, g.Plies()[n-1].Left)
		}
	}
	play(t, g, "e4")
	check("a move")
	m, _ := g.Position().ParseMove("e5")
	if err := g.Play(m, &search.Result{Value: -12, Depth: 7, Nodes: 99, Time: time.Second}, begun.Add(2*time.Second)); err != nil {
		t.Fatal(err)
	}
	check("a move that was thought about")
	if u, _ := gameplay.ReadJournal(path, catalog.Lookup); u.Game.Plies()[1] != g.Plies()[1] || u.Seats != [2]string{"", "career:11"} {
		t.Errorf("the ply is %+v, want %+v", u.Game.Plies()[1], g.Plies()[1])
	}
	_ = g.Undo(2, begun)
	check("taken back")
	_ = g.Redo(1, begun)
	check("played again")
	g.Rename([2]string{"you", "another"})
	g.Seat([2]string{"", "random"})
	check("another player")
	if u, _ := gameplay.ReadJournal(path, catalog.Lookup); u.Seats != [2]string{"", "random"} {
		t.Errorf("seats are %q", u.Seats)
	}
	_ = g.Resign(games.First, begun)
	check("resigned")
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	j.Append(gameplay.Event{Back: 1}) // is nothing once it is closed
	check("closed")
}

// paths returns the journals of a folder.
func paths(t *testing.T, folder string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(folder, "*.game"))
	if err != nil || len(list) == 0 {
		t.Fatalf("journals %v, error %v", list, err)
	}
	return list
}

// However a journal is cut off, what is whole of it can be played on.
func TestJournalThatWasCutOff(t *testing.T) {
	folder := t.TempDir()
	j, err := gameplay.CreateJournal(folder, "chess", begun)
	if err != nil {
		t.Fatal(err)
	}
	g := begin(t, "chess", "", gameplay.Control{})
	g.Keep([2]string{}, j.Append)
	play(t, g, "e4 e5 Nf3")
	if list := gameplay.ListUnfinished(folder, catalog.Lookup); len(list) != 0 {
		t.Errorf("a game that is being played is offered: %v", list)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	path := paths(t, folder)[0]
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(whole) {
		if err := os.WriteFile(path, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		list := gameplay.ListUnfinished(folder, catalog.Lookup)
		if want := min(max(strings.Count(string(whole[:n]), "\n")-1, 0), 3); want > 0 && len(list) != 1 {
			t.Fatalf("after %d bytes: %d games", n, len(list))
		}
		if len(list) == 0 {
			continue
		}
		u := list[0]
		j, err := u.Reopen()
		if err != nil {
			t.Fatal(err)
		}
		had := moves(u.Game)
		m := u.Game.Position().Moves(nil, games.AllMoves)[0]
		if err := u.Game.Play(m, nil, begun); err != nil {
			t.Fatal(err)
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		again, err := gameplay.ReadJournal(path, catalog.Lookup)
		if err != nil || moves(again.Game) != moves(u.Game) || !strings.HasPrefix(moves(again.Game), had) {
			t.Fatalf("after %d bytes and a move: %q, error %v; want %q", n, moves(again.Game), err, moves(u.Game))
		}
	}
}

func TestListUnfinishedPassesOverWhatIsNone(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{
		"a.game": "", "b.game": "nonsense", "c.game": `{"head":{"game":"go"}}`, "d.game": `{"move":"e2e4"}`,
		"e.game": `{"head":{"game":"chess","start":"x"}}`, "f.game": `{"head":{"game":"chess","control":"x"}}`,
		"g.game": `{"head":{"game":"chess"}}`, "h.txt": `{"head":{"game":"chess"}}` + "\n" + `{"move":"e2e4"}`,
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if list := gameplay.ListUnfinished(folder, catalog.Lookup); len(list) != 0 {
		t.Errorf("%d games, want none", len(list))
	}
	if list := gameplay.ListUnfinished(filepath.Join(folder, "missing"), catalog.Lookup); len(list) != 0 {
		t.Errorf("%d games in a missing folder", len(list))
	}
}

func TestArchiveCanBeRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "games.pgn")
	style := games.Style{Describe: games.Position.Describe}
	for _, text := range []string{"e4 e5", "d4"} {
		g := begin(t, "chess", "", gameplay.Control{})
		play(t, g, text)
		if err := gameplay.Archive(path, g, style); err != nil {
			t.Fatal(err)
		}
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var lengths []int
	for g, err := range record.ReadPGN(file, rules(t, "chess")) {
		if err != nil {
			t.Fatal(err)
		}
		lengths = append(lengths, len(g.Plies))
	}
	if !slices.Equal(lengths, []int{2, 1}) {
		t.Errorf("games of %v plies", lengths)
	}
}

func TestReview(t *testing.T) {
	r := gameplay.Review{Side: games.First, Expect: []float64{0.5, 0.5, 0.8, 0.5, 0.35}}
	for i, want := range []float64{0, 0.3, 0.3, 0} {
		if got := r.Loss(i); got < want-1e-9 || got > want+1e-9 {
			t.Errorf("ply %d gave away %v, want %v", i, got, want)
		}
	}
	first, ok := r.Accuracy(games.First)
	if want := (1 + 0.25) / 2; !ok || first < want-1e-9 || first > want+1e-9 {
		t.Errorf("accuracy of First %v, want %v", first, want)
	}
	second, ok := r.Accuracy(games.Second)
	if want := (0.25 + 1) / 2; !ok || second < want-1e-9 || second > want+1e-9 {
		t.Errorf("accuracy of Second %v, want %v", second, want)
	}
	if got := r.TurningPoints(1); !slices.Equal(got, []int{1}) {
		t.Errorf("the turning point is %v", got)
	}
	if got := r.TurningPoints(5); !slices.Equal(got, []int{1, 2}) {
		t.Errorf("the turning points are %v", got)
	}
	if _, ok := (&gameplay.Review{}).Accuracy(games.First); ok {
		t.Error("a game without moves has an accuracy")
	}
}
