package playscreen

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"apprentice/cmd/apprentice/internal/boardview"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/gameplay"
	"apprentice/cmd/apprentice/internal/thinker"
	"apprentice/games"
	"apprentice/games/record"
)

func TestMovesByEveryMeans(t *testing.T) {
	e2, e4 := boardview.Square{Row: 6, Column: 4}, boardview.Square{Row: 4, Column: 4}
	for name, move := range map[string]func(p *player){
		"typed":       func(p *player) { p.press("e4[enter]") },
		"small":       func(p *player) { p.press("E4[enter]") },
		"coordinates": func(p *player) { p.press("e2 e4[enter]") },
		"completed":   func(p *player) { p.press("e2[tab][tab][enter]") },
		"clicked":     func(p *player) { p.click(e2); p.click(e4) },
		"dragged":     func(p *player) { p.drag(e2, e4) },
		"cursor keys": func(p *player) { p.press("[up][down][down][enter][up][up][enter]") },
		"pasted":      func(p *player) { p.send(tea.PasteMsg{Content: "e4\x1b\r\nmore"}); p.press("[enter]") },
		"history":     func(p *player) { p.press("e4[enter][f3]x[backspace][ctrl+p][ctrl+p][enter]") },
	} {
		p := show(t, testOptions(t, "chess"), 80, 24)
		move(p)
		if got := p.played(); got != "e4 Na6" {
			t.Errorf("%s: %q was played, want e4 and its answer\n%s", name, got, p.screen())
		}
	}
}

func TestMovesOfOtherGames(t *testing.T) {
	p := show(t, testOptions(t, "xiangqi"), 80, 24)
	p.click(boardview.Square{Row: 7, Column: 7})
	p.click(boardview.Square{Row: 7, Column: 4})
	p.press("马八进七[enter]")
	if got := p.played(); got != "C2=5 A4+5 H8+7 A5+4" {
		t.Errorf("%q was played", got)
	}
	p = show(t, testOptions(t, "tictactoe"), 80, 24)
	p.click(boardview.Square{Row: 1, Column: 1})
	p.press("[up][enter]")
	if got := p.played(); !strings.HasPrefix(got, "b2 a1") {
		t.Errorf("%q was played", got)
	}
}

func TestRefusedMoves(t *testing.T) {
	p := show(t, testOptions(t, "chess"), 80, 24)
	p.press("Nh5[enter]")
	p.wants(`"Nh5": no such move is legal; Nh3`)
	if got := p.input.Value(); got != "Nh5" {
		t.Errorf("the line is %q; it should stay to be corrected", got)
	}
	p.press("Nf3[enter]")
	if got := p.played(); got != "Nf3 Na6" {
		t.Errorf("%q was played", got)
	}
	p.press("[esc]nonsense[enter]")
	p.wants("F1 helps")
	p.press("[backspace]")
	if got := p.input.Value(); got != "nonsens" {
		t.Errorf("the line is %q after a correction", got)
	}
	p.press("[esc][esc]")
	p.click(boardview.Square{Row: 7, Column: 0})
	p.wants("This piece cannot move.")
	p.click(boardview.Square{Row: 6, Column: 0})
	p.click(boardview.Square{Row: 2, Column: 0})
	p.wants("It cannot go there.")
}

func TestPromotionAsks(t *testing.T) {
	o := testOptions(t, "chess")
	o.Start = "6k1/P7/8/8/8/8/5PPP/1b4K1 w - - 0 1"
	for name, move := range map[string]func(p *player){
		"typed":   func(p *player) { p.press("a8[enter]n") },
		"dragged": func(p *player) { p.drag(boardview.Square{Row: 1}, boardview.Square{Row: 0}); p.press("n") },
		"by key":  func(p *player) { p.press("a8[enter]q[ctrl+n]s[f3]a8[enter]n") },
		"chosen":  func(p *player) { p.press("a7a8[enter][down][down][down][enter]") },
	} {
		p := show(t, o, 80, 24)
		move(p)
		if got := p.played(); !strings.HasPrefix(got, "a8=N ") {
			t.Errorf("%s: %q was played, want a8=N\n%s", name, got, p.screen())
		}
	}
}

