package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strings"

	"github.com/spf13/cobra"

	"apprentice/agent/career"
	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/uci"
	"apprentice/games"
)

// uciFlags are the flags of the uci command.
type uciFlags struct {
	game     gameFlag
	opponent opponentFlags
}

func newUCI() *cobra.Command {
	var f uciFlags
	cmd := &cobra.Command{
		Use:   "uci [COMMAND...]",
		Short: "Play as an engine for any graphical interface (UCI)",
		Long: `Uci speaks the Universal Chess Interface on standard input and output. Any
generation of any run can be chosen by flags or by the options Run, Generation
and Network. Programs of xiangqi are answered as they begin: uci has ranks from
1, or from 0 by the option Ranks, ucicyclone and ucci have ranks from 0. Words
given as arguments are carried out as one command before it ends, as in:
apprentice uci go depth 12

UCI_LimitStrength makes it play as the generation that ships whose measured
strength is nearest to UCI_Elo. The scale is that of the run: generation 0, which
plays at random weights, has 0.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.opponent.check(cmd.Flags()); err != nil {
				return err
			}
			in := cmd.InOrStdin()
			if len(args) > 0 {
				in = strings.NewReader(strings.Join(args, " ") + "\n")
			}
			return f.run(cmd.Context(), in, cmd.OutOrStdout(), cmd.Flags().Changed("stage"))
		},
	}
	cmd.Flags().SetInterspersed(false)
	f.game.add(cmd)
	f.opponent.add(cmd)
	return cmd
}

func (f *uciFlags) run(ctx context.Context, in io.Reader, out io.Writer, stageGiven bool) error {
	g, err := f.game.game()
	if err != nil {
		return err
	}
	config := uci.Config{
		Name: "apprentice " + version(), Author: "the apprentice authors",
		About: "learnt " + g.Name() + " from its own games, from random weights on",
		Game:  g, Load: loader(g),
		Memory: freeMemory,
	}
	if f.opponent.run == "" && f.opponent.net == "" && !stageGiven {
		config.Stages = stagesOf(g)
	}
	network, err := f.opponent.network(g, stageGiven)
	config.Network = uci.Network{Network: network.Network, Calibration: network.calibration}
	if errors.Is(err, errNoNetwork) {
		config.Warning = err.Error() + "; until then this engine plays with random weights"
		config.Network.Network, err = randomNetwork(g)
	}
	if err != nil {
		return err
	}
	return uci.NewEngine(config, out).Run(ctx, in)
}

// stagesOf returns the stages that an engine of g may play as, none where there
// is nothing to choose from.
func stagesOf(g games.Game) []uci.Stage {
	ship := career.Stages(g.Name())
	if len(ship) < 2 {
		return nil
	}
	stages := make([]uci.Stage, len(ship))
	for i, s := range ship {
		stages[i] = uci.Stage{
			Name: fmt.Sprintf("generation %d", s.Generation),
			Elo:  int(math.Round(s.Elo)),
			Load: func() (uci.Network, error) {
				network, stage, err := stageNetwork(g, s.Name)
				return uci.Network{Network: network, Calibration: stage.Calibration}, err
			},
		}
	}
	return stages
}

// loader returns the function by which options change the network.
func loader(g games.Game) func(run, generation, file string) (uci.Network, error) {
	return func(run, generation, file string) (uci.Network, error) {
		network, err := (&opponentFlags{run: run, generation: cmp.Or(generation, "last"), net: file}).named(g)
		return uci.Network{Network: network.Network, Calibration: network.calibration}, err
	}
}

// randomNetwork returns a network that has learnt nothing, always the same.
func randomNetwork(g games.Game) (*value.Network, error) {
	const seed, hidden, buckets = 1, 128, 8
	shape := value.ShapeOf(g, hidden, buckets)
	return value.Quantize(value.NewWeights(shape, rand.New(rand.NewPCG(seed, 0))))
}
