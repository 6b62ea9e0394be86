package exam

import (
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/eval"
	"apprentice/eval/stat"
)

// statsFlags are the flags of eval stats.
type statsFlags struct {
	wdl, penta string
	sprt       cli.SPRTFlag
}

func newStats() *cobra.Command {
	var f statsFlags
	cmd := &cobra.Command{
		Use:   `stats --wdl "W D L" | --penta "LL LD DD WD WW"`,
		Short: "Say what the counts of a match mean: Elo, nElo, LOS, LLR",
		Long: `Stats takes the counts of a match and prints what they say about the difference
between its players, as test frameworks do: Elo and normalized Elo with their
95 % intervals, the likelihood of superiority and, with --sprt, the log
likelihood ratio of a sequential probability ratio test.

Counts of pairs, from lost twice to won twice, say more than counts of games: the
opening, which both games of a pair share, adds no variance. If both are given,
the pairs are used. Separate numbers by blanks or commas, with or without
brackets; games may also be written as match prints them, 34-12-14.

Few results prove little. One win gives a likelihood of superiority of 75 %, two
give 87.5 %; intervals are wide, or open on one side; and the normalized Elo of
results that are all alike is unknown.`,
		Example: `  apprentice eval stats --wdl "3099 7035 2900"
  apprentice eval stats --penta "[10, 1439, 3428, 1622, 18]" --sprt 0,5`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd.OutOrStdout()) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.wdl, "wdl", "", "games won, drawn and lost, as in \"34 12 14\" or 34-12-14")
	flags.StringVar(&f.penta, "penta", "", "pairs by their points: 0, 1/2, 1, 3/2 and 2")
	f.sprt.Add(flags, "also print the verdict of a test")
	cmd.MarkFlagsOneRequired("wdl", "penta")
	return cmd
}

// run prints the statistics.
func (f *statsFlags) run(out io.Writer) error {
	r, err := f.result()
	if err != nil {
		return err
	}
	test, err := f.sprt.Test()
	if err != nil {
		return err
	}
	if test != nil && test.Model == stat.Bayesian && r.Pairs.Pairs() > 0 {
		return errors.New("--model is bayesian, which knows games only; want --wdl without --penta")
	}
	printStrength(out, r)
	if test == nil {
		return nil
	}
	llr := test.LLRGames(r.WDL)
	if r.Pairs.Pairs() > 0 {
		llr = test.LLR(r.Pairs)
	}
	lower, upper := test.Bounds()
	fmt.Fprintf(out, "SPRT  | [%s, %s] %v, alpha %g, beta %g\n", stat.Fixed(test.Elo0, 2), stat.Fixed(test.Elo1, 2), test.Model, test.Alpha, test.Beta)
	fmt.Fprintf(out, "LLR   | %s (%.2f, %.2f): %v\n", stat.Fixed(llr, 2), lower, upper, verdict(test.Decide(llr)))
	return nil
}

// result returns the counts that were given as those of a match.
func (f *statsFlags) result() (eval.Result, error) {
	var r eval.Result
	if f.penta != "" {
		counts, err := parseCounts("penta", f.penta, len(r.Pairs))
		if err != nil {
			return r, err
		}
		copy(r.Pairs[:], counts)
	}
	if f.wdl != "" {
		counts, err := parseCounts("wdl", f.wdl, 3)
		if err != nil {
			return r, err
		}
		r.WDL = stat.WDL{Wins: counts[0], Draws: counts[1], Losses: counts[2]}
	}
	if f.wdl != "" && f.penta != "" && (r.Games() != 2*r.Pairs.Pairs() || r.WDL.Score() != r.Pairs.Score()) {
		return r, fmt.Errorf("--wdl has %v points of %d games, --penta %v of %d; want the same match",
			r.WDL.Score(), r.Games(), r.Pairs.Score(), 2*r.Pairs.Pairs())
	}
	return r, nil
}

