package player

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"

	"apprentice/agent"
	"apprentice/agent/career"
	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/eval"
	"apprentice/games"
	"apprentice/selfplay/run"
)

// NetworkBlob returns the network file that a spec names; see Network.
func NetworkBlob(g games.Game, spec string) ([]byte, error) {
	kind, arg, _ := strings.Cut(spec, ":")
	switch kind {
	case "net":
		return files.ReadNetwork(arg)
	case "career":
		stage, err := career.Find(g.Name(), arg)
		if err != nil {
			return nil, err
		}
		return career.Open(stage)
	case "gen":
		number, path, ok := strings.Cut(arg, "@")
		if !ok {
			return nil, fmt.Errorf("%q does not say of which run; want gen:%s@FILE, or career:%[2]s for a network that ships", spec, arg)
		}
		blob, _, err := GenerationBlob(path, number)
		return blob, err
	}
	return nil, fmt.Errorf("%q is not a network; want gen:N@FILE, career:N or net:FILE", spec)
}

// NetworkEntrant returns a network as a player called name.
func NetworkEntrant(g games.Game, name string, network *value.Network, opts search.Options) eval.Entrant {
	return eval.Entrant{
		Name: name,
		New: func(context.Context) (eval.Player, error) {
			return eval.NewAgent(name, agent.New(g, network, opts)), nil
		},
	}
}

// Network returns the network that a spec of the form gen:N@FILE, career:N or
// net:FILE names, ready for inference, after checking that it plays g.
func Network(g games.Game, spec string) (*value.Network, error) {
	kind, arg, _ := strings.Cut(spec, ":")
	switch kind {
	case "net":
		return fileNetwork(g, arg)
	case "career":
		network, _, err := StageNetwork(g, arg)
		return network, err
	case "gen":
		number, path, ok := strings.Cut(arg, "@")
		if !ok {
			return nil, fmt.Errorf("%q does not say of which run; want gen:%s@FILE, or career:%[2]s for a network that ships", spec, arg)
		}
		network, _, err := runNetwork(g, path, number)
		return network, err
	}
	return nil, fmt.Errorf("%q is not a network; want gen:N@FILE, career:N or net:FILE", spec)
}

// fileNetwork returns the network of a network file.
func fileNetwork(g games.Game, path string) (*value.Network, error) {
	blob, err := files.ReadNetwork(path)
	if err != nil {
		return nil, err
	}
	return decodeNetwork(g, path, blob)
}

// runNetwork returns the network of a generation of a run, and the generation's
// number.
func runNetwork(g games.Game, path, generation string) (*value.Network, int, error) {
	blob, number, err := GenerationBlob(path, generation)
	if err != nil {
		return nil, 0, err
	}
	network, err := decodeNetwork(g, fmt.Sprintf("generation %d of %s", number, path), blob)
	return network, number, err
}

// StageNetwork returns the network of a stage that ships.
func StageNetwork(g games.Game, name string) (*value.Network, career.Stage, error) {
	stage, err := career.Find(g.Name(), name)
	if err != nil {
		return nil, stage, fmt.Errorf("%w; train your own with: apprentice train --game %s", err, g.Name())
	}
	blob, err := career.Open(stage)
	if err != nil {
		return nil, stage, err
	}
	network, err := decodeNetwork(g, stage.Name, blob)
	return network, stage, err
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
	blob, _, err := f.NetworkOf(number)
	if errors.Is(err, run.ErrUnknownNetwork) || errors.Is(err, run.ErrUnknownGeneration) {
		if last, e := GenerationNumber(f, "last"); e == nil {
			err = UnknownGeneration(path, number, 0, last)
		}
	}
	return blob, number, err
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
