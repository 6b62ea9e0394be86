package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"apprentice/agent/value"
	"apprentice/games"
)

// opponentFlags choose a network to play with.
type opponentFlags struct {
	run, generation string
	net             string
	stage           string
}

// add adds the flags.
func (f *opponentFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.run, "run", "", "play as a generation of the run in this file")
	flags.StringVar(&f.generation, "generation", "last", "the generation of --run: a number or last")
	flags.StringVar(&f.net, "net", "", "play as this network file")
	flags.StringVar(&f.stage, "stage", "last", "play as this generation that ships with the program: a number or last")
	cmd.MarkFlagsMutuallyExclusive("run", "net", "stage")
	cmd.MarkFlagsMutuallyExclusive("generation", "net")
	cmd.MarkFlagsMutuallyExclusive("generation", "stage")
}

// check returns an error for a generation of no run: without one, a stage that
// ships would play in silence.
func (f *opponentFlags) check(set *pflag.FlagSet) error {
	if set.Changed("generation") && f.run == "" {
		return fmt.Errorf("--generation %s is one of a run; name it with --run FILE, or one that ships with --stage %[1]s", f.generation)
	}
	return nil
}

// errNoNetwork says that there is nobody to play.
var errNoNetwork = errors.New("there is no network to play with yet")

// opponent is a network to play with.
type opponent struct {
	*value.Network
	name        string            // what to call it
	calibration value.Calibration // of its values; zero where there is none
}

// network returns the network that was chosen. Where none was, it is the last
// stage that ships, or else the run that train writes for the game, if it is
// there.
func (f *opponentFlags) network(g games.Game, stageGiven bool) (opponent, error) {
	if f.net != "" || f.run != "" {
		return f.named(g)
	}
	network, stage, err := stageNetwork(g, f.stage)
	if err == nil {
		return opponent{network, fmt.Sprintf("generation %d", stage.Generation), stage.Calibration}, nil
	}
	if stageGiven {
		return opponent{}, err
	}
	path := runOf(g.Name())
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return opponent{}, fmt.Errorf("%w: no networks of %s ship with this program and there is no run %s; train one first: apprentice train --game %s --for 5m",
			errNoNetwork, g.Name(), path, g.Name())
	}
	return (&opponentFlags{run: path, generation: "last"}).named(g)
}

// named returns the network of a run or, where no run is named, that of a file.
func (f *opponentFlags) named(g games.Game) (opponent, error) {
	if f.run == "" {
		network, err := fileNetwork(g, f.net)
		return opponent{Network: network, name: f.net}, err
	}
	network, number, err := runNetwork(g, f.run, f.generation)
	if err != nil {
		return opponent{}, err
	}
	file, err := openRun(f.run)
	if err != nil {
		return opponent{}, err
	}
	defer file.Close()
	c, _, err := file.CalibrationOf(number)
	name := fmt.Sprintf("generation %d of %s", number, f.run)
	return opponent{network, name, value.Calibration{Shift: c.Shift, Spread: c.Spread}}, err
}
