package engine

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"apprentice/agent/search"
	"apprentice/eval"
	"apprentice/games"
	"apprentice/games/tictactoe"
)

// random returns the opponent that plays any legal move.
func random(t *testing.T) eval.Entrant {
	t.Helper()
	e, err := eval.Builtin("random")
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// matchOf plays some games of the engine of a spec against random moves.
func matchOf(t *testing.T, spec Spec, opts eval.Options) []eval.Finished {
	t.Helper()
	var all []eval.Finished
	opts.Seed = 11
	opts.Report = func(f eval.Finished, _ eval.Result) error {
		all = append(all, f)
		return nil
	}
	m := eval.Match{Game: tictactoe.Game{}, A: Entrant(spec), B: random(t), Options: opts}
	if _, err := m.Play(t.Context()); err != nil {
		t.Fatalf("seed %d: %v", opts.Seed, err)
	}
	return all
}

// started returns the processes that left their traces in dir.
func started(t *testing.T, dir string) (pids []int) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "pid.*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		pid, err := strconv.Atoi(strings.TrimPrefix(filepath.Base(file), "pid."))
		if err != nil {
			t.Fatal(err)
		}
		pids = append(pids, pid)
	}
	return pids
}

// checkGone fails the test if one of the processes runs. Those that nobody
// waits for, orphans of an engine, may need a moment to be reaped.
func checkGone(t *testing.T, pids []int) {
	t.Helper()
	if runtime.GOOS == "windows" {
		return // there are no signals to ask with
	}
	for _, pid := range pids {
		deadline := time.Now().Add(5 * time.Second)
		for running(pid) {
			if time.Now().After(deadline) {
				t.Errorf("process %d is left behind", pid)
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
}

// running reports whether a process exists and is more than a dead entry that
// its parent has not looked at.
func running(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil || p.Signal(syscall.Signal(0)) != nil {
		return false
	}
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return !os.IsNotExist(err) || runtime.GOOS != "linux"
	}
	_, state, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(state, "Z")
}

// trials returns how many processes only find out whether the engine takes the
// limits.
func trials(protocol Protocol, lim search.Limits) int {
	if protocol == XBoard && lim.Depth > 0 {
		return 1
	}
	return 0
}

// Whatever an engine does in one game, that game has the right result and the
// match goes on with another process.
func TestFaultLosesOneGame(t *testing.T) {
	t.Parallel()
	nodes := search.Limits{Nodes: 100}
	moveTime := search.Limits{MoveTime: 400 * time.Millisecond}
	for _, test := range []struct {
		fault    string
		protocol Protocol
		limits   search.Limits
		reason   games.Reason
		text     string // in the fault on record
	}{
		{"never answers", UCI, nodes, games.TimeForfeit, "engine does not answer within "},
		{"never answers", XBoard, search.Limits{Depth: 2}, games.TimeForfeit, "engine does not answer within "},
		{"ignores stop", UCI, moveTime, games.TimeForfeit, "where 400ms were left"},
		{"ignores stop", XBoard, moveTime, games.TimeForfeit, "where 400ms were left"},
		{"answers late", UCCI, moveTime, games.TimeForfeit, "where 400ms were left"},
		{"dies", UCI, nodes, games.Disconnected, "engine died: exit status 3: assertion failed"},
		{"dies", XBoard, search.Limits{Depth: 2}, games.Disconnected, "engine died: exit status 3: assertion failed"},
		{"leaves an orphan", UCI, nodes, games.Disconnected, "engine died: "},
		{"closes stdin", UCI, nodes, games.Disconnected, "engine died: it closed its input"},
		{"plays off the board", UCI, nodes, games.IllegalMove, `it plays "z9", which is illegal in `},
		{"moves on an occupied square", UCCI, nodes, games.IllegalMove, ", which is illegal in "},
		{"moves on an occupied square", XBoard, search.Limits{Depth: 2}, games.IllegalMove, ", which is illegal in "},
		{"plays none", UCI, nodes, games.IllegalMove, `it plays "", which is illegal in `},
		{"garbage", UCI, nodes, games.TimeForfeit, "engine does not answer within "},
		{"endless line", UCI, nodes, games.TimeForfeit, "engine does not answer within "},
		{"endless lines", UCI, nodes, games.TimeForfeit, "engine does not answer within "},
		{"resigns", UCCI, nodes, games.Resigned, ""},
		{"resigns", XBoard, search.Limits{Depth: 2}, games.Resigned, ""},
		{"concedes", XBoard, search.Limits{Depth: 2}, games.Resigned, ""},
		{"claims", XBoard, search.Limits{Depth: 2}, games.IllegalMove, `it claims "1/2-1/2 {Draw by boredom}" and does not move`},
		{"refuses", XBoard, search.Limits{Depth: 2}, games.Disconnected, "it does not take "},
	} {
		t.Run(test.fault+" in "+test.protocol.String(), func(t *testing.T) {
			t.Parallel()
			spec, dir := fakeSpec(t, test.protocol, test.fault)
			all := matchOf(t, spec, eval.Options{Pairs: 2, Limits: test.limits, Margin: 300 * time.Millisecond})
			lost := 0
			for _, f := range all {
				switch reason := f.Game.Outcome.Reason; {
				case reason < games.RuleReasons && f.Fault == "":
				case lost == 0 && reason == test.reason && f.Result == games.Loss && (f.Fault == "") == (test.text == "") &&
					strings.Contains(f.Fault, test.text):
					lost++
				default:
					t.Errorf("game %d: %v for the engine by %v: %q", f.Game.Index, f.Result, reason, f.Fault)
				}
			}
			if len(all) != 4 || lost != 1 {
				t.Errorf("%d games, %d of them lost by the fault; want 4 and 1", len(all), lost)
			}
			pids := started(t, dir)
			want := 2 + trials(test.protocol, test.limits)
			if test.fault == "leaves an orphan" {
				want++
			}
			if len(pids) != want {
				t.Errorf("%d processes were started, want %d", len(pids), want)
			}
			checkGone(t, pids)
		})
	}
}

// Some faults cost no game.
func TestFaultLosesNoGame(t *testing.T) {
	t.Parallel()
	nodes, depth := search.Limits{Nodes: 100}, search.Limits{Depth: 2}
	for _, test := range []struct {
		fault     string
		protocol  Protocol
		limits    search.Limits
		processes int
	}{
		{"none", UCI, nodes, 1},
		{"none", UCCI, nodes, 1},
		{"none", XBoard, depth, 1},
		{"ignores quit", UCI, nodes, 1},
		{"waits for stop", UCI, search.Limits{MoveTime: 50 * time.Millisecond}, 1},
		{"waits for stop", UCCI, search.Limits{MoveTime: 50 * time.Millisecond}, 1},
		{"waits for stop", XBoard, search.Limits{MoveTime: 50 * time.Millisecond}, 1},
		{"floods stderr", UCI, nodes, 1},
		{"answers twice", UCI, nodes, 1},
		{"answers twice", XBoard, depth, 1},
		{"pongs twice", XBoard, depth, 1},
		{"claims and moves", XBoard, depth, 1},
		{"stuck between games", UCI, nodes, 2},
		{"one game", XBoard, depth, 4},
		{"protocol 1", XBoard, depth, 1},
		{"postponed", XBoard, depth, 1},
	} {
		t.Run(test.fault+" in "+test.protocol.String(), func(t *testing.T) {
			t.Parallel()
			spec, dir := fakeSpec(t, test.protocol, test.fault)
			spec.Patience.Move = 20 * time.Second // a busy machine is no fault either
			switch test.fault {
			case "stuck between games":
				spec.Patience.Ready = time.Second
			case "protocol 1", "postponed":
				spec.Patience.Start = 400 * time.Millisecond
			}
			all := matchOf(t, spec, eval.Options{Pairs: 2, Limits: test.limits, Margin: time.Second})
			for _, f := range all {
				if reason := f.Game.Outcome.Reason; reason > games.RuleReasons || f.Fault != "" {
					t.Errorf("game %d: %v for the engine by %v: %q", f.Game.Index, f.Result, reason, f.Fault)
				}
			}
			pids := started(t, dir)
			if want := test.processes + trials(test.protocol, test.limits); len(all) != 4 || len(pids) != want {
				t.Errorf("%d games by %d processes; want 4 by %d", len(all), len(pids), want)
			}
			checkGone(t, pids)
		})
	}
}

// An engine that cannot start ends the match with an error that says why.
func TestFaultAtStart(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ fault, text string }{
		{"no start", "engine died: exit status 7: cannot find my network; does it speak uci?"},
		{"mute", "engine does not answer within 500ms; does it speak uci? If not, name its protocol: engine.test?protocol=xboard or engine.test?protocol=ucci"},
		{"speaks xboard", `engine does not answer within 500ms; it said "Illegal move: uci"; does it speak uci?`},
		{"speaks xboard and dies", `engine died: exit status 1; it said "Illegal move: uci"; does it speak uci?`},
	} {
		t.Run(test.fault, func(t *testing.T) {
			t.Parallel()
			spec, dir := fakeSpec(t, UCI, test.fault)
			spec.Patience.Start = 500 * time.Millisecond
			if test.fault != "mute" {
				spec.Patience.Start = time.Minute // on a busy machine
			}
			if test.fault == "speaks xboard" {
				spec.Patience.Start = 5 * time.Second
				test.text = strings.Replace(test.text, "500ms", "5s", 1)
			}
			_, err := Start(t.Context(), spec)
			if err == nil || !strings.Contains(err.Error(), test.text) {
				t.Errorf("error is %v, want %q", err, test.text)
			}
			if want := "?protocol=xboard or "; err != nil && !strings.Contains(err.Error(), want) {
				t.Errorf("error is %v, want %q", err, want)
			}
			checkGone(t, started(t, dir))
		})
	}
}

// An engine of UCI that is told to speak xboard says nothing, and would think
// without end. It is found out before it does.
func TestUCIEngineAsXBoard(t *testing.T) {
	t.Parallel()
	spec, dir := fakeSpec(t, UCI, "")
	spec.Protocol = XBoard
	spec.Patience.Start = 500 * time.Millisecond
	var err error
	for range 4 {
		if _, err = Start(t.Context(), spec); errors.Is(err, errUCI) {
			break
		}
		spec.Patience.Start *= 4 // on a busy machine
	}
	if !errors.Is(err, errUCI) {
		t.Errorf("error is %v, want %v", err, errUCI)
	}
	checkGone(t, started(t, dir))
}

// Whoever starts an engine need not wait for it: the end of the context ends
// it, whether it introduces itself or not.
func TestStartIsInterrupted(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{"mute", "never ready"} {
		spec, dir := fakeSpec(t, UCI, fault)
		spec.Patience.Start, spec.Patience.Ready = time.Hour, time.Hour
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			for len(started(t, dir)) == 0 {
				time.Sleep(time.Millisecond)
			}
			cancel()
		}()
		if _, err := Start(ctx, spec); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, want the end of the context", fault, err)
		}
		checkGone(t, started(t, dir))
	}
}

// A limit that an engine does not take stops a match before its first game.
func TestLimitsAreTried(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{"no depth", "no depth, no ping"} {
		spec, dir := fakeSpec(t, XBoard, fault)
		m := eval.Match{Game: tictactoe.Game{}, A: Entrant(spec), B: random(t), Options: eval.Options{Pairs: 2, Limits: search.Limits{Depth: 2}}}
		m.Save = func(eval.Finished) error { t.Error("a game was played"); return nil }
		if _, err := m.Play(t.Context()); err == nil || !strings.Contains(err.Error(), `cannot keep the limits of its moves: it does not take "sd 2"`) {
			t.Errorf("%s: %v", fault, err)
		}
		m.Limits, m.Save = search.Limits{MoveTime: time.Second}, nil
		if r, err := m.Play(t.Context()); err != nil || r.Games() != 4 {
			t.Errorf("%s: with a limit that it takes: %v, %v", fault, r, err)
		}
		checkGone(t, started(t, dir))
	}
}
