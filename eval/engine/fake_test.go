package engine

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"apprentice/games"
	"apprentice/games/tictactoe"
)

// The test binary is also the engine that the tests play with: started with
// fakeWord as its first argument it speaks a protocol and misbehaves as told.
const fakeWord = "fake-engine"

func TestMain(m *testing.M) {
	if len(os.Args) == 5 && os.Args[1] == fakeWord {
		newFake(os.Args[2], os.Args[3], os.Args[4]).run()
		os.Exit(0)
	}
	if len(os.Args) == 3 && os.Args[1] == hostWord {
		hostEngine(os.Args[2])
	}
	if err := os.Setenv("GORACE", "atexit_sleep_ms=0"); err != nil { // or fakes built with -race die slowly
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

// fakeSpec returns the spec of a fake engine, and the folder it leaves its
// traces in.
func fakeSpec(t *testing.T, protocol Protocol, fault string) (Spec, string) {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	return Spec{
		Path: path, Args: []string{fakeWord, protocol.String(), fault, dir}, Protocol: protocol,
		Patience: Patience{Move: 700 * time.Millisecond, Quit: 200 * time.Millisecond},
	}, dir
}

// fake is an engine that plays the first legal move of tic-tac-toe.
type fake struct {
	protocol, fault, dir string
	pos                  games.Position
	thinks               int    // times it was told to think
	news                 int    // games
	healthy              bool   // another process has had the fault already
	waiting              string // what to say before the move once it is told to stop
}

func newFake(protocol, fault, dir string) *fake {
	f := &fake{protocol: protocol, fault: fault, dir: dir, pos: tictactoe.Game{}.Start()}
	f.leave("pid."+strconv.Itoa(os.Getpid()), "")
	_, err := os.Stat(filepath.Join(dir, "faulted"))
	f.healthy = err == nil
	return f
}

// leave appends text to a file that the test looks at.
func (f *fake) leave(name, text string) {
	w, err := os.OpenFile(filepath.Join(f.dir, name), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		panic(err)
	}
	defer w.Close()
	fmt.Fprint(w, text)
}

// strikes reports whether it is time for a fault that only the first process
// has.
func (f *fake) strikes(fault string) bool {
	if f.fault != fault || f.healthy {
		return false
	}
	f.leave("faulted", "")
	return true
}

func forever() {
	for {
		time.Sleep(time.Hour)
	}
}

func say(format string, args ...any) { fmt.Printf(format+"\n", args...) }

func (f *fake) run() {
	switch f.fault {
	case "sleeper":
		time.Sleep(time.Minute)
	case "mute":
		forever()
	case "leaves a daemon":
		f.daemon()
	case "no start":
		fmt.Fprintln(os.Stderr, "cannot find my network")
		os.Exit(7)
	}
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		line := in.Text()
		f.leave("heard", line+"\n")
		if line == "quit" && f.fault != "ignores quit" {
			return
		}
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if strings.HasPrefix(f.fault, "speaks xboard") && words[0] == "uci" {
			say("Illegal move: uci")
			if f.fault == "speaks xboard and dies" {
				os.Exit(1)
			}
			continue
		}
		if f.protocol == "xboard" {
			f.xboard(words)
		} else {
			f.uci(words)
		}
	}
	if f.fault == "ignores quit" {
		forever()
	}
}

func (f *fake) uci(words []string) {
	switch words[0] {
	case "uci":
		say("id name Fake 1.0")
		say("option name Skill Level type spin default 20 min 0 max 20")
		say("option name UCI_Variant type combo default other var other var three in a row")
		say("option name Ponder type check default false")
		say("option name Book File type string default <empty>")
		say("option name Clear Hash type button")
		say("uciok")
	case "ucci":
		say("id name Fake 1.0")
		say("option usemillisec type check default false")
		say("option newgame type button")
		say("option style type combo var solid var normal var risky default normal")
		say("ucciok")
	case "isready":
		if f.news == 2 && f.strikes("stuck between games") || f.fault == "never ready" {
			forever()
		}
		say("readyok")
	case "ucinewgame":
		f.news++
	case "position":
		f.pos = tictactoe.Game{}.Start()
		line := strings.Join(words, " ")
		if rest, ok := strings.CutPrefix(line, "position fen "); ok {
			fen, _, _ := strings.Cut(rest, " moves")
			if pos, err := (tictactoe.Game{}).ParseFEN(fen); err == nil {
				f.pos = pos
			}
		}
		_, moves, _ := strings.Cut(line, " moves ")
		for _, text := range strings.Fields(moves) {
			f.follow(text)
		}
	case "stop":
		f.stop()
	case "go":
		say("info string thinking about depth 99")
		say("info depth 3 seldepth 5 score cp 17 nodes 42 nps 1000 pv a1")
		f.think("bestmove ")
	}
}

// follow plays a move that it was told.
func (f *fake) follow(text string) {
	m, err := f.pos.ParseMove(text)
	if err != nil {
		say("Illegal move: %s", text)
		return
	}
	f.pos.Make(m, nil)
}

func (f *fake) xboard(words []string) {
	switch words[0] {
	case "protover":
		switch f.fault {
		case "protocol 1":
		case "postponed":
			say("feature done=0")
			time.Sleep(600 * time.Millisecond)
			f.features()
		case "no depth, no ping":
			say("feature setboard=1 usermove=1 done=1")
		default:
			f.features()
		}
	case "new":
		f.pos = tictactoe.Game{}.Start()
	case "setboard":
		pos, err := tictactoe.Game{}.ParseFEN(strings.Join(words[1:], " "))
		if err != nil {
			say("tellusererror Illegal position")
			return
		}
		f.pos = pos
	case "ping":
		say("pong %s", words[1])
		if f.fault == "pongs twice" {
			say("pong %s", words[1])
		}
	case "usermove":
		f.follow(words[1])
	case "go":
		say("4 -25 3 77 a1 b2")
		f.think(map[bool]string{false: "move ", true: "My move is: "}[f.fault == "protocol 1"])
	case "sd":
		if strings.HasPrefix(f.fault, "no depth") {
			say("Error (unknown command): sd %s", words[1])
		}
	case "?":
		if !f.stop() {
			say("Error (unknown command): ?")
		}
	default:
		if f.fault == "protocol 1" && len(words[0]) == 2 {
			f.follow(words[0])
		}
	}
}

// features says what an engine of protocol 2 knows.
func (f *fake) features() {
	say(`feature myname="Fake 1.0" ping=1 setboard=1 usermove=1 colors=0 sigint=0 wings=1`)
	say(`feature variants="normal,three" memory=1 option="Skill Level -spin 20 0 20" option="Ponder -check 0"`)
	say(`feature reuse=%d done=1`, map[bool]int{false: 1}[f.fault == "one game"])
}

// think says a move after prefix, or does its worst instead.
func (f *fake) think(prefix string) {
	f.thinks++
	if f.fault == "floods stderr" {
		_, _ = os.Stderr.Write(bytes.Repeat([]byte("warning: all is well\n"), 1<<17))
	}
	if f.fault == "waits for stop" {
		f.waiting = prefix
		return
	}
	if f.thinks == 2 {
		f.misbehave()
	}
	f.move(prefix)
}

// stop ends the thinking of an engine that waits for it.
func (f *fake) stop() bool {
	prefix := f.waiting
	if f.waiting = ""; prefix != "" {
		f.move(prefix)
	}
	return prefix != ""
}

// move plays the first legal move and says it after prefix.
func (f *fake) move(prefix string) {
	moves := f.pos.Moves(nil, games.AllMoves)
	if len(moves) == 0 {
		say("%s(none)", prefix)
		return
	}
	text := f.pos.FormatMove(moves[0])
	f.pos.Make(moves[0], nil)
	deaf := f.thinks == 2 && f.strikes("closes stdin")
	if deaf {
		os.Stdin.Close()
	}
	say("%s%s", prefix, text)
	if deaf {
		forever()
	}
	if f.fault == "answers twice" {
		say("%sa1", prefix)
	}
}

// misbehave has the faults of a thinking engine.
func (f *fake) misbehave() {
	switch {
	case f.strikes("never answers"), f.strikes("ignores stop"):
		_, _ = io.Copy(io.Discard, os.Stdin)
		forever()
	case f.strikes("dies"):
		fmt.Fprintln(os.Stderr, "assertion failed\n ")
		os.Exit(3)
	case f.strikes("leaves an orphan"):
		child := exec.Command(os.Args[0], fakeWord, f.protocol, "sleeper", f.dir)
		child.Stdout, child.Stderr = os.Stdout, os.Stderr
		if err := child.Start(); err != nil {
			panic(err)
		}
		f.leave("pid."+strconv.Itoa(child.Process.Pid), "")
		os.Exit(0)
	case f.strikes("plays off the board"):
		say("bestmove z9")
	case f.strikes("moves on an occupied square"):
		say("move %s\nbestmove %[1]s", f.occupied())
	case f.strikes("plays none"):
		say("bestmove")
	case f.strikes("garbage"):
		for i := range 3000 {
			say("\x00\xff%d bestmoves \x1b[0m feature=\" info score", i)
		}
		forever()
	case f.strikes("endless line"):
		for range 160 {
			_, _ = os.Stdout.Write(bytes.Repeat([]byte("bestmove a1 "), 1<<13)) // 10 MB and more
		}
		forever()
	case f.strikes("endless lines"):
		for {
			say("info depth 1 score cp 3")
		}
	case f.strikes("answers late"):
		time.Sleep(2 * time.Second)
	case f.strikes("resigns"):
		say("resign\nnobestmove")
		forever()
	case f.strikes("claims"):
		say("1/2-1/2 {Draw by boredom}")
		forever()
	case f.strikes("claims and moves"):
		say("1/2-1/2 {Draw after my move}")
	case f.strikes("concedes"):
		say("%s {I am lost}", map[games.Side]string{games.First: "0-1", games.Second: "1-0"}[f.pos.Side()])
		forever()
	case f.strikes("refuses"):
		say("Illegal move: %s", f.occupied())
	}
}

// occupied returns a square that is not free.
func (f *fake) occupied() string {
	for _, square := range []string{"a1", "b1", "c1", "a2", "b2", "c2"} {
		if _, err := f.pos.ParseMove(square); err != nil {
			return square
		}
	}
	return "a1"
}
