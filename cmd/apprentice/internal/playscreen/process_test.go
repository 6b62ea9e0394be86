//go:build unix

package playscreen

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"

	"apprentice/agent/career"
	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/boardview"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/cmd/apprentice/internal/gameplay"
	"apprentice/cmd/apprentice/internal/settings"
	"apprentice/cmd/apprentice/internal/thinker"
	"apprentice/eval"
	"apprentice/games"
)

// Variables that make the test binary a program with a screen.
const (
	envGame   = "APPRENTICE_SCREEN_GAME"
	envFolder = "APPRENTICE_SCREEN_FOLDER"
	envPlayer = "APPRENTICE_SCREEN_PLAYER"
)

func TestMain(m *testing.M) {
	if game := os.Getenv(envGame); game != "" {
		os.Exit(screenMain(game, os.Getenv(envFolder), os.Getenv(envPlayer)))
	}
	os.Exit(m.Run())
}

// screenMain is a program that plays one game on the screen.
func screenMain(game, folder, player string) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	o, err := programOptions(game, folder, player)
	if err == nil {
		err = Run(ctx, o, os.Stdin, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// programOptions are those of the program: the opponent is a parrot, one that
// panics, or a network that thinks for ever with every processor.
func programOptions(game, folder, player string) (Options, error) {
	g, err := catalog.Lookup(game)
	if err != nil {
		return Options{}, err
	}
	o := Options{
		Game: g, Look: catalog.LookOf(g), Settings: settings.Settings{}, Folder: folder,
		Shown:      games.Style{Describe: games.Position.Describe, ParseMove: games.Position.ParseMove},
		Typed:      games.Style{Describe: games.Position.FormatMove, ParseMove: games.Position.ParseMove},
		Analyst:    func() (thinker.Analyst, error) { return &parrot{value: 50}, nil },
		Unfinished: gameplay.ListUnfinished(folder, catalog.Lookup),
		SavePGN: func(path string, p *gameplay.Game) error {
			return gameplay.Archive(path, p, games.Style{Describe: games.Position.Describe})
		},
	}
	var against Opponent
	switch player {
	case "panics":
		against = Opponent{Spec: "panics", Name: "panics", Open: func(context.Context) (thinker.Player, error) { panic("as was wished") }}
	case "busy":
		against = Opponent{Spec: "busy", Name: "busy", Open: func(context.Context) (thinker.Player, error) { return stageNetwork(g, "last", runtime.NumCPU()) }}
		o.Limits.Infinite = true
	case "level 1":
		against = firstLevel(g)
	default:
		against = opponent("polly", &parrot{value: 30})
	}
	o.Seats[games.Second] = &against
	o.Find = func(string) (Opponent, error) { return against, nil }
	return o, nil
}

// firstLevel is the weakest level of a game; a parrot where it has none.
func firstLevel(g games.Game) Opponent {
	level, err := career.FindLevel(g.Name(), 1)
	if err != nil {
		return opponent("level 1", &parrot{value: 30})
	}
	return Opponent{Spec: "level 1", Name: "level 1", Limits: &search.Limits{Nodes: level.Nodes},
		Open: func(context.Context) (thinker.Player, error) {
			return stageNetwork(g, strconv.Itoa(level.Generation), 1)
		}}
}

// stageNetwork is a stage that ships, thinking with so many threads.
func stageNetwork(g games.Game, name string, threads int) (thinker.Player, error) {
	stage, err := career.Find(g.Name(), name)
	if err != nil {
		return nil, err
	}
	blob, err := career.Open(stage)
	if err != nil {
		return nil, err
	}
	network, _, err := value.ReadNetwork(bytes.NewReader(blob))
	if err != nil {
		return nil, err
	}
	opts := search.DefaultOptions()
	opts.Threads = threads
	return thinker.NewNetwork(name, g, network, stage.Calibration, opts), nil
}

// window is a terminal with a program in it.
type window struct {
	t             testing.TB
	width, height int
	cmd           *exec.Cmd
	pty           *os.File
	folder        string
	done          chan struct{} // closed when the program has ended
	drawn         chan struct{} // has something once more was written
	err           error
	stderr        *os.File // what the program says beside the screen, such as its stacks

	mu    sync.Mutex
	term  *vt.Emulator
	modes map[int]bool // private modes of the terminal
	storm bool         // panics of the emulator are not the program's
}

// openWindow starts the program in a terminal.
func openWindow(t testing.TB, game, folder, player string, width, height int, env ...string) *window {
	t.Helper()
	w := &window{t: t, width: width, height: height, folder: folder, done: make(chan struct{}), drawn: make(chan struct{}, 1),
		term: vt.NewEmulator(width, height), modes: map[int]bool{cursorMode: true}}
	w.term.SetCallbacks(vt.Callbacks{
		EnableMode:  func(m ansi.Mode) { w.modes[m.Mode()] = true },
		DisableMode: func(m ansi.Mode) { w.modes[m.Mode()] = false },
	})
	w.cmd = exec.Command(os.Args[0])
	w.cmd.Env = append(append(os.Environ(), clitest.Screens, "TERM=xterm-256color", "COLORTERM=truecolor", "NO_COLOR=", envGame+"="+game, envFolder+"="+folder, envPlayer+"="+player), env...)
	var err error
	if w.stderr, err = os.CreateTemp(t.TempDir(), "stderr"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.stderr.Close() })
	w.cmd.Stderr = w.stderr // which takes them also where the terminal takes nothing
	if w.pty, err = pty.StartWithSize(w.cmd, &pty.Winsize{Cols: uint16(width), Rows: uint16(height)}); err != nil {
		t.Fatal(err)
	}
	go w.read()
	go w.answer()
	t.Cleanup(w.kill)
	return w
}

// read shows what the program writes until it ends.
func (w *window) read() {
	buffer := make([]byte, 1<<16)
	for {
		n, err := w.pty.Read(buffer)
		w.mu.Lock()
		for _, b := range buffer[:n] {
			w.feed(b)
		}
		w.mu.Unlock()
		select {
		case w.drawn <- struct{}{}:
		default:
		}
		if err != nil {
			break
		}
	}
	w.err = w.cmd.Wait()
	close(w.done)
}

// feed shows a byte. In a storm it outlives panics of the emulator, whose scroll
// region may be higher than its screen after a resize.
func (w *window) feed(b byte) {
	defer func() {
		if w.storm {
			_ = recover()
		}
	}()
	_, _ = w.term.Write([]byte{b}) // an emulator in memory
}

// answer passes on what the terminal answers to questions of the program. What a
// program that has ended does not take is lost: the terminal does not wait for it.
func (w *window) answer() {
	_, _ = io.Copy(w.pty, w.term)
	_, _ = io.Copy(io.Discard, w.term)
}

// kill ends the program as nothing else does.
func (w *window) kill() {
	_ = w.cmd.Process.Kill() // it may have ended
	select {
	case <-w.done:
	case <-time.After(clitest.Deadline):
		w.t.Error("the program cannot be killed")
	}
	_ = w.pty.Close()
}

// stacks has a program that is stuck say where.
func (w *window) stacks() string {
	_ = w.cmd.Process.Signal(syscall.SIGQUIT) // it may have ended just now
	select {
	case <-w.done:
	case <-time.After(time.Minute):
	}
	text, err := os.ReadFile(w.stderr.Name())
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// screen returns what is to be seen.
func (w *window) screen() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.term.String()
}

// until waits until something is so.
func (w *window) until(what string, so func() bool) {
	w.t.Helper()
	for end := time.Now().Add(clitest.Deadline); !so(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			w.t.Fatalf("%s: not within any reasonable time\n%s", what, w.screen())
		}
	}
}

