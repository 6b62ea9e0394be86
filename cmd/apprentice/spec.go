package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"apprentice/agent"
	"apprentice/agent/career"
	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval"
	"apprentice/games"
	"apprentice/selfplay/run"
)

// specHelp describes the players that commands accept.
const specHelp = `Players are named by a SPEC:

    random              a random legal move, all equally likely
    material:DEPTH      a search of fixed depth that only counts material
    gen:N@FILE          generation N of the run in FILE; "last" for the last one
    career:N            generation N of the run whose networks ship with the program;
                        "last" for the strongest
    net:FILE            a network file
    engine:PATH?KEY=VALUE&...
                        an external engine; keys are its options, protocol
                        (uci, ucci or xboard), args for its arguments, and
                        nodes, depth, movetime, patience for its own limits

Each may have keys behind a question mark, as in gen:5@chess.run?nodes=400&name=x:
name is what results call it and tc its own clock; nodes, depth and movetime are
limits of its own. Networks have threads and hash (MB), and softnodes: the nodes
that it plans for a move, of which it takes fewer where the best move is settled
and more where it is not.`

// player returns the player that a spec names.
func player(g games.Game, spec string, opts search.Options) (eval.Entrant, error) {
	who, keys, err := cutKeys(spec)
	if err != nil {
		return eval.Entrant{}, fmt.Errorf("player %q: %w", spec, err)
	}
	entrant, err := keys.entrant(g, who, opts)
	if err != nil {
		return entrant, err
	}
	entrant.Clock = keys.clock
	if keys.name != "" {
		entrant.Name = keys.name
	} else if len(keys.shown) > 0 {
		mark := "?"
		if strings.Contains(entrant.Name, mark) {
			mark = "&"
		}
		entrant.Name += mark + strings.Join(keys.shown, "&")
	}
	entrant.Name = printable.Text(entrant.Name) // it goes into tables and files
	return entrant, nil
}

// networkBlob returns the network file that a spec names; see networkOf.
func networkBlob(g games.Game, spec string) ([]byte, error) {
	kind, arg, _ := strings.Cut(spec, ":")
	switch kind {
	case "net":
		return readNetworkFile(arg)
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
		blob, _, err := generationBlob(path, number)
		return blob, err
	}
	return nil, fmt.Errorf("%q is not a network; want gen:N@FILE, career:N or net:FILE", spec)
}

// networkEntrant returns a network as a player called name.
func networkEntrant(g games.Game, name string, network *value.Network, opts search.Options) eval.Entrant {
	return eval.Entrant{
		Name: name,
		New: func(context.Context) (eval.Player, error) {
			return eval.NewAgent(name, agent.New(g, network, opts)), nil
		},
	}
}

// networkOf returns the network that a spec of the form gen:N@FILE, career:N or
// net:FILE names, ready for inference, after checking that it plays g.
func networkOf(g games.Game, spec string) (*value.Network, error) {
	kind, arg, _ := strings.Cut(spec, ":")
	switch kind {
	case "net":
		return fileNetwork(g, arg)
	case "career":
		network, _, err := stageNetwork(g, arg)
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
	blob, err := readNetworkFile(path)
	if err != nil {
		return nil, err
	}
	return decodeNetwork(g, path, blob)
}

// runNetwork returns the network of a generation of a run, and the generation's
// number.
func runNetwork(g games.Game, path, generation string) (*value.Network, int, error) {
	blob, number, err := generationBlob(path, generation)
	if err != nil {
		return nil, 0, err
	}
	network, err := decodeNetwork(g, fmt.Sprintf("generation %d of %s", number, path), blob)
	return network, number, err
}

// stageNetwork returns the network of a stage that ships.
func stageNetwork(g games.Game, name string) (*value.Network, career.Stage, error) {
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

// generationBlob returns the network file of a generation of the run in path
// and the generation's number. The generation is a number or "last".
func generationBlob(path, generation string) ([]byte, int, error) {
	f, err := openRun(path)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	number, err := generationNumber(f, generation)
	if err != nil {
		return nil, 0, err
	}
	blob, _, err := f.NetworkOf(number)
	if errors.Is(err, run.ErrUnknownNetwork) || errors.Is(err, run.ErrUnknownGeneration) {
		if last, e := generationNumber(f, "last"); e == nil {
			err = unknownGeneration(path, number, 0, last)
		}
	}
	return blob, number, err
}

// unknownGeneration says which generations there are instead of the one that was
// asked for.
func unknownGeneration(path string, number, first, last int) error {
	has := fmt.Sprintf("it has %d to %d", first, last)
	switch {
	case last < first:
		has = "it has none yet"
	case last == first:
		has = fmt.Sprintf("it has only %d", last)
	}
	return fmt.Errorf("%s has no generation %d; %s", path, number, has)
}

// generationNumber reads a number or "last", the last generation that has a
// network.
func generationNumber(f *run.File, text string) (int, error) {
	if text != "last" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return 0, fmt.Errorf("%q is no generation; want a number or last", text)
		}
		return n, nil
	}
	last, _, err := f.Last()
	if err != nil {
		return 0, err
	}
	if last.Network == "" {
		return max(last.Number-1, 0), nil
	}
	return last.Number, nil
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
