package playscreen

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/boardview"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/cmd/apprentice/internal/gameplay"
	"apprentice/cmd/apprentice/internal/settings"
	"apprentice/cmd/apprentice/internal/thinker"
	"apprentice/eval"
	"apprentice/games"
)

// noon is when everything happens in these tests.
var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// parrot is a player that plays the first of the legal moves by name, at once. It
// advises in the same manner.
type parrot struct {
	name   string
	value  int
	closed atomic.Bool
	fails  error
	wait   chan struct{} // closed: it moves; nil: it moves at once
}

func (p *parrot) Name() string                  { return p.name }
func (p *parrot) NewGame(context.Context) error { return nil }
func (p *parrot) CanHurry() bool                { return true }
func (p *parrot) Close() error                  { p.closed.Store(true); return nil }

func (p *parrot) Expectation(value int) (float64, bool) { return 0.5 + float64(value)/1000, true }

// moves returns the legal moves in the order of their names.
func (p *parrot) moves(pos games.Position, among []games.Move) []games.Move {
	moves := pos.Moves(nil, games.AllMoves)
	if len(among) > 0 {
		moves = slices.Clone(among)
	}
	slices.SortFunc(moves, func(a, b games.Move) int { return strings.Compare(pos.Describe(a), pos.Describe(b)) })
	return moves
}

func (p *parrot) Think(ctx context.Context, s eval.Situation, _ search.Limits, report func(search.Info)) (search.Result, error) {
	if p.fails != nil {
		return search.Result{}, p.fails
	}
	if p.wait != nil {
		select {
		case <-p.wait:
		case <-ctx.Done():
		}
	}
	m := p.moves(s.Pos, nil)[0]
	if report != nil {
		report(search.Info{Depth: 5, Value: p.value, PV: []games.Move{m}})
	}
	return search.Result{Move: m, PV: []games.Move{m}, Value: p.value, Depth: 5, Nodes: 123, Time: time.Second}, nil
}

func (p *parrot) Lines(_ context.Context, pos games.Position, _ search.Limits, most int, among []games.Move) []search.Info {
	var lines []search.Info
	for i, m := range p.moves(pos, among) {
		if i < most {
			lines = append(lines, search.Info{Value: p.value - 10*i, PV: []games.Move{m}, MultiPV: i + 1})
		}
	}
	return lines
}

// opponent returns a parrot to play against.
func opponent(name string, p *parrot) Opponent {
	p.name = name
	return Opponent{Spec: name, Name: name, Note: "a parrot", Open: func(context.Context) (thinker.Player, error) { return p, nil }}
}

// testOptions are options for a game against a parrot.
func testOptions(t testing.TB, game string) Options {
	t.Helper()
	g, err := catalog.Lookup(game)
	if err != nil {
		t.Fatal(err)
	}
	o := Options{
		Game: g, Look: catalog.LookOf(g),
		Shown:    games.Style{Describe: games.Position.Describe, ParseMove: games.Position.ParseMove},
		Typed:    games.Style{Describe: games.Position.FormatMove, ParseMove: games.Position.ParseMove},
		Settings: settings.Settings{}, Colors: boardview.Full, Dark: true, Folder: t.TempDir(),
		Now: func() time.Time { return noon },
	}
	if s, ok := g.(games.Styled); ok {
		o.Shown = s.Styles()[0]
		o.Typed = s.Styles()[2]
	}
	o.Opponents = []Opponent{opponent("polly", &parrot{value: 30}), opponent("jacko", &parrot{value: -30})}
	for i := range o.Opponents {
		o.Opponents[i].Key = fmt.Sprint(i + 1)
	}
	o.Find = func(spec string) (Opponent, error) {
		for _, p := range o.Opponents {
			if p.Spec == spec {
				return p, nil
			}
		}
		return Opponent{}, fmt.Errorf("there is no player %q", spec)
	}
	o.Analyst = func() (thinker.Analyst, error) { return &parrot{value: 50}, nil }
	o.Seats[games.Second] = &o.Opponents[0]
	return o
}

// player drives a screen without a terminal. What the screen starts runs at once
// and in order.
type player struct {
	*Model
	t testing.TB

	mu    sync.Mutex // of queue: a command that outlasts patience sends later
	queue []tea.Msg

	patience time.Duration // with a command
}

// show returns a screen of a size.
func show(t testing.TB, o Options, width, height int) *player {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	m, err := New(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	p := &player{Model: m, t: t, patience: clitest.Deadline}
	m.send = p.put
	m.tick = nil // time stands still
	t.Cleanup(m.leave)
	p.send(tea.WindowSizeMsg{Width: width, Height: height})
	return p
}

// put adds a message to the queue.
func (p *player) put(msg tea.Msg) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.queue = append(p.queue, msg)
}

// get takes the next message from the queue, if there is one.
func (p *player) get() (msg tea.Msg, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.queue) == 0 {
		return nil, false
	}
	msg, p.queue = p.queue[0], p.queue[1:]
	return msg, true
}

// send delivers a message and whatever follows from it.
func (p *player) send(msg tea.Msg) {
	p.t.Helper()
	p.put(msg)
	for n := 0; ; n++ {
		if n > 10_000 {
			p.t.Fatal("there is no end of messages")
		}
		next, ok := p.get()
		if !ok {
			return
		}
		_, cmd := p.Update(next)
		p.run(cmd)
	}
}

