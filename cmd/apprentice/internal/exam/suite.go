package exam

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval/stat"
	"apprentice/eval/suite"
	"apprentice/games"

	"github.com/spf13/cobra"
)

// suiteFlags are the flags of eval suite.
type suiteFlags struct {
	suite       string // its file
	game        cli.GameFlag
	spec        string
	verbose     bool
	limits      cli.LimitFlags
	concurrency int
	hash        int
}

func newSuite() *cobra.Command {
	var f suiteFlags
	cmd := &cobra.Command{
		Use:   "suite FILE.epd",
		Short: "Let a player solve the positions of a test suite",
		Long: `Suite lets a player solve the positions of an EPD file: bm and am name moves to
play and to avoid; c0, or c8 with c9 or c7, gives moves points, as the Strategic
Test Suite does.

` + player.SpecHelp,
		Example: `  apprentice eval suite wac.epd --nodes 20000
  apprentice eval suite sts.epd --spec gen:3@chess.run --movetime 200ms`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("name one EPD file, as in %s eval suite wac.epd; there are %d", console.ProgramName(), len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			f.suite = args[0]
			if err := cmp.Or(f.limits.Check(), cli.Parallel("concurrency", f.concurrency), cli.CheckHash("hash", f.hash, 1), cli.CheckHash("hash", f.hash, f.concurrency)); err != nil {
				return err
			}
			return f.solve(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f.game.Add(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.spec, "spec", "career:last", "player that solves the positions")
	flags.BoolVar(&f.verbose, "verbose", false, "print every position that is not solved")
	f.limits.Add(flags)
	flags.IntVar(&f.concurrency, "concurrency", console.UsableCPUs(), "positions at a time")
	flags.IntVar(&f.hash, "hash", 16, "hash table of each network, in MB")
	return cmd
}

// solve lets the player solve the suite and prints its grades. It complains about
// lines that cannot be read.
func (f *suiteFlags) solve(ctx context.Context, out, complaints io.Writer) error {
	g, err := f.game.Game()
	if err != nil {
		return err
	}
	file, err := files.Open(ctx, f.suite)
	if err != nil {
		return err
	}
	puzzles, refused := suite.Read(g, file)
	file.Close()
	if len(puzzles) == 0 {
		if err := cmp.Or(ctx.Err(), errors.Join(refused[:min(len(refused), 1)]...)); err != nil {
			return fmt.Errorf("%s: %w", f.suite, err)
		}
		return fmt.Errorf("%s: no positions", f.suite)
	}
	opts := search.DefaultOptions()
	opts.Hash = f.hash
	entrant, err := player.New(g, f.spec, opts)
	if err != nil {
		return err
	}
	if err := f.limits.CheckHeard(entrant); err != nil {
		return err
	}
	for _, err := range refused {
		fmt.Fprintln(complaints, printable.Text(printable.Short(fmt.Sprintf("%s: %v", f.suite, err))))
	}
	exam := suite.Exam{Game: g, Player: entrant, Suite: puzzles, Limits: f.limits.Limits(false), Concurrency: f.concurrency}
	if entrant.Limits != nil {
		exam.Limits = *entrant.Limits
	}
	if f.verbose {
		exam.Report = func(a suite.Answer) {
			if !a.Solved {
				fmt.Fprintln(out, printable.Text(explainAnswer(g, a)))
			}
		}
	}
	answers, err := exam.Sit(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s by %s at %s\n", printable.Text(f.suite), console.Plural(len(puzzles), "position"), entrant.Name, limitWords(exam.Limits))
	printGrades(out, puzzles, answers)
	if n := len(refused); n > 0 {
		return console.Problem(fmt.Sprintf("%s: %d of %s cannot be read", printable.Text(f.suite), n, console.Plural(n+len(puzzles), "position")))
	}
	return nil
}

// explainAnswer says which move was played where another was asked for.
func explainAnswer(g games.Game, a suite.Answer) string {
	name := a.Puzzle.ID
	if name == "" {
		name = fmt.Sprintf("line %d", a.Puzzle.Line)
	}
	pos, err := g.ParseFEN(a.Puzzle.FEN)
	switch {
	case a.Fault != "":
		return fmt.Sprintf("%s: %s", name, a.Fault)
	case err != nil: // it was read before
		return name
	}
	text := fmt.Sprintf("%s: %s", name, pos.Describe(a.Choice.Move))
	for _, m := range a.Puzzle.Best {
		text += ", bm " + pos.Describe(m)
	}
	for _, m := range a.Puzzle.Avoid {
		text += ", am " + pos.Describe(m)
	}
	if a.Puzzle.Mate != 0 {
		text += fmt.Sprintf(", dm %d", a.Puzzle.Mate)
	}
	if a.Puzzle.Marks != nil {
		text += fmt.Sprintf(", %d of %d points", a.Points, a.Puzzle.MostPoints())
	}
	return text
}

// printGrades prints one line per theme, if there are several, and one for all.
func printGrades(out io.Writer, puzzles []suite.Puzzle, answers []suite.Answer) {
	themes, all := suite.Grades(answers)
	all.Theme = "all"
	rows := themes
	if len(themes) != 1 {
		rows = append(rows, all)
	}
	const most = 20 // of themes that help anybody
	if len(themes) > most {
		rows = []suite.Grade{all}
	}
	width := 0
	for i := range rows {
		rows[i].Theme = printable.Text(rows[i].Theme)
		width = max(width, len(rows[i].Theme))
	}
	marked := false
	for _, p := range puzzles {
		marked = marked || p.Marks != nil
	}
	for _, r := range rows {
		share := stat.Wilson(float64(r.Solved), float64(r.Positions))
		fmt.Fprintf(out, "%-*s  solved %d/%d, %.1f %% [%.0f, %.0f]", width, r.Theme,
			r.Solved, r.Positions, 100*share.Value, 100*share.Low, 100*share.High)
		if marked {
			fmt.Fprintf(out, "; %d/%d points, %.1f %%", r.Points, r.MostPoints, r.Share())
		}
		fmt.Fprintln(out)
	}
	if suite.IsSTS(puzzles) {
		fmt.Fprintf(out, "STS rating %.0f, by a line that was fitted at 200 ms a position on an i7-2600K\n", suite.STSRating(all.Share()))
	}
	faults := 0
	for _, a := range answers {
		if a.Fault != "" {
			faults++
		}
	}
	if faults > 0 {
		fmt.Fprintf(out, "no move in %s\n", console.Plural(faults, "position"))
	}
}

// limitWords says what a player may spend on a move; empty without a limit.
func limitWords(l search.Limits) string {
	var parts []string
	if l.Nodes > 0 {
		parts = append(parts, console.Plural(int(l.Nodes), "node"))
	}
	if l.Depth > 0 {
		parts = append(parts, fmt.Sprintf("depth %d", l.Depth))
	}
	if l.MoveTime > 0 {
		parts = append(parts, console.InWords(l.MoveTime))
	}
	if len(parts) == 0 {
		return ""
	}
	return console.JoinAnd(parts) + " a move"
}