// shows waits until the screen shows a text.
func (w *window) shows(text string) {
	w.t.Helper()
	w.until(fmt.Sprintf("the screen shows %q", text), func() bool { return strings.Contains(w.screen(), text) })
}

// types sends keys.
func (w *window) types(keys string) {
	w.t.Helper()
	if _, err := w.pty.WriteString(keys); err != nil {
		w.t.Fatal(err)
	}
}

// Keys as terminals send them.
const (
	keyF2     = "\x1bOQ"
	keyF3     = "\x1bOR"
	keyCtrlC  = "\x03"
	keyCtrlS  = "\x13"
	keyEscape = "\x1b"
)

// journal returns the game that the program keeps; false where there is none.
func (w *window) journal() (gameplay.Unfinished, bool) {
	paths, _ := filepath.Glob(filepath.Join(w.folder, "*.game"))
	if len(paths) == 0 {
		return gameplay.Unfinished{}, false
	}
	u, err := gameplay.ReadJournal(paths[0], catalog.Lookup)
	return u, err == nil
}

// over reports whether the game was put among those that were played.
func (w *window) over() bool {
	_, err := os.Stat(filepath.Join(w.folder, Archive))
	return err == nil
}

// plies returns how many moves the program has kept, -1 after the game.
func (w *window) plies() int {
	if w.over() {
		return -1
	}
	u, _ := w.journal()
	if u.Game == nil {
		return 0
	}
	return len(u.Game.Plies())
}

