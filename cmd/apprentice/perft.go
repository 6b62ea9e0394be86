package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"apprentice/games"
	"apprentice/games/record"
)

// perftFlags are the flags of the perft command.
type perftFlags struct {
	game     gameFlag
	style    styleFlags
	variant  string
	fen      string
	depth    int
	divide   bool
	suite    string
	maxNodes uint64
}

func newPerft() *cobra.Command {
	var f perftFlags
	cmd := &cobra.Command{
		Use:   "perft",
		Short: "Count move paths: the check of a move generator",
		Long: `Perft counts the leaves of the tree of legal moves, or compares the counts of a
suite: lines of the form "FEN ;D1 20 ;D2 400". A FEN that is none of the game but
one of a variant, as by castling rights of Chess960, is counted as such; with
--variant every position is, and castling is written its way.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd.Context(), cmd.OutOrStdout()) },
	}
	f.game.add(cmd)
	f.style.addRanks(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.variant, "variant", "", "a variant of the game, such as chess960")
	flags.StringVar(&f.fen, "fen", "", "the position (default the start position)")
	flags.IntVar(&f.depth, "depth", 5, "plies")
	flags.BoolVar(&f.divide, "divide", false, "show the count behind each move")
	flags.StringVar(&f.suite, "suite", "", "compare with the counts in this file")
	flags.Uint64Var(&f.maxNodes, "max-nodes", 5_000_000, "leave out counts of a suite beyond this")
	return cmd
}

func (f *perftFlags) run(ctx context.Context, out io.Writer) error {
	g, err := f.rules()
	if err != nil {
		return err
	}
	_, squares, err := f.style.of(g)
	if err != nil {
		return err
	}
	if f.suite != "" {
		return f.runSuite(ctx, g, out)
	}
	if err := atLeast("depth", f.depth, 0); err != nil {
		return err
	}
	pos := g.Start()
	if f.fen != "" {
		if pos, err = parseAny(g, f.fen); err != nil {
			return err
		}
	}
	begun := time.Now()
	var nodes uint64
	if f.divide && f.depth > 0 {
		for _, d := range games.Divide(pos, f.depth) {
			fmt.Fprintf(out, "%s: %d\n", squares.Describe(pos, d.Move), d.Nodes)
			nodes += d.Nodes
		}
	} else {
		nodes = games.Perft(pos, f.depth)
	}
	took := time.Since(begun)
	fmt.Fprintf(out, "\nNodes searched: %d\nNodes/second  : %.0f\n", nodes, float64(nodes)/took.Seconds())
	return nil
}

// rules returns the game, or the variant of it that was named.
func (f *perftFlags) rules() (games.Game, error) {
	g, err := f.game.game()
	if err != nil || f.variant == "" {
		return g, err
	}
	if v, ok := games.Variant(g, f.variant); ok {
		return v, nil
	}
	var names []string
	for _, v := range games.VariantsOf(g) {
		names = append(names, v.Name())
	}
	if names == nil {
		return nil, fmt.Errorf("unknown variant %q: %s has none", f.variant, g.Name())
	}
	return nil, fmt.Errorf("unknown variant %q of %s, which has %s", f.variant, g.Name(), strings.Join(names, ", "))
}

// parseAny returns the position of a FEN in g or, where it is none there, in
// the first variant where it is one. The error is that of g.
func parseAny(g games.Game, fen string) (games.Position, error) {
	pos, err := g.ParseFEN(fen)
	if err == nil {
		return pos, nil
	}
	for _, v := range games.VariantsOf(g) {
		if pos, err := v.ParseFEN(fen); err == nil {
			return pos, nil
		}
	}
	return nil, err
}

// runSuite compares every count of a suite up to maxNodes.
func (f *perftFlags) runSuite(ctx context.Context, g games.Game, out io.Writer) error {
	file, err := openFile(f.suite)
	if err != nil {
		return err
	}
	defer file.Close()
	var positions, counts, wrong int
	var nodes uint64
	begun := time.Now()
	for epd, err := range record.ReadEPD(file) {
		positions++
		var pos games.Position
		if err == nil {
			pos, err = parseAny(g, epd.FEN)
		}
		if err != nil {
			return fmt.Errorf("%s: position %d: %w", f.suite, positions, err)
		}
		for _, want := range epd.Perft() {
			if want.Nodes > f.maxNodes {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			counts++
			got := games.Perft(pos, want.Depth)
			nodes += got
			if got != want.Nodes {
				wrong++
				fmt.Fprintf(out, "position %d, depth %d: %d, not %d: %s\n", positions, want.Depth, got, want.Nodes, epd.FEN)
			}
		}
	}
	fmt.Fprintf(out, "%d positions, %d counts, %d nodes in %v: %d wrong\n",
		positions, counts, nodes, time.Since(begun).Round(time.Millisecond), wrong)
	if wrong > 0 {
		return problemError(fmt.Sprintf("%s: %d of %d counts are wrong", f.suite, wrong, counts))
	}
	return nil
}
