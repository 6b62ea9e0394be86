// Package play is the command play: a person plays against the agent or any other
// player, on the full screen or line by line.
package play

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"apprentice/agent"
	"apprentice/agent/career"
	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/board"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/cmd/apprentice/internal/settings"
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
	plain    bool
	against  string
	control  string
	load     string
	ply      int
	level    int
	elo      float64

	stageGiven bool
	took       bool // the run in the folder plays, though no flag names it
	settings   settings.Settings
}

// defaultMoveTime is how long the agent thinks where no limit is given.
const defaultMoveTime = time.Second

// tallHeight is how many lines a terminal must have to show a board of two
// lines a rank with what is said about the last moves.
const tallHeight = 28

// ways are the flags that choose an opponent, each in its own way.
var ways = []string{"opponent", "level", "elo", "run", "net", "stage"}

// explained is the help of the command.
const explained = `Play lets you play against the agent, at the strength of any generation of any
run, on a board that fills the window: by mouse, with the cursor keys, or by
typing moves as people write them (Nf3, exd5, O-O; C2=5, 炮二平五) or as
coordinates (g1f3). ? explains the keys. Every move is saved as it is made, and
the next play offers to continue.

Without a flag that chooses an opponent you play against the strongest network that
ships. If there is a run in this folder that has grown past level 1, you play against
that.

With --plain, or where the input or the output is no terminal, it plays line by
line; help lists what can be typed.

Pieces are drawn as letters unless the locale is UTF-8; --ascii overrides that.`

// New returns the command play.
func New() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "play",
		Short: "Play against any stage of the agent in the terminal",
		Long:  explained,
		Example: `  apprentice play
  apprentice play --run night.run --generation 3 --side second
  apprentice play --level 3
  apprentice play --stage 0 --nodes 100
  apprentice play --game xiangqi --notation traditional
  apprentice play --tc 10+5 --opponent 'engine:stockfish?UCI_LimitStrength=true&UCI_Elo=1350'
  apprentice play --load games.pgn --ply 20 --side both`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			f.ascii = cli.ASCII(cmd.Flags())
			if err := cmp.Or(cli.MoveLimits(cmd.Flags(), f.nodes, 0, f.moveTime), f.opponent.Check(cmd.Flags()), f.checkTogether(cmd.Flags())); err != nil {
				return err
			}
			f.stageGiven = cmd.Flags().Changed("stage")
			f.opponent.Adopt(cmd.Flags(), &f.game)
			return f.play(cmd)
		},
	}
	f.game.Add(cmd)
	f.opponent.Add(cmd)
	f.style.AddNotation(cmd)
	f.style.AddRanks(cmd)
	flags := cmd.Flags()
	flags.Int64Var(&f.nodes, "nodes", 0, "nodes per move of the agent")
	flags.DurationVar(&f.moveTime, "movetime", 0, "time per move of the agent (default 1s without --nodes)")
	flags.StringVar(&f.side, "side", "first", "your side: first, second or random; on the full screen also both or none")
	flags.StringVar(&f.fen, "fen", "", "start from this position")
	flags.StringVar(&f.pgn, "pgn", "", "keep each game in this file, move by move")
	flags.BoolVar(&f.ascii, "ascii", false, "draw pieces as letters (default unless the locale is UTF-8)")
	flags.BoolVar(&f.flip, "flip", false, "draw the board from the other side")
	flags.BoolVar(&f.plain, "plain", false, "play line by line, also on a terminal")
	flags.StringVar(&f.against, "opponent", "", "play against this player, on the full screen: a SPEC as of match")
	flags.StringVar(&f.control, "tc", "", "play with clocks, on the full screen: minutes, and seconds added per move, as in 10+5")
	flags.StringVar(&f.load, "load", "", "play on from a game of this PGN file, or the position in it, on the full screen")
	cli.Count(flags, &f.ply, "ply", "all", "with --load: play on after this many plies of the game")
	addSettings(cmd)
	flags.IntVar(&f.level, "level", 0, "play against this level, 1 for the weakest: a stage that ships and its nodes a move")
	flags.Float64Var(&f.elo, "elo", 0, "play against the level whose Elo is nearest; random moves have 0")
	for i, one := range ways {
		for _, other := range ways[i+1:] {
			cmd.MarkFlagsMutuallyExclusive(one, other)
		}
	}
	cmd.MarkFlagsMutuallyExclusive("opponent", "generation")
	cmd.MarkFlagsMutuallyExclusive("load", "fen")
	return cmd
}

// checkTogether reports flags that have no effect with others.
func (f *flags) checkTogether(set *pflag.FlagSet) error {
	if f.side == "both" { // nobody else plays
		if err := cli.Excludes(set, "side", append([]string{"generation"}, ways...)...); err != nil {
			return err
		}
	}
	return cmp.Or(cli.Excludes(set, "tc", "movetime"), cli.NeedsOneOf(set, []string{"load"}, "ply"))
}