// dragOn sends what a terminal sends when a piece is dragged.
func (w *window) dragOn(l layout, from, to boardview.Square) {
	at := func(s boardview.Square) (int, int) {
		x, y := l.board.Middle(s)
		return l.boardX + x + 1, l.boardY + y + 1
	}
	x, y := at(from)
	w.types(fmt.Sprintf("\x1b[<0;%d;%dM", x, y))
	if from == to {
		w.types(fmt.Sprintf("\x1b[<0;%d;%dm", x, y))
		return
	}
	x, y = at(to)
	w.types(fmt.Sprintf("\x1b[<32;%d;%dM\x1b[<0;%d;%dm", x, y, x, y))
}

// TestWholeGames plays a game of every game of the catalog by keys and by mouse
// against level 1, takes back, asks for hints, saves, kills the program and continues.
func TestWholeGames(t *testing.T) {
	for _, game := range catalog.Names() {
		for _, hand := range []string{"keys", "mouse"} {
			t.Run(game+" by "+hand, func(t *testing.T) {
				t.Parallel()
				playWhole(t, game, hand == "mouse")
			})
		}
	}
}

// playWhole plays a whole game.
func playWhole(t *testing.T, game string, mouse bool) {
	folder := t.TempDir()
	const width, height = 100, 32
	w := openWindow(t, game, folder, "level 1", width, height)
	o, err := programOptions(game, folder, "level 1")
	if err != nil {
		t.Fatal(err)
	}
	model, err := New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	model.width, model.height = width, height
	model.setTheme(boardview.Full, true) // as the terminal of the window says
	w.shows("level 1")
	me := eval.NewMaterial(2)
	if err := me.NewGame(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	g := model.game
	for move := 0; !w.over(); move++ {
		if u, ok := w.journal(); ok {
			g = u.Game
		}
		c, err := me.Move(t.Context(), eval.Situation{Pos: g.At(len(g.Plies()))}, search.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		choice := c.Move
		before := len(g.Plies())
		from, to := model.reader.Squares(g.Position(), choice)
		if mouse && uniquely(model, g, from, to) {
			w.dragOn(model.layout(), from, to)
		} else {
			w.types(g.Position().FormatMove(choice) + "\r")
		}
		w.until(fmt.Sprintf("move %d, %s, is answered", move, g.Position().Describe(choice)), func() bool {
			n := w.plies()
			return n < 0 || n >= before+2
		})
		if move == 1 && !w.over() {
			w = meddle(t, w, game, before+2)
		}
		if move > 300 {
			t.Fatal("the game does not end")
		}
	}
	w.shows("Accuracy")
	w.types(keyCtrlC + "y")
	<-w.done
	w.given(t)
}

// uniquely reports whether squares say which move is meant.
func uniquely(m *Model, g *gameplay.Game, from, to boardview.Square) bool {
	return len(m.reader.Legal(g.Position()).Between(from, to)) == 1
}

// meddle takes back and plays again, asks for hints, saves, and kills the program
// after so many plies. It returns the window of the one that continues.
func meddle(t *testing.T, w *window, game string, plies int) *window {
	w.types(keyF3)
	w.shows("Taken back")
	w.until("two plies are taken back", func() bool { return w.plies() == plies-2 })
	w.types("redo\r")
	w.until("they are played again", func() bool { return w.plies() == plies })
	w.types(keyF2)
	w.shows("1 55 %")
	saved := filepath.Join(w.folder, "saved.pgn")
	w.types(keyCtrlS + saved + "\r")
	w.until("the game is saved", func() bool { info, err := os.Stat(saved); return err == nil && info.Size() > 0 })
	w.kill()
	w = openWindow(t, game, w.folder, "level 1", w.width, w.height)
	w.shows("Continue the game")
	w.types("c")
	w.shows("The game continues.")
	if n := w.plies(); n != plies {
		t.Errorf("after kill -9 there are %d plies, want %d", n, plies)
	}
	return w
}

// cursorMode shows the cursor (DECTCEM). The emulator has a cursor for each of
// its two screens, and terminals have one for both.
const cursorMode = 25

// given fails unless the terminal is as the program found it.
func (w *window) given(t *testing.T) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.term.IsAltScreen() {
		t.Error("the alternate screen stays")
	}
	for _, mode := range []int{1000, 1002, 1003, 1006, 2004} {
		if w.modes[mode] {
			t.Errorf("mode %d stays on", mode)
		}
	}
	if !w.modes[cursorMode] {
		t.Error("the cursor stays hidden")
	}
}

func TestTerminalIsGivenBack(t *testing.T) {
	for name, end := range map[string]func(w *window){
		"Ctrl-C twice": func(w *window) { w.types(keyCtrlC); w.shows("Leave?"); w.types(keyCtrlC) },
		"quit":         func(w *window) { w.types("quit\r"); w.shows("Leave?"); w.types("\r") },
		"SIGTERM":      func(w *window) { _ = w.cmd.Process.Signal(syscall.SIGTERM) },
		"SIGHUP":       func(w *window) { _ = w.cmd.Process.Signal(syscall.SIGHUP) },
		"a panic":      func(w *window) { w.types("e4\r") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			player := "polly"
			if strings.Contains(name, "panic") {
				player = "panics"
			}
			w := openWindow(t, "chess", t.TempDir(), player, 90, 28)
			w.shows("White")
			w.until("the mouse is heard", func() bool {
				w.mu.Lock()
				defer w.mu.Unlock()
				return w.term.IsAltScreen() && w.modes[1002]
			})
			end(w)
			select {
			case <-w.done:
			case <-time.After(clitest.Deadline):
				t.Fatalf("the program does not end\n%s", w.screen())
			}
			w.given(t)
			if strings.Contains(name, "panic") && w.err == nil {
				t.Error("a panic is no error")
			}
		})
	}
}

