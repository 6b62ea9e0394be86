package tune

import (
	"bytes"
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
	"apprentice/internal/sealed"
)

// stateFile is the file of a tuning: how far it has come, and what decides
// where it goes. The file ends with its checksum.
type stateFile struct {
	Format   string             `json:"format"`
	Settings map[string]string  `json:"settings"`
	Pairs    int                `json:"pairs"`   // of each game
	Seconds  float64            `json:"seconds"` // of all sittings
	Values   map[string]float64 `json:"values"`  // of the margins
}

// Formats of files that this program can resume from. It writes the first.
const (
	stateFormat         = "apprentice tune 2"
	stateFormatUnsealed = "apprentice tune 1" // earlier: without a checksum
)

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
	if json.Unmarshal(blob, &saved) != nil || !strings.HasPrefix(saved.Format, "apprentice tune ") {
		return spsa.State{}, 0, errors.New("this is not the state of a tuning, or it is damaged; name another file")
	}
	if f := saved.Format; f != stateFormat && f != stateFormatUnsealed {
		return spsa.State{}, 0, fmt.Errorf("it has the format %q; this program reads %q", f, stateFormat)
	}
	isSealed, err := sealed.Unmarshal(blob, &saved)
	if err == nil && saved.Format == stateFormat && !isSealed {
		err = errors.New("it is damaged: it has no checksum")
	}
	if err != nil {
		return spsa.State{}, 0, fmt.Errorf("%w; name another file", err)
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
	line, err := sealed.Marshal(saved)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := json.Indent(&text, append(line, '\n'), "", "  "); err != nil {
		return err
	}
	return atomicfile.WriteBytes(path, text.Bytes())
}
