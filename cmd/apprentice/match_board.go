package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"apprentice/eval"
	"apprentice/eval/rating"
	"apprentice/eval/stat"
	"apprentice/games"
)

// matchBoard is how a match stands, for people: lines while it goes on and a
// table at the end.
type matchBoard struct {
	t       *eval.Tournament
	test    *stat.SPRT    // nil without
	results []eval.Result // by pairing
	games   int           // in results
	begun   time.Time     // of this sitting
	took    time.Duration // set at its end
}

func newMatchBoard(t *eval.Tournament, test *stat.SPRT) *matchBoard {
	b := &matchBoard{t: t, test: test, begun: time.Now()}
	for _, p := range t.Pairings {
		b.results = append(b.results, eval.Result{A: t.Players[p[0]].Name, B: t.Players[p[1]].Name})
	}
	return b
}

// count takes in a game and the state of its pairing after it.
func (b *matchBoard) count(done eval.Finished, r eval.Result) {
	pairing, _ := b.t.PairingOf(done.Game.Index)
	b.results[pairing] = r
	b.games++
}

// played is how many of the games in results are of this sitting; negative while
// those before it are not all counted yet.
func (b *matchBoard) played() int { return b.games - len(b.t.Played) }

// taken says how many games there are and how long those of this sitting took.
func (b *matchBoard) taken() string {
	took := b.took.Round(time.Second)
	if len(b.t.Played) == 0 {
		return fmt.Sprintf("%s in %v", plural(b.games, "game"), took)
	}
	return fmt.Sprintf("%s, %s of this sitting in %v", plural(b.games, "game"), thousands(int64(max(b.played(), 0))), took)
}

// ended takes in the results of the match.
func (b *matchBoard) ended(results []eval.Result) {
	b.took = time.Since(b.begun)
	b.results = results
	b.games = 0
	for _, r := range results {
		b.games += r.Games()
	}
}

// progress is a line on how the match stands.
func (b *matchBoard) progress() string {
	line := fmt.Sprintf("%4d/%d  ", b.games, b.t.Games())
	if len(b.results) > 1 {
		var parts []string
		for _, r := range b.ratings() {
			if r.WDL.Games() == 0 {
				continue
			}
			parts = append(parts, fmt.Sprintf("%s %.1f/%d", r.Name, r.WDL.Score(), r.WDL.Games()))
		}
		return line + strings.Join(parts, ", ")
	}
	line += b.results[0].String()
	if b.test != nil {
		line += ", " + b.llr()
	}
	return line
}

// llr is the log likelihood ratio with its bounds.
func (b *matchBoard) llr() string {
	lower, upper := b.test.Bounds()
	return fmt.Sprintf("LLR %s (%.2f, %.2f)", stat.Fixed(b.results[0].LLR(*b.test), 2), lower, upper)
}

// decision says in a sentence what the SPRT has decided.
func (b *matchBoard) decision() string {
	r, test := b.results[0], b.test
	unit := map[stat.Model]string{stat.Logistic: "Elo", stat.Normalized: "nElo", stat.Bayesian: "BayesElo"}[test.Model]
	after := plural(r.Games(), "game")
	is := func(decision stat.Decision, elo, other float64) string {
		return fmt.Sprintf("SPRT: %v accepted after %s: %s is %+g %s against %s rather than %+g.", decision, after, r.A, elo, unit, r.B, other)
	}
	switch d := test.Decide(r.LLR(*test)); d {
	case stat.AcceptH1:
		return is(d, test.Elo1, test.Elo0)
	case stat.AcceptH0:
		return is(d, test.Elo0, test.Elo1)
	}
	return fmt.Sprintf("SPRT: not decided after %s between %+g and %+g %s.", after, test.Elo0, test.Elo1, unit)
}

// ratings fits the ratings of all players, the strongest first and those without
// a rating last. The first player of the match has 0.
func (b *matchBoard) ratings() []rating.Rating {
	ratings := rating.Rate(eval.Encounters(b.results), map[string]float64{b.t.Players[0].Name: 0}, rating.DefaultPrior).Ratings
	rating.Sort(ratings)
	return ratings
}

// print prints what the match found.
func (b *matchBoard) print(out io.Writer) {
	fmt.Fprintln(out)
	if len(b.results) == 1 {
		b.printPair(out)
	} else {
		b.printAll(out)
	}
	if b.games == 0 {
		return
	}
	fmt.Fprintf(out, "Ended by     %s\n", reasonWords(b.reasons()))
	if b.test != nil {
		fmt.Fprintln(out, b.decision())
	}
	for _, r := range b.results {
		if caveat := r.Caveat(); caveat != "" {
			if len(b.results) > 1 {
				caveat = r.A + " - " + r.B + ": " + caveat
			}
			fmt.Fprintf(out, "Warning: %s.\n", caveat)
		}
	}
}

