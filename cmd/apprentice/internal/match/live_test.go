package match

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/eval"
	"apprentice/eval/stat"
	"apprentice/games"
	"apprentice/games/record"
)

// boardOf returns the board of a match in which each of n players has played so
// many games against each other and won them all against the later ones.
func boardOf(n, played int, test *stat.SPRT) *board {
	t := &eval.Tournament{Pairings: eval.RoundRobin(n), Options: eval.Options{Pairs: 50}}
	for i := range n {
		t.Players = append(t.Players, eval.Entrant{Name: fmt.Sprint("player ", i)})
	}
	b := newBoard(t, test)
	for i := range played * len(t.Pairings) {
		done := eval.Finished{Game: record.Game{Index: uint64(i)}}
		pairing, _ := t.PairingOf(done.Game.Index)
		r := b.results[pairing]
		r.WDL.Count(games.Win)
		if i%2 == 0 {
			r.AsFirst.Count(games.Win)
		} else {
			r.AsSecond.Count(games.Win)
			r.Pairs.Count(games.Win, games.Win)
		}
		b.count(done, r)
	}
	return b
}

// cursorUp is the escape sequence that begins to redraw lines.
var cursorUp = regexp.MustCompile("\x1b\\[(\\d+)A\r\x1b\\[J")

// screenText is what a terminal shows after text was written to it, as far as
// whole lines that are erased from some line on tell.
func screenText(text string) []string {
	var lines []string
	for len(text) > 0 {
		at := cursorUp.FindStringSubmatchIndex(text)
		if at == nil {
			at = []int{len(text), len(text), 0, 0}
		}
		lines = append(lines, slices.Collect(strings.Lines(text[:at[0]]))...)
		if up, err := strconv.Atoi(text[at[2]:at[3]]); err == nil {
			lines = lines[:len(lines)-up]
		}
		text = text[at[1]:]
	}
	for i, line := range lines {
		lines[i] = ansi.Strip(line)
	}
	return lines
}

func TestMatchLive(t *testing.T) {
	var out bytes.Buffer
	b := boardOf(2, 10, &stat.SPRT{Elo0: 0, Elo1: 5, Alpha: 0.05, Beta: 0.05})
	l := newReporter(&console.Terminal{Writer: &out, Screen: &out, Interactive: true, Width: 70, Height: 24}, b, false).(*liveLines)
	for _, fault := range []string{"", "", "player 1 took too long", ""} {
		l.last = time.Time{}
		if err := l.game(eval.Finished{Game: record.Game{Index: 9}, Fault: fault}); err != nil {
			t.Fatal(err)
		}
	}
	shown := screenText(out.String())
	text := strings.Join(shown, "")
	if strings.Count(text, "of 100 games") != 1 || strings.Count(text, "game 10: player 1 took too long\n") != 1 {
		t.Errorf("the screen shows\n%s", text)
	}
	for _, want := range []string{"10 of 100 games", "player 0 - player 1: +10 =0 -0", "LOS", "penta [0, 0, 0, 0, 5]", "LLR 0."} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	for _, line := range shown {
		if w := ansi.StringWidth(line); w >= 70 {
			t.Errorf("a line of %d columns on a screen of 70: %s", w, line)
		}
	}
	l.end()
	if text := strings.Join(screenText(out.String()), ""); strings.Contains(text, "of 100 games") {
		t.Errorf("at the end the screen shows\n%s", text)
	}
}

// The table of many players is never higher than the screen.
func TestMatchLiveFits(t *testing.T) {
	b := boardOf(12, 2, nil)
	for height := 2; height < 20; height++ {
		var out bytes.Buffer
		l := &liveLines{t: &console.Terminal{Writer: &out, Screen: &out, Interactive: true, Width: 60, Height: height}, board: b}
		l.draw(time.Now())
		if n := strings.Count(out.String(), "\n"); n >= height || n != l.drawn {
			t.Errorf("%d lines on a screen of %d", n, height)
		}
	}
}

func TestMatchLines(t *testing.T) {
	var out bytes.Buffer
	b := boardOf(3, 20, nil)
	l := newReporter(&console.Terminal{Writer: &out, Interactive: true}, b, true)
	for _, fault := range []string{"it fell over", ""} {
		if err := l.game(eval.Finished{Fault: fault}); err != nil {
			t.Fatal(err)
		}
	}
	l.end()
	want := "game 1: it fell over\n" + strings.Repeat("  60/300  player 0 40.0/40, player 1 20.0/40, player 2 0.0/40\n", 2)
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", &out, want)
	}
}

// The sentence about an SPRT names the right hypothesis from the view of A.
func TestMatchDecision(t *testing.T) {
	test := &stat.SPRT{Elo0: 0, Elo1: 50, Alpha: 0.05, Beta: 0.05}
	b := boardOf(2, 100, test)
	if got, want := b.decision(), "SPRT: H1 accepted after 100 games: player 0 is +50 Elo against player 1 rather than +0."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	r := &b.results[0]
	r.WDL, r.Pairs = r.WDL.Reverse(), r.Pairs.Reverse()
	if got, want := b.decision(), "SPRT: H0 accepted after 100 games: player 0 is +0 Elo against player 1 rather than +50."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	test.Model, test.Elo0, test.Elo1 = stat.Normalized, -3, 2
	r.WDL, r.Pairs = stat.WDL{Wins: 1, Losses: 1}, stat.Pentanomial{0, 0, 1, 0, 0}
	if got, want := b.decision(), "SPRT: not decided after 2 games between -3 and +2 nElo."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A result that faults decided says so, in the table and as JSON, and the
// test's too.
func TestMatchWarnsOfFaults(t *testing.T) {
	b := boardOf(2, 2, &stat.SPRT{Elo0: 0, Elo1: 50, Alpha: 0.05, Beta: 0.05})
	b.results[0].Reasons = map[games.Reason]int{games.TimeForfeit: 2}
	const want = "2 of 2 games ended by time forfeit: this measures the machine, not the players"
	var out bytes.Buffer
	b.print(&out)
	if !strings.HasSuffix(out.String(), "\nSPRT: not decided after 2 games between +0 and +50 Elo.\nWarning: "+want+".\n") {
		t.Errorf("no warning at the end of\n%s", &out)
	}
	report := b.report(&flags{}, head{}, false)
	if report.Pairings[0].Warning != want || report.SPRT.Warning != want {
		t.Errorf("the pairing warns %q, its test %q; want %q", report.Pairings[0].Warning, report.SPRT.Warning, want)
	}

	b = boardOf(3, 2, nil)
	b.results[1].Reasons = map[games.Reason]int{games.Disconnected: 1, games.Checkmate: 1}
	out.Reset()
	b.print(&out)
	if !strings.HasSuffix(out.String(), "\nWarning: player 0 - player 2: 1 of 2 games ended by disconnection: a player does not work, and nothing is measured.\n") {
		t.Errorf("no warning at the end of\n%s", &out)
	}
}
