package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

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

// errNoNetwork says that there is nobody to play.
var errNoNetwork = errors.New("there is no network to play with yet")

// network returns the network that was chosen and what to call it. Where none
// was, it is the last stage that ships, or else the run that train writes for
// the game, if it is there.
func (f *opponentFlags) network(g games.Game, stageGiven bool) (*value.Network, string, error) {
	switch {
	case f.net != "":
		network, err := fileNetwork(g, f.net)
		return network, f.net, err
	case f.run != "":
		return f.ofRun(g, f.run)
	}
	network, stage, err := stageNetwork(g, f.stage)
	if err == nil {
		return network, fmt.Sprintf("generation %d", stage.Generation), nil
	}
	if stageGiven {
		return nil, "", err
	}
	path := runOf(g.Name())
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, "", fmt.Errorf("%w: no networks of %s ship with this program and there is no run %s; train one first: apprentice train --game %s --for 5m",
			errNoNetwork, g.Name(), path, g.Name())
	}
	return f.ofRun(g, path)
}

// ofRun returns the network of a generation of a run.
func (f *opponentFlags) ofRun(g games.Game, path string) (*value.Network, string, error) {
	network, number, err := runNetwork(g, path, f.generation)
	return network, fmt.Sprintf("generation %d of %s", number, path), err
}