// matchCounts are games as a match prints them: 34-12-14 or +34 =12 -14.
var matchCounts = regexp.MustCompile(`^\s*\+?(\d+)\s*[-=]\s*(\d+)\s*-\s*(\d+)\s*$`)

// mostCounted bounds a sum of counts: the statistics are exact for as many results.
const mostCounted = min(1<<53, math.MaxInt/2)

// parseCounts reads n counts, at least one of which is not zero.
func parseCounts(flag, text string, n int) ([]int, error) {
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t,[]()", r) })
	if parts := matchCounts.FindStringSubmatch(text); n == 3 && parts != nil {
		words = parts[1:]
	}
	counts, sum := make([]int, len(words)), 0
	for i, word := range words {
		count, err := parseCount(word)
		if err != nil {
			return nil, fmt.Errorf("--%s is %q: %w; want %d counts", flag, text, err, n)
		}
		if count > mostCounted-sum {
			return nil, fmt.Errorf("--%s is %q: the sum is above %d", flag, text, mostCounted)
		}
		counts[i] = count
		sum += count
	}
	switch {
	case len(words) != n:
		return nil, fmt.Errorf("--%s is %q: it has %d counts; want %d", flag, text, len(words), n)
	case sum == 0:
		return nil, fmt.Errorf("--%s is %q: all counts are 0; want one that is not", flag, text)
	}
	return counts, nil
}

// parseCount reads a count of at most mostCounted.
func parseCount(word string) (int, error) {
	count, err := strconv.Atoi(word)
	switch {
	case count < 0: // out of range as well
		return 0, fmt.Errorf("%s is negative", word)
	case errors.Is(err, strconv.ErrRange) || err == nil && count > mostCounted:
		return 0, fmt.Errorf("%s is above %d", word, mostCounted)
	case err != nil:
		return 0, fmt.Errorf("%q is not a whole number", word)
	}
	return count, nil
}

// verdict says what a decision means.
func verdict(d stat.Decision) string {
	switch d {
	case stat.AcceptH0:
		return "H0 accepted"
	case stat.AcceptH1:
		return "H1 accepted"
	}
	return "undecided"
}

// printStrength prints what the counts of a match say, in the form of test
// reports. Counts of pairs are used where there are any, and a match may be
// known by them alone.
func printStrength(out io.Writer, r eval.Result) {
	s, games := r.WDL.Strength(), r.Games()
	pairs := r.Pairs.Pairs()
	if pairs > 0 {
		s, games = r.Pairs.Strength(), 2*pairs
	}
	fmt.Fprintf(out, "Elo   | %s\n", console.EstimateWords(s.Elo, 2))
	fmt.Fprintf(out, "nElo  | %s\n", console.EstimateWords(s.NElo, 2))
	fmt.Fprintf(out, "LOS   | %.2f %%\n", 100*s.LOS)
	noun := "games"
	if games == 1 {
		noun = "game"
	}
	fmt.Fprintf(out, "Score | %.2f %% of %d %s\n", 100*s.Expectation.Value, games, noun)
	if r.Games() > 0 {
		fmt.Fprintf(out, "Games | N: %d W: %d L: %d D: %d, draw ratio %.2f %%\n",
			r.Games(), r.WDL.Wins, r.WDL.Losses, r.WDL.Draws, 100*r.WDL.DrawRate())
	}
	if pairs == 0 {
		return
	}
	p := r.Pairs
	noun = "pairs"
	if pairs == 1 {
		noun = "pair"
	}
	fmt.Fprintf(out, "Penta | %v, draw ratio %.2f %% of %d %s, pairs ratio %s\n",
		p, 100*float64(p[stat.DDorWL])/float64(pairs), pairs, noun, ratio(p[stat.WD]+p[stat.WW], p[stat.LD]+p[stat.LL]))
}

// ratio writes how many a there are for each b.
func ratio(a, b int) string {
	if b == 0 {
		return fmt.Sprintf("%d to 0", a)
	}
	return fmt.Sprintf("%.2f", float64(a)/float64(b))
}