func TestUndoRedoAndLookingBack(t *testing.T) {
	p := show(t, testOptions(t, "chess"), 100, 30)
	p.press("[f3]")
	p.wants("no move of yours")
	p.press("e4[enter]d4[enter][f3]")
	if got := p.played(); got != "e4 Na6" {
		t.Errorf("after undo: %q", got)
	}
	p.press("[f4]")
	if got := p.played(); got != "e4 Na6 d4 Nb4" {
		t.Errorf("after redo: %q", got)
	}
	p.press("[pgup][pgup]")
	if p.shown() != 2 {
		t.Errorf("%d plies are shown, want 2", p.shown())
	}
	p.click(boardview.Square{Row: 6, Column: 0})
	p.wants("earlier position")
	p.press("[home]")
	if p.shown() != 0 {
		t.Errorf("%d plies are shown, want none", p.shown())
	}
	p.press("[pgdown][pgdown]/c")
	if got := p.played(); got != "e4 Na6" {
		t.Errorf("from here: %q", got)
	}
	p.press("a3[enter][pgup][esc]")
	if p.shown() != 4 {
		t.Errorf("Esc shows %d plies, want all", p.shown())
	}
}

func TestWordsThatAreTyped(t *testing.T) {
	p := show(t, testOptions(t, "chess"), 100, 30)
	p.press("flip[enter]")
	if !p.turned() {
		t.Error("flip does not turn the board")
	}
	p.press("moves[enter]")
	p.wants("20 moves")
	p.press("[esc]fen[enter]")
	p.wants("rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1")
	p.press("help[enter]")
	p.wants("How to play")
	p.press("[esc]fen 4k3/8/8/8/8/8/4P3/4K3 b - - 0 9[enter]")
	if got := p.game.Start(); got != "4k3/8/8/8/8/8/4P3/4K3 b - - 0 9" {
		t.Errorf("the game starts from %q", got)
	}
	p.press("fen x[enter]")
	p.wants(`Fen "x"`)
	p.press("quit[enter]")
	p.wants("Leave?")
}

func TestHintsAndOpinions(t *testing.T) {
	p := show(t, testOptions(t, "chess"), 100, 30)
	p.press("[f2]")
	p.wants("1 55 % Na3")
	if n := len(p.scene().Hints); n != 3 {
		t.Errorf("%d moves are marked, want 3", n)
	}
	p.press("[f8]")
	p.wants("no move of yours")
	p.press("e4[enter]")
	if len(p.scene().Hints) != 0 {
		t.Error("marks stay after a move")
	}
	p.press("[f8]")
	p.wants("1. e4: 55 % e4")
	p.press("[esc][f7]")
	p.wants("polly expects Na6")
	p.press("[f7]d4[enter][f7]")
	p.wants("polly expects Nb4")
}

func TestResignDrawAndNewGame(t *testing.T) {
	o := testOptions(t, "chess")
	p := show(t, o, 100, 30)
	p.press("draw[enter]")
	p.wants("Polly declines the draw.")
	p.press("e4[enter]resign[enter]n")
	if p.game.Over() {
		t.Error("no is yes")
	}
	p.press("resign[enter]y")
	if got := p.game.Outcome(); got.Reason != games.Resigned || got.Result != games.Loss {
		t.Errorf("the game ended %v", got)
	}
	p.wants("Black wins by resignation.")
	p.wants("Accuracy")
	p.press("a3[enter]")
	p.wants("Ctrl-N begins another game")
	p.press("[esc][left][left]")
	if p.shown() != 0 {
		t.Errorf("the arrow keys show %d plies", p.shown())
	}
	p.press("[ctrl+n]")
	if len(p.game.Plies()) != 0 || p.game.Over() {
		t.Error("there is no new game")
	}
	p.press("e4[enter][ctrl+n]o")
	if got := p.played(); p.human(games.First) || got != "Na3" {
		t.Errorf("on the other side %q was played", got)
	}
	p.press("new white[enter]")
	if !p.human(games.First) {
		t.Error("the person is not White")
	}
	if blob, err := os.ReadFile(filepath.Join(o.Folder, Archive)); err != nil || strings.Count(string(blob), "[Event ") != 3 {
		t.Errorf("games that were played: %s, error %v", blob, err)
	}
}

// A player that expects no more than half takes a draw; one that expects nothing
// of it for long offers one.
func TestDraws(t *testing.T) {
	o := testOptions(t, "chess")
	level := opponent("level", &parrot{value: 0})
	o.Seats[1] = &level
	o.Start = "k7/8/8/8/8/8/8/K6R w - - 0 1"
	p := show(t, o, 100, 30)
	shuffle := []string{"Rh2", "Rh3", "Rh4", "Rh5", "Rh6", "Rh5", "Rh4", "Rh3", "Rh2", "Rh1"}
	for i := 0; len(p.game.Plies()) < earliestDraw && !p.game.Over(); i++ {
		p.press(shuffle[i] + "[enter]")
	}
	if p.game.Over() {
		t.Fatalf("the game ended: %v", p.verdict())
	}
	p.press("draw[enter]")
	if got := p.game.Outcome(); got.Result != games.Draw {
		t.Errorf("the draw is not taken: %v\n%s", got, p.screen())
	}
	p.wants("Draw by agreement.")
}

