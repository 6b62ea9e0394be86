package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"apprentice/agent/search"
	"apprentice/eval"
	"apprentice/games"
	"apprentice/games/record"
)

// matchFlags are the flags of the match command.
type matchFlags struct {
	game        gameFlag
	a, b        string
	games       int
	nodes       int64
	depth       int
	moveTime    time.Duration
	tc          string
	margin      time.Duration
	openings    string
	randomPlies int
	pgn         string
	concurrency int
	seed        uint64
	hash        int
	maxPlies    int
}

func newMatch() *cobra.Command {
	var f matchFlags
	cmd := &cobra.Command{
		Use:   "match --a SPEC --b SPEC",
		Short: "Let two players play each other and measure the difference",
		Long: `Match plays pairs of games: each opening is played twice with the sides swapped.
It reports expectation, Elo with a 95 % interval, and the likelihood that A is
the stronger one.

` + specHelp,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd.Context(), cmd.OutOrStdout()) },
	}
	f.game.add(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.a, "a", "", "the first player")
	flags.StringVar(&f.b, "b", "", "the second player")
	flags.IntVar(&f.games, "games", 100, "how many games; odd numbers are rounded up to pairs")
	flags.Int64Var(&f.nodes, "nodes", 0, "nodes a move")
	flags.IntVar(&f.depth, "depth", 0, "plies a move")
	flags.DurationVar(&f.moveTime, "movetime", 0, "time a move, as in 100ms")
	flags.StringVar(&f.tc, "tc", "", "clock: seconds+increment, as in 8+0.08")
	flags.DurationVar(&f.margin, "margin", eval.DefaultMargin, "by how much a player may overrun its time")
	flags.StringVar(&f.openings, "openings", "", "openings: a .pgn file, or FEN or EPD lines")
	flags.IntVar(&f.randomPlies, "random-plies", -1, "random plies after the opening (default 4, fewer in short games, 0 with --openings)")
	flags.StringVar(&f.pgn, "pgn", "", "append the games to this file")
	flags.IntVar(&f.concurrency, "concurrency", runtime.NumCPU(), "games at a time")
	flags.Uint64Var(&f.seed, "seed", 1, "of all chance in the match")
	flags.IntVar(&f.hash, "hash", 16, "MB of hash table for each of our players")
	flags.IntVar(&f.maxPlies, "max-plies", eval.DefaultMaxPlies, "a longer game is a draw")
	for _, name := range []string{"a", "b"} {
		if err := cmd.MarkFlagRequired(name); err != nil {
			panic(err) // the flags are defined above
		}
	}
	return cmd
}

// run plays the match.
func (f *matchFlags) run(ctx context.Context, out io.Writer) error {
	m, err := f.match()
	if err != nil {
		return err
	}
	var pgn *os.File
	if f.pgn != "" {
		if pgn, err = appendTo(f.pgn); err != nil {
			return err
		}
		defer pgn.Close()
	}
	begun := time.Now()
	m.Report = func(done eval.Finished, r eval.Result) error {
		if pgn != nil {
			w := bufio.NewWriter(pgn)
			if err := record.WritePGN(w, m.Game, &done.Game, f.tags(begun, r.Games())); err != nil {
				return err
			}
			if err := w.Flush(); err != nil {
				return err
			}
		}
		if done.Fault != "" {
			fmt.Fprintf(out, "game %d: %s\n", r.Games(), done.Fault)
		}
		if n := r.Games(); n%20 == 0 && n < 2*m.Pairs {
			fmt.Fprintf(out, "%4d/%d  %v\n", n, 2*m.Pairs, r)
		}
		return nil
	}
	result, err := m.Play(ctx)
	if err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	printResult(out, result, time.Since(begun))
	if err != nil {
		fmt.Fprintf(out, "interrupted after %d of %d games\n", result.Games(), 2*m.Pairs)
	}
	return nil
}