// Whatever the program is sent, it neither fails nor leaves anything behind.
func TestStormsOfInput(t *testing.T) {
	w := openWindow(t, "chess", t.TempDir(), "polly", 80, 24)
	w.shows("White")
	w.mu.Lock()
	w.storm = true
	w.mu.Unlock()
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 200 {
		size := &pty.Winsize{Cols: uint16(1 + random.IntN(200)), Rows: uint16(1 + random.IntN(60))}
		if err := pty.Setsize(w.pty, size); err != nil {
			t.Fatal(err)
		}
		w.mu.Lock()
		w.term.Resize(int(size.Cols), int(size.Rows))
		w.mu.Unlock()
		garbage := make([]byte, 20)
		for j := range garbage {
			garbage[j] = byte(random.IntN(256))
			if garbage[j] == 0x03 || garbage[j] == 0x1a { // Ctrl-C leaves, Ctrl-Z stops
				garbage[j] = 'x'
			}
		}
		switch i % 4 {
		case 0:
			w.types(string(garbage))
		case 1:
			w.types("\x1b[200~" + strings.ReplaceAll(string(garbage), "\x1b", "") + "\x1b[201~")
		case 2:
			w.types(fmt.Sprintf("\x1b[<%d;%d;%dM", random.IntN(70), random.IntN(300), random.IntN(100)))
		case 3:
			w.types(keyEscape + keyEscape)
		}
	}
	select {
	case <-w.done:
		t.Fatalf("the program has ended: %v\n%s", w.err, w.screen())
	default:
	}
	_ = w.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-w.done:
	case <-time.After(clitest.Deadline):
		t.Fatalf("SIGTERM has not ended the program:\n%s\n%s", w.screen(), w.stacks())
	}
	w.given(t)
}

// A terminal that vanishes takes the program with it, and no move.
func TestVanishedTerminal(t *testing.T) {
	folder := t.TempDir()
	w := openWindow(t, "chess", folder, "polly", 80, 24)
	w.shows("White")
	w.types("e4\r")
	w.until("the move is answered", func() bool { return w.plies() == 2 })
	if err := w.pty.Close(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-w.done:
	case <-time.After(clitest.Deadline):
		t.Fatal("the program stays without its terminal")
	}
	if w.plies() != 2 {
		t.Errorf("%d plies are kept, want 2", w.plies())
	}
}

// After any sizes, the terminal shows what it showed before at the same size.
func TestNoLeftoversOnATerminal(t *testing.T) {
	for _, game := range []string{"chess", "xiangqi"} {
		w := openWindow(t, game, t.TempDir(), "polly", 80, 24)
		w.shows("polly")
		whole := func() bool { return strings.Contains(w.screen(), "help") && strings.Contains(w.screen(), "you") }
		w.until("the screen is drawn", whole)
		w.types("zz") // which is no move, and is seen at the end of a frame
		w.shows("zz")
		want := w.screen()
		for _, size := range [][2]int{{200, 60}, {20, 10}, {120, 40}, {1, 1}, {44, 32}, {80, 24}} {
			w.resize(size[0], size[1])
		}
		w.until("the screen is as it was", func() bool { return w.screen() == want })
	}
}

// resize changes the size of the window.
func (w *window) resize(width, height int) {
	w.t.Helper()
	w.mu.Lock()
	w.term.Resize(width, height)
	w.mu.Unlock()
	if err := pty.Setsize(w.pty, &pty.Winsize{Cols: uint16(width), Rows: uint16(height)}); err != nil {
		w.t.Fatal(err)
	}
}
