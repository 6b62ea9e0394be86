// Package play is the command play: a person plays against the agent, line by
// line.
package play

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"apprentice/agent"
	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/board"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/games"
)

// flags are the flags of the play command.
type flags struct {
	game     cli.GameFlag
	opponent player.OpponentFlags
	style    cli.StyleFlags
	nodes    int64
	moveTime time.Duration
	side     string
	fen      string
	pgn      string
	ascii    bool
	flip     bool
}

// defaultMoveTime is how long the agent thinks where no limit is given.
const defaultMoveTime = time.Second

// tallHeight is how many lines a terminal must have to show a board of two
// lines a rank with what is said about the last moves.
const tallHeight = 28

// New returns the command play.
func New() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "play",
		Short: "Play against any stage of the agent in the terminal",
		Long: `Play lets you play against the agent, at the strength of any generation of any
run. Moves are typed as people write them (Nf3, exd5, O-O; C2=5, 炮二平五) or as
coordinates (g1f3); help lists the other commands.

Pieces are drawn as letters unless the locale is UTF-8; --ascii overrides that.`,
		Example: `  apprentice play
  apprentice play --run night.run --generation 3 --side second
  apprentice play --stage 0 --nodes 100
  apprentice play --game xiangqi --notation traditional`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("ascii") {
				f.ascii = !console.ShowsGlyphs(os.Getenv)
			}
			if err := cmp.Or(cli.MoveLimits(cmd.Flags(), f.nodes, 0, f.moveTime), f.opponent.Check(cmd.Flags())); err != nil {
				return err
			}
			return f.play(cmd.Context(), cmd.InOrStdin(), cmd.OutOrStdout(), cmd.Flags().Changed("stage"))
		},
	}
	f.game.Add(cmd)
	f.opponent.Add(cmd)
	f.style.AddNotation(cmd)
	f.style.AddRanks(cmd)
	flags := cmd.Flags()
	flags.Int64Var(&f.nodes, "nodes", 0, "nodes per move of the agent")
	flags.DurationVar(&f.moveTime, "movetime", 0, "time per move of the agent (default 1s without --nodes)")
	flags.StringVar(&f.side, "side", "first", "your side: first, second or random")
	flags.StringVar(&f.fen, "fen", "", "start from this position")
	flags.StringVar(&f.pgn, "pgn", "", "keep each game in this file, move by move")
	flags.BoolVar(&f.ascii, "ascii", false, "draw pieces as letters (default unless the locale is UTF-8)")
	flags.BoolVar(&f.flip, "flip", false, "draw the board from the other side")
	return cmd
}

func (f *flags) play(ctx context.Context, in io.Reader, out io.Writer, stageGiven bool) error {
	g, err := f.game.Game()
	if err != nil {
		return err
	}
	shown, typed, err := f.style.Of(g)
	if err != nil {
		return err
	}
	look := catalog.LookOf(g)
	if typed.Ranks != "" {
		look.FromZero = strings.HasPrefix(typed.Ranks, "0-")
	}
	side, err := parseSide(f.side, look)
	if err != nil {
		return err
	}
	if f.fen != "" {
		pos, err := games.ReadFEN(g, f.fen)
		if err != nil {
			return err
		}
		f.fen = pos.FEN() // without what cannot be
	}
	files := files.Set{
		Reads:   []files.Use{{By: "--run", Path: f.opponent.Run}, {By: "--net", Path: f.opponent.Net}},
		Appends: []files.Use{{By: "--pgn", Path: f.pgn}},
	}
	if err := files.Check(); err != nil {
		return err
	}
	opponent, err := f.opponent.Network(g, stageGiven)
	if err != nil {
		return err
	}
	limits := search.Limits{Nodes: f.nodes, MoveTime: f.moveTime}
	if f.nodes == 0 && f.moveTime == 0 {
		limits.MoveTime = defaultMoveTime
	}
	t := console.TerminalOf(out)
	s := &session{
		game: g, start: f.fen, human: side,
		agent: agent.New(g, opponent.Network, search.DefaultOptions()), name: opponent.Name, limits: limits,
		calibration: cmp.Or(opponent.Calibration, value.Uncalibrated()),
		shown:       shown, typed: typed,
		t:      t,
		pen:    board.Pen{Look: look, Color: t.Colors, ASCII: f.ascii, Tall: t.Height >= tallHeight},
		turned: f.flip,
		dialog: t.Interactive && isTerminal(in),
		pgn:    f.pgn,
	}
	return s.run(ctx, readLines(ctx, in))
}

// isTerminal reports whether a person types what in yields.
func isTerminal(in io.Reader) bool {
	f, ok := in.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// parseSide reads the side of the person: first, second, random, or what the
// game calls them.
func parseSide(s string, look board.Look) (games.Side, error) {
	switch s := strings.ToLower(s); s {
	case "first", strings.ToLower(look.Sides[games.First]):
		return games.First, nil
	case "second", strings.ToLower(look.Sides[games.Second]):
		return games.Second, nil
	case "random":
		return games.Side(rand.IntN(2)), nil
	}
	return 0, fmt.Errorf("side %q: want first, second or random", s)
}