// play plays: on the full screen where there is one.
func (f *flags) play(cmd *cobra.Command) error {
	in, out := cmd.InOrStdin(), cmd.OutOrStdout()
	t := console.TerminalOf(out)
	full := !f.plain && t.Interactive && isTerminal(in)
	var complaint, err error
	if f.settings, complaint, err = readSettings(cmd.Flags()); err != nil {
		return err // also line by line, where nothing heeds them: a script shall not carry a slip
	}
	if full {
		if complaint != nil {
			fmt.Fprintln(cmd.ErrOrStderr(), complaint)
		}
		f.applySettings(cmd.Flags())
	} else if err := f.needsScreen(cmd.Flags()); err != nil {
		return err
	}
	p, err := f.prepare()
	if err == nil {
		err = f.findLevel(p.game, cmd.Flags())
	}
	if err != nil {
		return err
	}
	f.takeRun(p.game, cmd.Flags())
	if full {
		return f.screen(cmd.Context(), in, out, p)
	}
	return f.lines(cmd.Context(), in, t, p)
}

// screenFlags are those that line by line have no meaning.
var screenFlags = []string{"opponent", "tc", "load", "ply"}

// needsScreen returns an error for flags that need the full screen.
func (f *flags) needsScreen(set *pflag.FlagSet) error {
	for _, name := range screenFlags {
		if set.Changed(name) {
			return fmt.Errorf("--%s is for the full screen; leave --plain out, and give play a terminal", name)
		}
	}
	return nil
}

// applySettings takes settings for flags that were not given. A setting that does
// not fit the game is left alone.
func (f *flags) applySettings(set *pflag.FlagSet) {
	if v, ok := f.settings["notation"]; ok && !set.Changed("notation") && !set.Changed("ranks") {
		if g, err := f.game.Game(); err == nil {
			before := f.style
			if set.Set("notation", v) != nil {
				return
			}
			if _, _, err := f.style.Of(g); err != nil {
				f.style = before
			}
		}
	}
	free := !slices.ContainsFunc(ways, set.Changed)
	if v, ok := f.settings["opponent"]; ok && free {
		if g, err := f.game.Game(); err == nil {
			if _, err := (opponents{g}).find(v); err == nil {
				f.against = v
			}
		}
	}
}

// prepare finds out what is played.
func (f *flags) prepare() (p prepared, err error) {
	if p.game, err = f.game.Game(); err != nil {
		return p, err
	}
	if p.shown, p.typed, err = f.style.Of(p.game); err != nil {
		return p, err
	}
	p.look = catalog.LookOf(p.game)
	if p.typed.Ranks != "" {
		p.look.FromZero = strings.HasPrefix(p.typed.Ranks, "0-")
	}
	if f.fen != "" {
		pos, err := games.ReadOwnFEN(p.game, f.fen)
		if err != nil {
			return p, err
		}
		f.fen = pos.FEN() // without what cannot be
	}
	files := files.Set{
		Reads:   []files.Use{{By: "--run", Path: f.opponent.Run}, {By: "--net", Path: f.opponent.Net}, {By: "--load", Path: f.load}},
		Appends: []files.Use{{By: "--pgn", Path: f.pgn}},
	}
	if err := files.Check(); err != nil {
		return p, err
	}
	p.limits = search.Limits{Nodes: f.nodes, MoveTime: f.moveTime}
	if f.nodes == 0 && f.moveTime == 0 {
		p.limits.MoveTime = defaultMoveTime
	}
	return p, nil
}

// findLevel finds the level that --level or --elo names.
func (f *flags) findLevel(g games.Game, set *pflag.FlagSet) error {
	var level career.Level
	var err error
	switch {
	case set.Changed("level"):
		if level, err = career.FindLevel(g.Name(), f.level); err != nil {
			return fmt.Errorf("--level: %w", err)
		}
	case set.Changed("elo"):
		if level, err = career.NearestLevel(g.Name(), f.elo); err != nil {
			return fmt.Errorf("--elo: %w", err)
		}
		f.level = level.Number
	}
	if level.Nodes == 0 { // it is held back by nothing
		return nil
	}
	return cmp.Or(cli.Excludes(set, "level", "nodes", "movetime"), cli.Excludes(set, "elo", "nodes", "movetime"))
}

// lines plays line by line.
func (f *flags) lines(ctx context.Context, in io.Reader, t *console.Terminal, p prepared) error {
	if level, err := career.FindLevel(p.game.Name(), f.level); err == nil {
		f.opponent.Stage, f.stageGiven = strconv.Itoa(level.Generation), true
		if level.Nodes > 0 {
			p.limits = search.Limits{Nodes: level.Nodes}
		}
	}
	side, err := parseSide(f.side, p.look)
	if err != nil {
		return err
	}
	opponent, err := f.opponent.Network(p.game, f.stageGiven)
	if err != nil {
		return err
	}
	s := &session{
		game: p.game, start: f.fen, human: side,
		agent: agent.New(p.game, opponent.Network, search.DefaultOptions()), name: opponent.Name, limits: p.limits,
		calibration: cmp.Or(opponent.Calibration, value.Uncalibrated()),
		shown:       p.shown, typed: p.typed,
		t:      t,
		pen:    board.Pen{Look: p.look, Color: t.Colors, ASCII: f.ascii, Tall: t.Height >= tallHeight},
		turned: f.flip,
		dialog: isTerminal(t.Screen) && isTerminal(in),
		pgn:    f.pgn,
	}
	if path, ok := (opponents{p.game}).run(); ok && !f.stageGiven && f.opponent.Run == "" && f.opponent.Net == "" {
		s.printf("%s\n", console.Quiet.Render(path+" lies in this folder; --run "+path+" plays against it."))
	}
	return s.run(ctx, readLines(ctx, in))
}

// isTerminal reports whether a person types what an input yields, or reads what an
// output takes.
func isTerminal(inOrOut any) bool {
	f, ok := inOrOut.(*os.File)
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
