package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"apprentice/eval/tune"
	"apprentice/internal/atomicfile"
)

// tuneSaved is the file of a tuning: how far it has come, and what decides
// where it goes.
type tuneSaved struct {
	Format   string             `json:"format"`
	Settings map[string]string  `json:"settings"`
	Pairs    int                `json:"pairs"`   // of each game
	Seconds  float64            `json:"seconds"` // of all sittings
	Values   map[string]float64 `json:"values"`  // of the margins
}

// tuneFormat is the Format of a file that this program can go on with.
const tuneFormat = "apprentice tune 1"

// readTuneState returns the state of a tuning and how long it took to get
// there; the start where there is no file. It is an error if the file belongs
// to another tuning than that of the settings.
func readTuneState(path string, t tune.Tuner, settings map[string]string) (tune.State, time.Duration, error) {
	start := tune.Start(t.Params)
	blob, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return start, 0, nil
	}
	if err != nil {
		return start, 0, fmt.Errorf("cannot go on with %s: %w", path, cause(err))
	}
	state, took, err := parseTuneState(blob, t, settings)
	if err != nil {
		return start, 0, fmt.Errorf("%s: %w", path, err)
	}
	return state, took, nil
}

// parseTuneState reads the content of a file.
func parseTuneState(blob []byte, t tune.Tuner, settings map[string]string) (tune.State, time.Duration, error) {
	var saved tuneSaved
	err := json.Unmarshal(blob, &saved)
	if err != nil || !strings.HasPrefix(saved.Format, "apprentice tune ") {
		return tune.State{}, 0, errors.New("this is not the state of a tuning, or it is damaged; name another file")
	}
	if saved.Format != tuneFormat {
		return tune.State{}, 0, fmt.Errorf("it has the format %q; this program reads %q", saved.Format, tuneFormat)
	}
	state := tune.State{Iterations: saved.Pairs, Values: make([]float64, len(t.Params))}
	known := map[string]bool{}
	for i, p := range t.Params {
		value, ok := saved.Values[p.Name]
		if !ok {
			return state, 0, fmt.Errorf("it has no value of %s", p.Name)
		}
		state.Values[i], known[p.Name] = value, true
	}
	for name := range saved.Values {
		if !known[name] {
			return state, 0, fmt.Errorf("it has a value of %s; this program has no such margin", name)
		}
	}
	if err := sameSettings("tuning", saved.Settings, settings); err != nil {
		return state, 0, err
	}
	if err := t.Check(state); err != nil {
		return state, 0, fmt.Errorf("it is damaged: %w", err)
	}
	const mostSeconds = 1e9 // thirty years
	if !(saved.Seconds >= 0 && saved.Seconds <= mostSeconds) {
		return state, 0, fmt.Errorf("it is damaged: %g seconds", saved.Seconds)
	}
	return state, time.Duration(saved.Seconds * float64(time.Second)), nil
}

// writeTuneState writes the file, whole or not at all.
func writeTuneState(path string, params []tune.Param, settings map[string]string, state tune.State, took time.Duration) error {
	saved := tuneSaved{tuneFormat, settings, state.Iterations, took.Seconds(), make(map[string]float64, len(params))}
	for i, p := range params {
		saved.Values[p.Name] = state.Values[i]
	}
	blob, err := json.MarshalIndent(saved, "", "  ")
	if err != nil {
		return err
	}
	return atomicfile.WriteBytes(path, append(blob, '\n'))
}
