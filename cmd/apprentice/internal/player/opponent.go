package player

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/games"
)

// OpponentFlags choose a network to play with.
type OpponentFlags struct {
	Run, Generation string
	Net             string
	Stage           string
}

// Add adds the flags.
func (f *OpponentFlags) Add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.Run, "run", "", "play as a generation of the run in this file")
	flags.StringVar(&f.Generation, "generation", "last", "the generation of --run: a number or last")
	flags.StringVar(&f.Net, "net", "", "play as this network file")
	flags.StringVar(&f.Stage, "stage", "last", "play as this generation that ships with the program: a number or last")
	cmd.MarkFlagsMutuallyExclusive("run", "net", "stage")
	cmd.MarkFlagsMutuallyExclusive("generation", "net")
	cmd.MarkFlagsMutuallyExclusive("generation", "stage")
}

// Check returns an error for a generation of no run: without one, a stage that
// ships would play in silence.
func (f *OpponentFlags) Check(set *pflag.FlagSet) error {
	if set.Changed("generation") && f.Run == "" {
		return fmt.Errorf("--generation %s is one of a run; name it with --run FILE, or one that ships with --stage %[1]s", f.Generation)
	}
	return nil
}

// Adopt takes the game of the run where --game was not given. A run that cannot be
// read is left to who plays as it.
func (f *OpponentFlags) Adopt(set *pflag.FlagSet, game *cli.GameFlag) {
	if f.Run == "" || set.Changed("game") {
		return
	}
	file, err := files.OpenRun(f.Run)
	if err != nil {
		return
	}
	defer file.Close()
	_ = game.Set(file.Config().Game) // of another program: the network says so, too
}

// ErrNoNetwork says that there is no network to play with.
var ErrNoNetwork = errors.New("no network to play with yet")

// Opponent is a network to play with.
type Opponent struct {
	*value.Network
	Name        string            // what to call it
	Calibration value.Calibration // of its values; zero where there is none
}

// Network returns the network that was chosen. Where none was, it is the last
// stage that ships, or else the run that train writes for the game, if it is
// there.
func (f *OpponentFlags) Network(g games.Game, stageGiven bool) (Opponent, error) {
	if f.Net != "" || f.Run != "" {
		return f.Named(g)
	}
	network, stage, err := StageNetwork(g, f.Stage)
	if err == nil {
		return Opponent{network, fmt.Sprintf("generation %d", stage.Generation), stage.Calibration}, nil
	}
	if stageGiven {
		return Opponent{}, err
	}
	path := cli.RunOf(g.Name())
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return Opponent{}, fmt.Errorf("%w: no networks of %s ship with this program, and there is no run %s; train one first: %s train --game %s --for 5m",
			ErrNoNetwork, g.Name(), path, console.ProgramName(), g.Name())
	}
	return (&OpponentFlags{Run: path, Generation: "last"}).Named(g)
}

// Named returns the network of a run or, where no run is named, that of a file.
func (f *OpponentFlags) Named(g games.Game) (Opponent, error) {
	if f.Run == "" {
		network, err := Spec{kind: kindFile, path: f.Net}.Network(g)
		return Opponent{Network: network, Name: f.Net}, err
	}
	blob, number, err := GenerationBlob(f.Run, f.Generation)
	if err != nil {
		return Opponent{}, err
	}
	name := fmt.Sprintf("generation %d of %s", number, f.Run)
	network, err := decodeNetwork(g, name, blob)
	if err != nil {
		return Opponent{}, err
	}
	file, err := files.OpenRun(f.Run)
	if err != nil {
		return Opponent{}, err
	}
	defer file.Close()
	c, _, err := file.CalibrationOf(number)
	return Opponent{network, name, value.Calibration{Shift: c.Shift, Spread: c.Spread}}, err
}
