package match

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/eval"
	"apprentice/eval/rating"
	"apprentice/eval/stat"
	"apprentice/games"
)

// board is how a match stands, for people: lines while it runs and a table at the
// end.
type board struct {
	t       *eval.Tournament
	test    *stat.SPRT    // nil without
	results []eval.Result // by pairing
	games   int           // in results
	begun   time.Time     // of this sitting
	took    time.Duration // set at its end
}

func newBoard(t *eval.Tournament, test *stat.SPRT) *board {
	b := &board{t: t, test: test, begun: time.Now()}
	for _, p := range t.Pairings {
		b.results = append(b.results, eval.Result{A: t.Players[p[0]].Name, B: t.Players[p[1]].Name})
	}
	return b
}

// count takes in a game and the state of its pairing after it.
func (b *board) count(done eval.Finished, r eval.Result) {
	pairing, _ := b.t.PairingOf(done.Game.Index)
	b.results[pairing] = r
	b.games++
}

// played is how many of the games in results are of this sitting; negative while
// those before it are not all counted yet.
func (b *board) played() int { return b.games - len(b.t.Played) }

// taken says how many games there are and how long those of this sitting took.
func (b *board) taken() string {
	took := b.took.Round(time.Second)
	if len(b.t.Played) == 0 {
		return fmt.Sprintf("%s in %v", console.Plural(b.games, "game"), took)
	}
	return fmt.Sprintf("%s, %s of this sitting in %v", console.Plural(b.games, "game"), console.Thousands(int64(max(b.played(), 0))), took)
}

// ended takes in the results of the match.
func (b *board) ended(results []eval.Result) {
	b.took = time.Since(b.begun)
	b.results = results
	b.games = 0
	for _, r := range results {
		b.games += r.Games()
	}
}

// progress is a line on how the match stands.
func (b *board) progress() string {
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
func (b *board) llr() string {
	lower, upper := b.test.Bounds()
	return fmt.Sprintf("LLR %s (%.2f, %.2f)", stat.Fixed(b.results[0].LLR(*b.test), 2), lower, upper)
}

// decision says in a sentence what the SPRT has decided.
func (b *board) decision() string {
	r, test := b.results[0], b.test
	unit := map[stat.Model]string{stat.Logistic: "Elo", stat.Normalized: "nElo", stat.Bayesian: "BayesElo"}[test.Model]
	after := console.Plural(r.Games(), "game")
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
func (b *board) ratings() []rating.Rating {
	ratings := rating.Rate(eval.Encounters(b.results), map[string]float64{b.t.Players[0].Name: 0}, rating.DefaultPrior).Ratings
	rating.Sort(ratings)
	return ratings
}

// print prints what the match found.
func (b *board) print(out io.Writer) {
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
func (b *board) printPair(out io.Writer) {
	r := b.results[0]
	s := r.Strength()
	fmt.Fprintf(out, "%s against %s: %s\n", r.A, r.B, b.taken())
	fmt.Fprintf(out, "W-D-L        %d-%d-%d\n", r.WDL.Wins, r.WDL.Draws, r.WDL.Losses)
	if r.Games() == 0 {
		return
	}
	fmt.Fprintf(out, "Win rate     %.1f %%   (W / games)\n", 100*r.WDL.WinRate())
	fmt.Fprintf(out, "Expectation  %.1f %%   ((W + D/2) / games)\n", 100*s.Expectation.Value)
	fmt.Fprintf(out, "Elo          %s\n", console.EstimateWords(s.Elo, 1))
	fmt.Fprintf(out, "nElo         %s\n", console.EstimateWords(s.NElo, 1))
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
func (b *board) printAll(out io.Writer) {
	fmt.Fprintf(out, "%s, %s\n", console.Plural(len(b.t.Players), "player"), b.taken())
	for _, line := range slices.Concat(b.crosstable(), []string{""}, b.pairings()) {
		fmt.Fprintln(out, line)
	}
}

// reasons counts why the games of the match ended.
func (b *board) reasons() map[games.Reason]int {
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
