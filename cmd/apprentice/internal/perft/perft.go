// Package perft is the command perft, which counts move paths.
package perft

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/games"
	"apprentice/games/record"
)

// flags are the flags of the perft command.
type flags struct {
	game     cli.GameFlag
	style    cli.StyleFlags
	variant  string
	fen      string
	depth    int
	divide   bool
	suite    string
	maxNodes uint64
}

// New returns the command perft.
func New() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "perft",
		Short: "Count move paths: the check of a move generator",
		Long: `Perft counts the leaves of the tree of legal moves, or compares the counts of a
suite: lines of the form "FEN ;D1 20 ;D2 400". A FEN that only a variant accepts,
such as one with the castling rights of Chess960, is counted under that variant.
With --variant every position is counted under that one, and castling is written
its way.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			set := cmd.Flags()
			if err := cmp.Or(
				cli.Excludes(set, "suite", "fen", "depth", "divide"), cli.NeedsOneOf(set, []string{"suite"}, "max-nodes"),
			); err != nil {
				return err
			}
			return f.run(cmd.Context(), cmd.OutOrStdout())
		},
	}
	f.game.Add(cmd)
	f.style.AddRanks(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.variant, "variant", "", "a variant of the game"+variants())
	flags.StringVar(&f.fen, "fen", "", "the position (default the start position)")
	flags.IntVar(&f.depth, "depth", 5, "plies to count")
	flags.BoolVar(&f.divide, "divide", false, "print the count of each move")
	flags.StringVar(&f.suite, "suite", "", "compare with the counts of this file")
	flags.Uint64Var(&f.maxNodes, "max-nodes", 5_000_000, "skip counts of a suite above this")
	return cmd
}

// variants lists what the games of the catalog have, for the help of a flag.
func variants() string {
	text := ""
	for _, g := range catalog.Games() {
		var names []string
		for _, v := range games.VariantsOf(g) {
			names = append(names, v.Name())
		}
		if len(names) > 0 {
			text += "; " + g.Name() + ": " + strings.Join(names, ", ")
		}
	}
	return text
}

func (f *flags) run(ctx context.Context, out io.Writer) error {
	g, err := f.rules()
	if err != nil {
		return err
	}
	_, squares, err := f.style.Of(g)
	if err != nil {
		return err
	}
	if f.style.Ranks != "" && !f.divide {
		return errors.New("--ranks has no effect without --divide: there are no moves to write")
	}
	if f.suite != "" {
		return f.runSuite(ctx, g, out)
	}
	if err := cli.Within("depth", f.depth, 0, games.MaxPerftDepth); err != nil {
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
		divided, err := games.Divide(ctx, pos, f.depth)
		if err != nil {
			return console.Stopped(ctx, err)
		}
		for _, d := range divided {
			fmt.Fprintf(out, "%s: %d\n", squares.Describe(pos, d.Move), d.Nodes)
			nodes += d.Nodes
		}
	} else if nodes, err = games.PerftContext(ctx, pos, f.depth); err != nil {
		return console.Stopped(ctx, err)
	}
	took := time.Since(begun)
	fmt.Fprintf(out, "\nNodes searched: %d\nNodes/second  : %.0f\n", nodes, float64(nodes)/took.Seconds())
	return nil
}

// rules returns the game, or the variant of it that was named.
func (f *flags) rules() (games.Game, error) {
	g, err := f.game.Game()
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

// parseAny returns the position of a FEN in g or, if g does not accept it, in the
// first variant that does. The error is that of g.
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
func (f *flags) runSuite(ctx context.Context, g games.Game, out io.Writer) error {
	file, err := files.Open(ctx, f.suite)
	if err != nil {
		return err
	}
	defer file.Close()
	c := counter{maxNodes: f.maxNodes, out: out}
	begun := time.Now()
	for epd, err := range record.ReadEPD(file) {
		c.positions++
		if err == nil {
			err = c.position(ctx, g, epd)
		}
		if ctx.Err() != nil {
			return console.Stopped(ctx, ctx.Err())
		}
		if err != nil {
			return fmt.Errorf("%s: position %d: %w", f.suite, c.positions, err)
		}
	}
	switch {
	case c.counts == 0 && c.beyond > 0:
		return fmt.Errorf("%s: all counts are above --max-nodes %d", f.suite, f.maxNodes)
	case c.counts == 0:
		return fmt.Errorf("%s: there is nothing to compare; want lines of the form \"FEN ;D1 20 ;D2 400\"", f.suite)
	}
	fmt.Fprintf(out, "%d positions, %d counts, %d nodes in %v: %d wrong\n",
		c.positions, c.counts, c.nodes, time.Since(begun).Round(time.Millisecond), c.wrong)
	if c.wrong > 0 {
		return console.Problem(fmt.Sprintf("%s: %d of %d counts are wrong", f.suite, c.wrong, c.counts))
	}
	return nil
}

// counter compares the counts of positions.
type counter struct {
	maxNodes uint64
	out      io.Writer

	positions, counts, wrong int
	beyond                   int // counts above maxNodes
	nodes                    uint64
}

// position compares the counts of a position and prints those that are wrong.
func (c *counter) position(ctx context.Context, g games.Game, epd record.EPD) error {
	pos, err := parseAny(g, epd.FEN)
	if err != nil {
		return err
	}
	counts, err := epd.Perft()
	if err != nil {
		return err
	}
	for _, want := range counts {
		if want.Nodes > c.maxNodes {
			c.beyond++
			continue
		}
		got, err := games.PerftContext(ctx, pos, want.Depth)
		if err != nil {
			return err
		}
		c.counts++
		c.nodes += got
		if got != want.Nodes {
			c.wrong++
			fmt.Fprintf(c.out, "position %d, depth %d: %d, not %d: %s\n", c.positions, want.Depth, got, want.Nodes, epd.FEN)
		}
	}
	return nil
}