func TestBothSidesAndNobody(t *testing.T) {
	p := show(t, testOptions(t, "chess"), 100, 30)
	p.press("/bp")
	p.wants("You play White, you play Black.")
	p.press("e4[enter]e5[enter]Nf3[enter]")
	if got := p.played(); got != "e4 e5 Nf3" {
		t.Errorf("%q was played by both sides", got)
	}
	p.press("[f3]")
	if got := p.played(); got != "e4 e5" {
		t.Errorf("one move back: %q", got)
	}
	o := testOptions(t, "tictactoe")
	o.Seats[0], o.Seats[1] = &o.Opponents[0], &o.Opponents[1]
	p = show(t, o, 100, 30)
	if !p.game.Over() {
		t.Errorf("two players have not played: %q", p.played())
	}
}

func TestOpponentChangesDuringTheGame(t *testing.T) {
	o := testOptions(t, "chess")
	first := &parrot{}
	o.Opponents[0] = opponent("polly", first)
	o.Seats[1] = &o.Opponents[0]
	p := show(t, o, 100, 30)
	p.press("e4[enter][f6]2")
	p.wants("jacko plays Black")
	p.press("d4[enter]")
	if names := p.game.Names(); names[1] != "jacko" || p.played() != "e4 Na6 d4 Nb4" {
		t.Errorf("%q play %q", names, p.played())
	}
	for end := time.Now().Add(time.Minute); !first.closed.Load(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the first player is not closed")
		}
	}
	p.press("opponent polly[enter]")
	p.wants("polly plays Black")
	p.press("opponent nobody[enter]")
	p.wants(`There is no player "nobody"`)
}

func TestPlayerThatFails(t *testing.T) {
	o := testOptions(t, "chess")
	voice := &parrot{fails: errFails}
	bad := opponent("mute", voice)
	o.Seats[1] = &bad
	p := show(t, o, 100, 30)
	p.press("e4[enter]")
	p.wants("mute cannot move: it lost its voice.")
	voice.fails = nil
	p.press("[space]")
	if got := p.played(); got != "e4 Na6" {
		t.Errorf("after another try %q was played", got)
	}
}

func TestClocksRunOut(t *testing.T) {
	o := testOptions(t, "chess")
	o.Control = gameplay.Control{Base: time.Minute}
	now := noon
	o.Now = func() time.Time { return now }
	p := show(t, o, 100, 30)
	p.wants("White you 1:00")
	now = now.Add(45 * time.Second)
	p.wants("White you 15.0")
	p.press("e4[enter]")
	p.wants("White you 15.0")
	now = now.Add(16 * time.Second)
	p.send(tickMsg{})
	p.wants("Black wins by time forfeit.")
}

func TestGameIsKeptAndContinued(t *testing.T) {
	o := testOptions(t, "chess")
	p := show(t, o, 100, 30)
	p.press("e4[enter]d4[enter][f6]2")
	p.leave() // as at the end of the program; what kill -9 leaves is the same file
	o.Unfinished = unfinished(o.Folder)
	if len(o.Unfinished) != 1 {
		t.Fatalf("%d games are unfinished, want 1", len(o.Unfinished))
	}
	p = show(t, o, 100, 30)
	p.wants("Continue the game of")
	p.press("c")
	if got := p.played(); got != "e4 Na6 d4 Nb4" {
		t.Errorf("continued: %q", got)
	}
	if p.names()[1] != "jacko" {
		t.Errorf("%q play on", p.names())
	}
	p.press("a3[enter]")
	p.leave()

	o.Unfinished = unfinished(o.Folder)
	p = show(t, o, 100, 30)
	p.press("n")
	if len(p.game.Plies()) != 0 {
		t.Error("a new game has moves")
	}
	p.leave()
	if left := unfinished(o.Folder); len(left) != 0 {
		t.Errorf("%d games are unfinished, want none", len(left))
	}
	blob, err := os.ReadFile(filepath.Join(o.Folder, Archive))
	if err != nil || !strings.Contains(string(blob), "3. a3 ") {
		t.Errorf("the game that was put aside: %s, error %v", blob, err)
	}
}

