package tune

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	spsa "apprentice/eval/tune"
	"apprentice/internal/atomicfile"
)

// stateFile is the file of a tuning: how far it has come, and what decides
// where it goes.
type stateFile struct {
	Format   string             `json:"format"`
	Settings map[string]string  `json:"settings"`
	Pairs    int                `json:"pairs"`   // of each game
	Seconds  float64            `json:"seconds"` // of all sittings
	Values   map[string]float64 `json:"values"`  // of the margins
}

// stateFormat is the Format of a file that this program can resume from.
const stateFormat = "apprentice tune 1"

// readState returns the state of a tuning and how long it took to get
// there; the start where there is no file. It is an error if the file belongs
// to another tuning than that of the settings.
func readState(path string, t spsa.Tuner, settings map[string]string) (spsa.State, time.Duration, error) {
	start := spsa.Start(t.Params)
	blob, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return start, 0, nil
	}
	if err != nil {
		return start, 0, fmt.Errorf("cannot resume from %s: %w", path, console.Cause(err))
	}
	state, took, err := parseState(blob, t, settings)
	if err != nil {
		return start, 0, fmt.Errorf("%s: %w", path, err)
	}
	return state, took, nil
}

// parseState reads the content of a file.
func parseState(blob []byte, t spsa.Tuner, settings map[string]string) (spsa.State, time.Duration, error) {
	var saved stateFile
	err := json.Unmarshal(blob, &saved)
	if err != nil || !strings.HasPrefix(saved.Format, "apprentice tune ") {
		return spsa.State{}, 0, errors.New("this is not the state of a tuning, or it is damaged; name another file")
	}
	if saved.Format != stateFormat {
		return spsa.State{}, 0, fmt.Errorf("it has the format %q; this program reads %q", saved.Format, stateFormat)
	}
	state := spsa.State{Iterations: saved.Pairs, Values: make([]float64, len(t.Params))}
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
	if err := cli.SameSettings("tuning", saved.Settings, settings); err != nil {
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

// writeState writes the file, whole or not at all.
func writeState(path string, params []spsa.Param, settings map[string]string, state spsa.State, took time.Duration) error {
	saved := stateFile{stateFormat, settings, state.Iterations, took.Seconds(), make(map[string]float64, len(params))}
	for i, p := range params {
		saved.Values[p.Name] = state.Values[i]
	}
	blob, err := json.MarshalIndent(saved, "", "  ")
	if err != nil {
		return err
	}
	return atomicfile.WriteBytes(path, append(blob, '\n'))
}
