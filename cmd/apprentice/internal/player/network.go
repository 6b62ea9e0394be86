package player

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"apprentice/agent"
	"apprentice/agent/career"
	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/eval"
	"apprentice/games"
	"apprentice/selfplay/run"
)

// NetworkEntrant returns a network as a player called name.
func NetworkEntrant(g games.Game, name string, network *value.Network, opts search.Options) eval.Entrant {
	return eval.Entrant{
		Name: name,
		New: func(context.Context) (eval.Player, error) {
			return eval.NewAgent(name, agent.New(g, network, opts)), nil
		},
	}
}

// StageNote says what a stage that ships has behind it. It has no Elo: a run measures
// its stages at few nodes a move, and people play against levels.
func StageNote(s career.Stage) string {
	if s.Generation == 0 {
		return "random weights, before it had learnt anything"
	}
	took := time.Duration(s.Minutes * float64(time.Minute))
	return fmt.Sprintf("learnt for %s, from %s games", console.InWords(took), console.Thousands(s.Games))
}

// StageNetwork returns the network of a stage that ships.
func StageNetwork(g games.Game, name string) (*value.Network, career.Stage, error) {
	blob, stage, err := stageBlob(g, name)
	if err != nil {
		return nil, stage, err
	}
	network, err := decodeNetwork(g, stage.Name, blob)
	return network, stage, err
}

// stageBlob returns the network file of a stage that ships.
func stageBlob(g games.Game, name string) ([]byte, career.Stage, error) {
	stage, err := career.Find(g.Name(), name)
	if err != nil {
		return nil, stage, fmt.Errorf("%w; train your own with: %s train --game %s", err, console.ProgramName(), g.Name())
	}
	blob, err := career.Open(stage)
	return blob, stage, err
}

// GenerationBlob returns the network file of a generation of the run in path
// and the generation's number. The generation is a number or "last".
func GenerationBlob(path, generation string) ([]byte, int, error) {
	f, err := files.OpenRun(path)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	number, err := GenerationNumber(f, generation)
	if err != nil {
		return nil, 0, err
	}
	blob, err := blobIn(f, path, number)
	return blob, number, err
}

// blobIn returns the network file of a generation of a run that was opened as
// path.
func blobIn(f *run.File, path string, number int) ([]byte, error) {
	blob, _, err := f.NetworkOf(number)
	if errors.Is(err, run.ErrUnknownNetwork) || errors.Is(err, run.ErrUnknownGeneration) {
		if last, e := GenerationNumber(f, "last"); e == nil {
			err = UnknownGeneration(path, number, 0, last)
		}
	}
	return blob, err
}

// decodeNetwork reads a network file that came from where.
func decodeNetwork(g games.Game, where string, blob []byte) (*value.Network, error) {
	network, meta, err := value.ReadNetwork(bytes.NewReader(blob))
	if err == nil {
		err = meta.Matches(g)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", where, err)
	}
	return network, nil
}

// RandomNetwork returns a network that has learnt nothing, always the same.
func RandomNetwork(g games.Game) (*value.Network, error) {
	const seed, hidden, buckets = 1, 128, 8
	shape := value.ShapeOf(g, hidden, buckets)
	return value.Quantize(value.NewWeights(shape, rand.New(rand.NewPCG(seed, 0))))
}