// A game that another process plays is refused, with who plays it; one that was
// played on since it was offered continues from there; one that was ended is gone.
func TestGameOfAnotherProcess(t *testing.T) {
	o := testOptions(t, "chess")
	p := show(t, o, 100, 30)
	p.press("e4[enter]d4[enter]")
	p.leave()
	offered := unfinished(o.Folder)
	first := o
	first.Unfinished = unfinished(o.Folder)
	second := o
	second.Unfinished = offered
	a, b := show(t, first, 100, 30), show(t, second, 100, 30)
	a.press("c")
	b.press("c")
	if len(b.game.Plies()) != 0 {
		t.Errorf("both play one game: %q", b.played())
	}
	if want := fmt.Sprintf("is in use by process %d since ", os.Getpid()); !strings.Contains(b.message, offered[0].Path) || !strings.Contains(b.message, want) {
		t.Errorf("it says %q, not that %s %s", b.message, offered[0].Path, want)
	}
	b.leave()

	a.press("a3[enter]")
	played := a.played()
	stale := o
	stale.Unfinished = slices.Clone(offered)
	b = show(t, stale, 100, 30)
	a.leave()
	b.press("c")
	if got := b.played(); got != played {
		t.Errorf("continued: %q; the other process has played %q", got, played)
	}
	b.press("h3[enter]")
	played = b.played()
	b.leave()
	if list := unfinished(o.Folder); len(list) != 1 || len(list[0].Game.Plies()) != len(strings.Fields(played)) {
		t.Errorf("%d games are left, want one of %q", len(list), played)
	}

	for _, key := range []string{"c", "n"} {
		gone := o
		gone.Unfinished = slices.Clone(offered)
		b = show(t, gone, 100, 30)
		if err := os.Remove(offered[0].Path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		if b.press(key); !strings.Contains(b.message, "another process has ended it") {
			t.Errorf("after %s: %q", key, b.message)
		}
		b.leave()
	}
}

func TestSaveAndLoad(t *testing.T) {
	o := testOptions(t, "chess")
	path := filepath.Join(t.TempDir(), "a b.pgn")
	o.SavePGN = func(path string, g *gameplay.Game) error { return gameplay.Archive(path, g, o.Shown) }
	o.LoadPGN = func(path string) ([]record.PGNGame, error) {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		var list []record.PGNGame
		for g, err := range record.ReadPGN(file, o.Game) {
			if err != nil {
				return list, err
			}
			list = append(list, g)
		}
		return list, nil
	}
	p := show(t, o, 100, 30)
	p.press("[ctrl+s]")
	if got := p.input.Value(); got != "save " {
		t.Errorf("the line is %q, want save", got)
	}
	p.press("[esc]e4[enter]d4[enter][ctrl+s]" + path + "[enter]")
	p.wants("Saved in")
	p.press("load /missing/file.pgn[enter]")
	p.wants("no such file")
	p.press("load " + path + " 2[enter]")
	if got := p.played(); got != "e4 Na6" {
		t.Errorf("after two plies: %q", got)
	}
	p.press("[ctrl+s]" + path + "[enter]load " + path + "[enter]")
	p.wants("Which game?")
	p.press("[enter]")
	if got := p.played(); got != "e4 Na6 d4 Nb4" {
		t.Errorf("the first game: %q", got)
	}
}

func TestPGNOfEveryGame(t *testing.T) {
	o := testOptions(t, "chess")
	o.PGN = filepath.Join(t.TempDir(), "all.pgn")
	o.SavePGN = func(path string, g *gameplay.Game) error { return gameplay.Archive(path, g, o.Shown) }
	p := show(t, o, 100, 30)
	p.press("e4[enter]resign[enter]y")
	if blob, err := os.ReadFile(o.PGN); err != nil || !strings.Contains(string(blob), "{resignation} 0-1") {
		t.Errorf("%s, error %v", blob, err)
	}
}

// A game that cannot be written down says so with its first move, and where it
// is left.
func TestGamesThatCannotBeKept(t *testing.T) {
	o := testOptions(t, "chess")
	o.Folder = filepath.Join(o.Folder, "file")
	if err := os.WriteFile(o.Folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p := show(t, o, 100, 30)
	p.press("e4[enter]")
	p.wants("The game is not kept: ")
	p.press("[ctrl+c]")
	p.wants("this game cannot be kept, and is lost")
}

func TestLeavingAsksOnce(t *testing.T) {
	p := show(t, testOptions(t, "chess"), 80, 24)
	p.press("e4[enter][ctrl+c]")
	p.wants(console.ProgramName() + " play continues this game")
	p.press("n")
	if p.leaving {
		t.Error("no leaves")
	}
	p.press("[ctrl+c][ctrl+c]")
	if !p.leaving {
		t.Error("the second Ctrl-C does not leave")
	}
}

func TestSettingsAreChangedAndKept(t *testing.T) {
	o := testOptions(t, "chess")
	kept := ""
	o.Keep = func(name, value string) error { kept = name + value; return nil }
	p := show(t, o, 120, 40)
	before := p.screen()
	p.press("set pieces letters[enter]")
	if p.screen() == before || kept != "piecesletters" {
		t.Errorf("kept %q", kept)
	}
	p.press("set pieces nonsense[enter]")
	p.wants("want auto, solid")
	p.press("/t31")
	if p.View(); p.opts.Settings.Value("size") != "auto" {
		t.Errorf("size is %q", p.opts.Settings.Value("size"))
	}
	p.press("/t32")
	if w := p.layout().board.Cell().Width; w != 2 {
		t.Errorf("squares are %d wide, want 2", w)
	}
	p.press("set mouse off[enter]")
	if p.View().MouseMode != tea.MouseModeNone {
		t.Error("the mouse is not left to the terminal")
	}
}

// A game without anybody to give advice ends as any other.
func TestNoAnalyst(t *testing.T) {
	o := testOptions(t, "chess")
	o.Analyst = func() (thinker.Analyst, error) { return nil, errFails }
	p := show(t, o, 100, 30)
	p.press("[f2]")
	p.wants("There is no network that could give advice: it lost its voice.")
	p.press("e4[enter]resign[enter]y")
	p.wants("Black wins by resignation.")
	o.Analyst = nil
	p = show(t, o, 100, 30)
	p.press("[f2]")
	p.wants("There is no network that could give advice.")
}

// Text that was typed while the other one thinks is there when it has moved.
func TestNothingTypedIsLost(t *testing.T) {
	o := testOptions(t, "chess")
	slow := &parrot{wait: make(chan struct{})}
	other := opponent("slow", slow)
	o.Seats[1] = &other
	p := show(t, o, 80, 24)
	p.patience = 10 * time.Millisecond
	p.press("e4[enter]")
	if p.thinking == nil {
		t.Fatal("nobody thinks")
	}
	p.press("d4[enter]")
	p.wants("It is slow's move.")
	if got := p.input.Value(); got != "d4" {
		t.Errorf("the line is %q while it thinks", got)
	}
	id := p.thinking.id
	p.send(thoughtMsg{id: id, player: slow, result: mustThink(t, slow, p)})
	p.press("[enter]")
	if got := p.played(); !strings.HasPrefix(got, "e4 Na6 d4") {
		t.Errorf("%q was played", got)
	}
}

// FuzzScreenFits: whatever is typed and clicked, the screen does not fail, and what it
// shows fits the window.
func FuzzScreenFits(f *testing.F) {
	for _, text := range []string{"e4\r", "/uq\x1b", "\t\t\r", "a8\r", "\x03\x03", "炮二平五\r", "?\x1b/x"} {
		f.Add(text, uint8(80), uint8(24), uint16(500))
	}
	f.Fuzz(func(t *testing.T, text string, width, height uint8, at uint16) {
		all := catalog.Names()
		p := show(t, testOptions(t, all[int(at)%len(all)]), int(width), int(height))
		for _, r := range text[:min(len(text), 20)] {
			p.anyKey(r)
			mouse := tea.Mouse{X: int(at) % (int(width) + 1), Y: int(at) / (int(width) + 1), Button: tea.MouseLeft}
			p.send(tea.MouseClickMsg(mouse))
			p.send(tea.MouseReleaseMsg(mouse))
			if p.leaving {
				return
			}
		}
		p.terminal()
	})
}

// anyKey presses the key that a character stands for.
func (p *player) anyKey(r rune) {
	others := []string{"[f2]", "[f3]", "[f4]", "[f5]", "[f6]", "[f7]", "[f8]", "[up]", "[left]", "[home]", "[ctrl+n]"}
	switch {
	case r == '\r':
		p.press("[enter]")
	case r == '\t':
		p.press("[tab]")
	case r == '\x1b':
		p.press("[esc]")
	case r == '\x03':
		p.press("[ctrl+c]")
	case r < ' ':
		p.press(others[int(r)%len(others)])
	default:
		p.send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

var _ thinker.Player = (*parrot)(nil)
