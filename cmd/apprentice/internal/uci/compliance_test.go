package uci

import (
	"regexp"
	"strings"
	"testing"

	"apprentice/games/chess"
)

// step is something that a match runner does before it lets an engine play: it
// says a line, waits for an answer, and looks at the lines up to it.
type step struct {
	about  string
	say    string // "": nothing
	await  string // pattern of the answer; "": none
	verify func(lines []string) bool
}

// Checks of what an engine said, the answer last.
var (
	infoLine   = regexp.MustCompile(`^info depth \d+ seldepth \d+ multipv \d+ score (cp|mate) -?\d+( (lower|upper)bound)? nodes \d+ nps \d+ hashfull \d+ tbhits \d+ time \d+ pv( [a-h][1-8][a-h][1-8][qrbn]?)+$`)
	legalMove  = regexp.MustCompile(`^bestmove [a-h][1-8][a-h][1-8][qrbn]?( ponder [a-h][1-8][a-h][1-8][qrbn]?)?$`)
	hasName    = func(lines []string) bool { return holds(lines, "id name ") }
	hasAuthor  = func(lines []string) bool { return holds(lines, "id author ") }
	anything   = func([]string) bool { return true }
	nothing    = func(lines []string) bool { return len(lines) == 1 }
	hasInfo    = func(lines []string) bool { return strings.HasPrefix(lastBefore(lines), "info ") }
	hasScore   = func(lines []string) bool { return strings.Contains(lastBefore(lines), " score ") }
	wellFormed = func(lines []string) bool { return infoLine.MatchString(lastBefore(lines)) }
	moves      = func(lines []string) bool { return legalMove.MatchString(lines[len(lines)-1]) }
	keepsWord  = func(lines []string) bool { // the last line begins with the move
		_, pv, ok := strings.Cut(lastBefore(lines), " pv ")
		return ok && strings.Fields(pv)[0] == strings.Fields(lines[len(lines)-1])[1]
	}
)

func holds(lines []string, prefix string) bool {
	for _, line := range lines {
		if rest, ok := strings.CutPrefix(line, prefix); ok && rest != "" {
			return true
		}
	}
	return false
}

func lastBefore(lines []string) string {
	if len(lines) < 2 {
		return ""
	}
	return lines[len(lines)-2]
}

// thinking are the steps of one search: that it answers at all, that it tells of
// the search, with a value, in the form that runners read, and that it plays
// what it tells.
func thinking(command string) []step {
	return []step{
		{command + ": send", command, "", nil},
		{command + ": await a move", "", "^bestmove ", moves},
		{command + ": an info line came before it", "", "", hasInfo},
		{command + ": with a score", "", "", hasScore},
		{command + ": as integers, in order", "", "", wellFormed},
		{command + ": of the move that is played", "", "", keepsWord},
	}
}

// TestCompliance goes through what match runners check an engine for, each
// step on its own. The clocks come in every order and as few as may be.
func TestCompliance(t *testing.T) {
	steps := []step{
		{"introduce", "uci", "^uciok$", anything},
		{"has a name", "", "", hasName},
		{"has an author", "", "", hasAuthor},
		{"is ready", "isready", "^readyok$", nothing},
		{"a new game", "ucinewgame", "", nil},
		{"is ready for it", "isready", "^readyok$", nothing},
		{"the start position", "position startpos", "", nil},
		{"is ready in it", "isready", "^readyok$", nothing},
		{"a position", "position fen 2r3k1/1q3ppp/p3p3/1p1nP3/3Q4/P7/1P3PPP/2R3K1 w - - 4 27", "", nil},
		{"is ready in that", "isready", "^readyok$", nothing},
	}
	steps = append(steps, thinking("go wtime 100")...)
	steps = append(steps,
		step{"the other side to move", "position startpos moves e2e4", "", nil},
		step{"is ready in that too", "isready", "^readyok$", nothing})
	steps = append(steps, thinking("go btime 100")...)
	steps = append(steps, thinking("go wtime 100 winc 100 btime 100 binc 100")...)
	steps = append(steps, thinking("go btime 100 binc 100 wtime 100 winc 100")...)
	steps = append(steps,
		step{"another game", "ucinewgame", "", nil},
		step{"is ready once more", "isready", "^readyok$", nothing},
		step{"its start", "position startpos", "", nil},
		step{"the first move", "go wtime 100 btime 100", "^bestmove ", moves},
		step{"its answer", "position startpos moves e2e4 e7e5", "", nil},
		step{"the second move", "go wtime 100 btime 100", "^bestmove ", moves},
		step{"the clock of the opponent only", "go btime 100", "^bestmove ", moves},
		step{"nothing is left to say", "isready", "^readyok$", nothing})
	if len(steps) < 40 {
		t.Fatalf("only %d steps", len(steps))
	}

	k := begin(t, chess.Game{})
	var heard []string
	for i, s := range steps {
		if s.say != "" {
			k.say("%s", s.say)
		}
		if s.await != "" {
			answer, before := k.hear(s.await)
			heard = append(before, answer)
		}
		if s.verify != nil && !s.verify(heard) {
			t.Errorf("step %d, %s: heard %q", i+1, s.about, heard)
		}
	}
	k.say("quit")
	k.end()
}
