package uci

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"apprentice/agent/career"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/games"
)

// commandFlags are the flags of the uci command.
type commandFlags struct {
	game     cli.GameFlag
	opponent player.OpponentFlags
}

// New returns the command uci.
func New() *cobra.Command {
	var f commandFlags
	cmd := &cobra.Command{
		Use:   "uci [COMMAND...]",
		Short: "Play as an engine for any graphical interface (UCI)",
		Long: `Uci speaks the Universal Chess Interface on standard input and output. Choose any
generation of any run by flags, or by the options Run, Generation and Network.
Programs of xiangqi are answered in the protocol they begin with: uci counts ranks
from 1 (from 0 with the option Ranks), ucicyclone and ucci from 0. Arguments are
carried out as one command, as in: apprentice uci go depth 12

UCI_LimitStrength makes it play at the level of play whose measured Elo is nearest
to UCI_Elo: as a generation that ships, with its nodes a move. The range of UCI_Elo
is the one that was measured.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.opponent.Check(cmd.Flags()); err != nil {
				return err
			}
			f.opponent.Adopt(cmd.Flags(), &f.game)
			in := cmd.InOrStdin()
			if len(args) > 0 {
				in = strings.NewReader(strings.Join(args, " ") + "\n")
			}
			return f.run(cmd.Context(), in, cmd.OutOrStdout(), cmd.Flags().Changed("stage"))
		},
	}
	cmd.Flags().SetInterspersed(false)
	f.game.Add(cmd)
	f.opponent.Add(cmd)
	return cmd
}

func (f *commandFlags) run(ctx context.Context, in io.Reader, out io.Writer, stageGiven bool) error {
	g, err := f.game.Game()
	if err != nil {
		return err
	}
	config := Config{
		Name: "apprentice " + console.Version(), Author: "the apprentice authors",
		About: "learnt " + g.Name() + " from its own games, from random weights on",
		Game:  g, Shuffled: catalog.ShuffledOf(g), Load: loader(g),
		Memory: console.FreeMemory,
	}
	if f.opponent.Run == "" && f.opponent.Net == "" && !stageGiven {
		config.Stages = stagesOf(g)
	}
	network, err := f.opponent.Network(g, stageGiven)
	config.Network = Network{Network: network.Network, Calibration: network.Calibration}
	if errors.Is(err, player.ErrNoNetwork) {
		config.Warning = err.Error() + "; until then this engine plays with random weights"
		config.Network.Network, err = player.RandomNetwork(g)
	}
	if err != nil {
		return err
	}
	return NewEngine(config, out).Run(ctx, in)
}

// stagesOf returns the levels that an engine of g may play at, none where there is
// nothing to choose from.
func stagesOf(g games.Game) []Stage {
	levels := career.Levels(g.Name())
	if len(levels) < 2 {
		return nil
	}
	loaded := map[int]Network{} // levels share generations
	stages := make([]Stage, len(levels))
	for i, l := range levels {
		name := fmt.Sprintf("level %d (generation %d", l.Number, l.Generation)
		if l.Nodes > 0 {
			name += fmt.Sprintf(" at %s nodes a move", console.Thousands(l.Nodes))
		}
		stages[i] = Stage{
			Name: name + ")", Elo: int(math.Round(l.Elo)), Scale: l.Scale, Nodes: l.Nodes,
			Load: func() (Network, error) {
				if n, ok := loaded[l.Generation]; ok {
					return n, nil
				}
				network, stage, err := player.StageNetwork(g, strconv.Itoa(l.Generation))
				n := Network{Network: network, Calibration: stage.Calibration}
				if err == nil {
					loaded[l.Generation] = n
				}
				return n, err
			},
		}
	}
	return stages
}

// loader returns the function by which options change the network.
func loader(g games.Game) func(run, generation, file string) (Network, error) {
	return func(run, generation, file string) (Network, error) {
		network, err := (&player.OpponentFlags{Run: run, Generation: cmp.Or(generation, "last"), Net: file}).Named(g)
		return Network{Network: network.Network, Calibration: network.Calibration}, err
	}
}