// printPair prints the result of a match of two.
func (b *matchBoard) printPair(out io.Writer) {
	r := b.results[0]
	s := r.Strength()
	fmt.Fprintf(out, "%s against %s: %s\n", r.A, r.B, b.taken())
	fmt.Fprintf(out, "W-D-L        %d-%d-%d\n", r.WDL.Wins, r.WDL.Draws, r.WDL.Losses)
	if r.Games() == 0 {
		return
	}
	fmt.Fprintf(out, "Win rate     %.1f %%   (W / games)\n", 100*r.WDL.WinRate())
	fmt.Fprintf(out, "Expectation  %.1f %%   ((W + D/2) / games)\n", 100*s.Expectation.Value)
	fmt.Fprintf(out, "Elo          %s\n", estimateWords(s.Elo, 1))
	fmt.Fprintf(out, "nElo         %s\n", estimateWords(s.NElo, 1))
	fmt.Fprintf(out, "LOS          %.1f %%\n", 100*s.LOS)
	fmt.Fprintf(out, "Penta        %v\n", r.Pairs)
	if b.test != nil {
		fmt.Fprintf(out, "LLR          %s, %v [%g, %g]\n", strings.TrimPrefix(b.llr(), "LLR "), b.test.Model, b.test.Elo0, b.test.Elo1)
	}
	x, y := r.Effort[0], r.Effort[1]
	fmt.Fprintf(out, "Nodes a move %d and %d\n", nodesAMove(x), nodesAMove(y))
	fmt.Fprintf(out, "Time a move  %v and %v\n", timeAMove(x), timeAMove(y))
}

// printAll prints the table of a match of many.
func (b *matchBoard) printAll(out io.Writer) {
	fmt.Fprintf(out, "%s, %s\n", plural(len(b.t.Players), "player"), b.taken())
	for _, line := range slices.Concat(b.crosstable(), []string{""}, b.pairings()) {
		fmt.Fprintln(out, line)
	}
}

// crosstable is the list of players with their ratings and what they scored
// against each other, and why some have no rating.
func (b *matchBoard) crosstable() []string {
	ratings := b.ratings()
	rows := [][]string{{"", "player", "Elo", "+-", "games", "score"}}
	var reasons []string
	for i := range ratings {
		rows[0] = append(rows[0], fmt.Sprint(i+1))
	}
	for i, r := range ratings {
		row := []string{
			fmt.Sprint(i + 1), r.Name, signed(r.Elo.Value, 1), stat.Fixed(r.Elo.Margin(), 1),
			fmt.Sprint(r.WDL.Games()), fmt.Sprintf("%.1f %%", 100*r.Expectation),
		}
		if r.Reason != rating.Rated {
			row[2], row[3] = "-", "-"
			reasons = append(reasons, fmt.Sprintf("%s has no rating: %v", r.Name, r.Reason))
		}
		if r.WDL.Games() == 0 {
			row[5] = "-"
		}
		for _, other := range ratings {
			cell := "-"
			if w := b.between(r.Name, other.Name); w.Games() > 0 {
				cell = fmt.Sprintf("+%d=%d-%d", w.Wins, w.Draws, w.Losses)
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	lines := append(align(rows, 1), reasons...)
	return append(lines, fmt.Sprintf("(Elo of all games together, %s at 0; +- is 95 %%)", b.t.Players[0].Name))
}

// between is what one player scored against another.
func (b *matchBoard) between(player, other string) stat.WDL {
	for _, r := range b.results {
		switch {
		case r.A == player && r.B == other:
			return r.WDL
		case r.B == player && r.A == other:
			return r.WDL.Reverse()
		}
	}
	return stat.WDL{}
}

// pairings are the results of all pairings, a line each.
func (b *matchBoard) pairings() []string {
	rows := [][]string{{"pairing", "W-D-L", "Elo", "LOS", "penta", "nodes a move", "time a move"}}
	for _, r := range b.results {
		if r.Games() == 0 {
			continue
		}
		s := r.Strength()
		x, y := r.Effort[0], r.Effort[1]
		rows = append(rows, []string{
			r.A + " - " + r.B, fmt.Sprintf("%d-%d-%d", r.WDL.Wins, r.WDL.Draws, r.WDL.Losses), s.Elo.String(),
			fmt.Sprintf("%.1f %%", 100*s.LOS), r.Pairs.String(), fmt.Sprintf("%d, %d", nodesAMove(x), nodesAMove(y)),
			fmt.Sprintf("%v, %v", timeAMove(x), timeAMove(y)),
		})
	}
	return align(rows, 0)
}

// reasons counts why the games of the match ended.
func (b *matchBoard) reasons() map[games.Reason]int {
	sum := map[games.Reason]int{}
	for _, r := range b.results {
		for reason, n := range r.Reasons {
			sum[reason] += n
		}
	}
	return sum
}

// reasonWords writes how often each reason ended a game.
func reasonWords(reasons map[games.Reason]int) string {
	var words []string
	for reason := games.Checkmate; reason <= games.Aborted; reason++ {
		if n := reasons[reason]; n > 0 {
			words = append(words, fmt.Sprintf("%v %d", reason, n))
		}
	}
	return strings.Join(words, ", ")
}

func nodesAMove(e eval.Effort) int64 { return e.Nodes / int64(max(e.Moves, 1)) }

func timeAMove(e eval.Effort) time.Duration {
	return (e.Time / time.Duration(max(e.Moves, 1))).Round(time.Microsecond)
}

// align writes rows as columns two blanks apart, the one with the names flush
// left, all others flush right.
func align(rows [][]string, names int) []string {
	width := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	lines := make([]string, len(rows))
	for n, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			fill := strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell))
			if i == names {
				cells[i] = cell + fill
			} else {
				cells[i] = fill + cell
			}
		}
		lines[n] = strings.TrimRight(strings.Join(cells, "  "), " ")
	}
	return lines
}
