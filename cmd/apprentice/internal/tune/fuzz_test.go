package tune

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	spsa "apprentice/eval/tune"
)

// FuzzTuneState checks that the state of a tuning is read, or refused, and that
// nothing is read that a tuning cannot go on from.
func FuzzTuneState(f *testing.F) {
	tuner := spsa.Tuner{Params: params(), Gains: spsa.Gains{R: 1, C: 1}}
	path := filepath.Join(f.TempDir(), "state")
	settings := map[string]string{"--nodes": "1"}
	if err := writeState(path, tuner.Params, settings, spsa.Start(tuner.Params), time.Minute); err != nil {
		f.Fatal(err)
	}
	blob, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(blob)
	f.Add([]byte(`{"format":"apprentice tune 1","pairs":-1,"seconds":1e400}`))
	f.Fuzz(func(t *testing.T, blob []byte) {
		state, took, err := parseState(blob, tuner, settings)
		if err != nil {
			return
		}
		if tuner.Check(state) != nil || took < 0 || state.Iterations < 0 {
			t.Fatalf("%q is read as %+v after %v", blob, state, took)
		}
	})
}