// match turns the flags into a match.
func (f *matchFlags) match() (eval.Match, error) {
	g, err := f.game.game()
	if err != nil {
		return eval.Match{}, err
	}
	for _, err := range []error{
		atLeast("games", f.games, 1), atLeast("nodes", f.nodes, 0), atLeast("depth", f.depth, 0),
		atLeast("concurrency", f.concurrency, 1), atLeast("hash", f.hash, 1), atLeast("max-plies", f.maxPlies, 1),
	} {
		if err != nil {
			return eval.Match{}, err
		}
	}
	if f.margin <= 0 {
		return eval.Match{}, fmt.Errorf("--margin is %v; want a positive time", f.margin)
	}
	opts := search.DefaultOptions()
	opts.Hash = f.hash
	m := eval.Match{Game: g, Options: eval.Options{
		Pairs:       (f.games + 1) / 2,
		RandomPlies: f.randomPlies,
		Seed:        f.seed,
		Limits:      search.Limits{Nodes: f.nodes, Depth: f.depth, MoveTime: f.moveTime},
		MaxPlies:    f.maxPlies,
		Margin:      f.margin,
		Concurrency: f.concurrency,
	}}
	if f.nodes == 0 && f.depth == 0 && f.moveTime == 0 && f.tc == "" {
		m.Limits.Nodes = defaultNodes
	}
	if m.A, err = player(g, f.a, opts); err != nil {
		return m, err
	}
	if m.B, err = player(g, f.b, opts); err != nil {
		return m, err
	}
	if f.openings != "" {
		if m.Openings, err = openings(g, f.openings); err != nil {
			return m, err
		}
	}
	if f.randomPlies < 0 {
		m.RandomPlies = 0
		if f.openings == "" {
			m.RandomPlies = openingPlies(g)
		}
	}
	if f.tc != "" {
		if m.Clock, err = parseTimeControl(f.tc); err != nil {
			return m, err
		}
	}
	if arbiter, ok := g.(games.Arbiter); ok {
		m.Arbiter = arbiter.Arbitrate
	}
	return m, nil
}

// defaultNodes is the limit of a move in a match that names none.
const defaultNodes = 1000

// tags are the PGN tags that say how a game of the match came about.
func (f *matchFlags) tags(begun time.Time, round int) []record.Tag {
	tags := []record.Tag{
		{Name: "Event", Value: "apprentice match"},
		{Name: "Date", Value: begun.Format("2006.01.02")},
		{Name: "Round", Value: fmt.Sprint(round)},
	}
	if f.tc != "" {
		tags = append(tags, record.Tag{Name: "TimeControl", Value: f.tc})
	}
	return tags
}

// parseTimeControl reads "8+0.08": seconds for the game and a move.
func parseTimeControl(s string) (*eval.TimeControl, error) {
	base, inc, _ := strings.Cut(s, "+")
	tc := new(eval.TimeControl)
	var err error
	if tc.Base, err = time.ParseDuration(base + "s"); err == nil && inc != "" {
		tc.Inc, err = time.ParseDuration(inc + "s")
	}
	if err != nil || tc.Base <= 0 || tc.Inc < 0 {
		return nil, fmt.Errorf("--tc is %q; want seconds+increment, as in 8+0.08", s)
	}
	return tc, nil
}

// printResult prints what a match found.
func printResult(out io.Writer, r eval.Result, took time.Duration) {
	s := r.Strength()
	fmt.Fprintf(out, "\n%s against %s: %d games in %v\n", r.A, r.B, r.Games(), took.Round(time.Second))
	fmt.Fprintf(out, "W-D-L        %d-%d-%d\n", r.WDL.Wins, r.WDL.Draws, r.WDL.Losses)
	if r.Games() == 0 {
		return
	}
	fmt.Fprintf(out, "Win rate     %.1f %%   (W / games)\n", 100*r.WDL.WinRate())
	fmt.Fprintf(out, "Expectation  %.1f %%   ((W + D/2) / games)\n", 100*s.Expectation.Value)
	fmt.Fprintf(out, "Elo          %v (95%%)\n", s.Elo)
	fmt.Fprintf(out, "LOS          %.1f %%\n", 100*s.LOS)
	fmt.Fprintf(out, "Penta        %v\n", r.Pairs)
	a, b := r.Effort[0], r.Effort[1]
	fmt.Fprintf(out, "Nodes a move %d and %d\n", a.Nodes/int64(max(a.Moves, 1)), b.Nodes/int64(max(b.Moves, 1)))
	fmt.Fprintf(out, "Ended by     ")
	var reasons []string
	for reason := games.Checkmate; reason <= games.Aborted; reason++ {
		if n := r.Reasons[reason]; n > 0 {
			reasons = append(reasons, fmt.Sprintf("%v %d", reason, n))
		}
	}
	fmt.Fprintln(out, strings.Join(reasons, ", "))
}
