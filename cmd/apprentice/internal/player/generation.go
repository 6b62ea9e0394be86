package player

import (
	"fmt"
	"strconv"

	"apprentice/agent/search"
	"apprentice/eval"
	"apprentice/games"
	"apprentice/selfplay/run"
)

// Generation returns a generation of a run of g as a player called name.
func Generation(g games.Game, file *run.File, n int, name string, opts search.Options) (eval.Entrant, error) {
	blob, err := blobIn(file, file.Path(), n)
	if err != nil {
		return eval.Entrant{}, err
	}
	network, err := decodeNetwork(g, name, blob)
	if err != nil {
		return eval.Entrant{}, err
	}
	return NetworkEntrant(g, name, network, opts), nil
}

// UnknownGeneration says which generations there are instead of the one that was
// asked for.
func UnknownGeneration(path string, number, first, last int) error {
	has := fmt.Sprintf("it has %d to %d", first, last)
	switch {
	case last < first:
		has = "it has none yet"
	case last == first:
		has = fmt.Sprintf("it has only %d", last)
	}
	return fmt.Errorf("%s has no generation %d; %s", path, number, has)
}

// GenerationNumber reads a number or "last", the last generation that has a
// network.
func GenerationNumber(f *run.File, text string) (int, error) {
	if text != "last" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return 0, fmt.Errorf("invalid generation %q: want a number or last", text)
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