// run runs a command.
func (p *player) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	done := make(chan tea.Msg, 1)
	go func() { done <- cmd() }()
	var msg tea.Msg
	select {
	case msg = <-done:
	case <-time.After(p.patience):
		if p.patience == clitest.Deadline {
			p.t.Fatal("a command does not end")
		}
		return // somebody waits
	}
	switch msg := msg.(type) {
	case nil, tickMsg, tea.QuitMsg:
	case tea.BatchMsg:
		for _, c := range msg {
			p.run(c)
		}
	default:
		p.put(msg)
	}
}

// press presses keys: names of keys in brackets, as in [enter], or text.
func (p *player) press(keys string) {
	p.t.Helper()
	for keys != "" {
		if rest, ok := strings.CutPrefix(keys, "["); ok {
			name, after, _ := strings.Cut(rest, "]")
			p.send(namedKey(p.t, name))
			keys = after
			continue
		}
		for _, r := range keys {
			p.send(tea.KeyPressMsg{Code: r, Text: string(r)})
			keys = keys[len(string(r)):]
			break
		}
	}
}

// namedKey returns a key by its name.
func namedKey(t testing.TB, name string) tea.KeyPressMsg {
	codes := map[string]rune{
		"enter": tea.KeyEnter, "tab": tea.KeyTab, "esc": tea.KeyEscape, "up": tea.KeyUp, "down": tea.KeyDown,
		"left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp,
		"pgdown": tea.KeyPgDown, "backspace": tea.KeyBackspace, "f1": tea.KeyF1, "f2": tea.KeyF2, "f3": tea.KeyF3,
		"f4": tea.KeyF4, "f5": tea.KeyF5, "f6": tea.KeyF6, "f7": tea.KeyF7, "f8": tea.KeyF8,
	}
	if letter, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(letter[0]), Mod: tea.ModCtrl}
	}
	if name == "space" {
		return tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
	}
	code, ok := codes[name]
	if !ok {
		t.Fatalf("no key %q", name)
	}
	return tea.KeyPressMsg{Code: code}
}

// click clicks on a square; drag presses on one and lets go on another.
func (p *player) click(s boardview.Square) {
	p.t.Helper()
	p.drag(s, s)
}

func (p *player) drag(from, to boardview.Square) {
	p.t.Helper()
	at := func(s boardview.Square) tea.Mouse {
		l := p.layout()
		x, y := l.board.Middle(s)
		return tea.Mouse{X: l.boardX + x, Y: l.boardY + y, Button: tea.MouseLeft}
	}
	p.send(tea.MouseClickMsg(at(from)))
	p.send(tea.MouseReleaseMsg(at(to)))
}

// screen returns the text of the screen as a terminal shows it.
func (p *player) screen() string {
	p.t.Helper()
	return p.terminal().String()
}

// terminal returns a terminal that shows the screen.
func (p *player) terminal() *vt.Emulator { return p.terminalOf(colorprofile.TrueColor) }

// terminalOf returns a terminal of so many colours that shows the screen.
func (p *player) terminalOf(profile colorprofile.Profile) *vt.Emulator {
	p.t.Helper()
	e := vt.NewEmulator(max(p.width, 1), max(p.height, 1))
	content := p.View().Content
	if lines := strings.Count(content, "\n") + 1; lines > max(p.height, 1) {
		p.t.Fatalf("the screen has %d lines, the window %d", lines, p.height)
	}
	w := colorprofile.Writer{Forward: e, Profile: profile}
	if _, err := w.WriteString(strings.ReplaceAll(content, "\n", "\r\n")); err != nil {
		p.t.Fatal(err)
	}
	return e
}

// played returns the moves of the game by name.
func (p *player) played() string {
	pos := p.game.At(0)
	var names []string
	for _, ply := range p.game.Plies() {
		names = append(names, p.reader.Shown(pos, ply.Move))
		pos.Make(ply.Move, nil)
	}
	return strings.Join(names, " ")
}

// wants fails unless the screen shows a text, wherever lines are broken.
func (p *player) wants(text string) {
	p.t.Helper()
	screen := p.screen()
	if !strings.Contains(strings.Join(strings.Fields(screen), " "), strings.Join(strings.Fields(text), " ")) {
		p.t.Errorf("the screen does not show %q:\n%s", text, screen)
	}
}

// golden compares a text with a file of testdata. With APPRENTICE_GOLDEN set it
// writes the file instead.
func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	text = strings.TrimRight(strings.Join(lines, "\n"), "\n") + "\n"
	if os.Getenv("APPRENTICE_GOLDEN") != "" {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != text {
		t.Errorf("%s differs; APPRENTICE_GOLDEN=1 go test writes it anew\ngot:\n%s\nwant:\n%s", path, text, want)
	}
}

// errFails is why a parrot fails.
var errFails = errors.New("it lost its voice")

// unfinished returns the games of a folder.
func unfinished(folder string) []gameplay.Unfinished {
	return gameplay.ListUnfinished(folder, catalog.Lookup)
}

// mustThink returns the move of a parrot that nobody waits for.
func mustThink(t *testing.T, p *parrot, s *player) search.Result {
	t.Helper()
	quick := parrot{name: p.name, value: p.value}
	r, err := quick.Think(t.Context(), s.situation(), search.Limits{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
