package learn

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"apprentice/agent/value"
	"apprentice/agent/value/safetensors"
	"apprentice/games/chess"
	"apprentice/games/tictactoe"

	"github.com/google/go-cmp/cmp"
)

func tictactoeData(t testing.TB) *Window {
	t.Helper()
	return windowOf(t, tictactoe.Game{}, Filter{HeldOut: 4}, randomGames(tictactoe.Game{}, 20, 1, 150, 9))
}

// states trains and returns the encoded state after each epoch.
func states(t testing.TB, d *Window, o Options) (files [][]byte, w *value.Weights, report Report) {
	t.Helper()
	w, report, err := Train(t.Context(), d, o, nil, Hooks{Checkpoint: func(s *State) error {
		file, err := s.Encode()
		files = append(files, file)
		return err
	}})
	must(t, err)
	return files, w, report
}

func decodeOK(t testing.TB, file []byte) *State {
	t.Helper()
	s, err := DecodeState(file)
	must(t, err)
	return s
}

func TestStateRoundTrip(t *testing.T) {
	for _, patience := range []int{0, 10} {
		o := smallOptions()
		o.Patience = patience
		var live []*State
		_, _, err := Train(t.Context(), tictactoeData(t), o, nil, Hooks{Checkpoint: func(s *State) error {
			live = append(live, s.clone())
			return nil
		}})
		must(t, err)
		for i, want := range live {
			file, err := want.Encode()
			must(t, err)
			got := decodeOK(t, file)
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(State{})); diff != "" {
				t.Errorf("state after epoch %d (-want +got):\n%.2000s", i+1, diff)
			}
			if again, err := got.Encode(); err != nil || !bytes.Equal(file, again) {
				t.Errorf("equal states after epoch %d have other bytes (%v)", i+1, err)
			}
			if want.Epoch != i+1 || len(want.Losses) != i+1 || (want.best != nil) != (patience > 0) {
				t.Errorf("state after epoch %d: epoch %d, %d losses, best of %d", i+1, want.Epoch, len(want.Losses), len(want.best))
			}
		}
	}
}

// The best epoch is the first with the lowest held-out loss, or the last where
// nothing is held out, and patience counts from it.
func TestBestEpoch(t *testing.T) {
	for _, tt := range []struct {
		heldOut   []float64
		best      int
		exhausted []int // the patience that is at an end, of 1 to 4
	}{
		{nil, -1, nil},
		{[]float64{0.3}, 0, nil},
		{[]float64{0.3, 0.2, 0.1}, 2, nil},
		{[]float64{0.3, 0.1, 0.2, 0.2}, 1, []int{1, 2}},
		{[]float64{0.3, 0.1, 0.2, 0.1}, 1, []int{1, 2}},
		{[]float64{0.1, 0.1, 0.1, 0.1}, 0, []int{1, 2, 3}},
		{[]float64{0, 0, 0}, 2, nil},
	} {
		var s State
		for _, l := range tt.heldOut {
			s.Losses = append(s.Losses, Losses{HeldOut: l})
		}
		if got := s.bestEpoch(); got != tt.best {
			t.Errorf("%v: best epoch %d, want %d", tt.heldOut, got, tt.best)
		}
		for patience := 0; patience <= 4; patience++ {
			if got, want := s.exhausted(patience), slices.Contains(tt.exhausted, patience); got != want && len(tt.heldOut) > 0 {
				t.Errorf("%v: patience of %d at an end: %v, want %v", tt.heldOut, patience, got, want)
			}
		}
	}
}

// With patience, training stops some epochs after the best on held-out games
// and returns the weights of that one.
func TestPatience(t *testing.T) {
	d := windowOf(t, chess.Game{}, Filter{HeldOut: 3}, randomGames(chess.Game{}, 20, 1, 8, 60))
	o := smallOptions()
	o.Epochs, o.Patience, o.LR, o.MinSteps = 200, 3, 3e-3, 10
	var sums []string
	w, report, err := Train(t.Context(), d, o, nil, Hooks{Checkpoint: func(s *State) error {
		sums = append(sums, sum(s.Weights()))
		return nil
	}})
	must(t, err)
	best := 0
	for i, l := range report.Epochs {
		if l.HeldOut < report.Epochs[best].HeldOut {
			best = i
		}
	}
	if !report.Stopped || len(report.Epochs) != best+1+o.Patience {
		t.Errorf("stopped %v after %d epochs, the best of which is %d", report.Stopped, len(report.Epochs), best)
	}
	if report.Best != best || sum(w) != sums[best] {
		t.Errorf("best epoch %d with weights %.12s, want %d with %.12s", report.Best, sum(w), best, sums[best])
	}
	if sum(w) == sums[len(sums)-1] {
		t.Error("the last epoch is the best: no good test")
	}

	none := windowOf(t, chess.Game{}, Filter{}, randomGames(chess.Game{}, 20, 1, 8, 60))
	o.Epochs = 5
	if _, report := train(t, none, o); report.Stopped || len(report.Epochs) != 5 || report.Best != 4 {
		t.Errorf("nothing held out: stopped %v after %d epochs, best %d", report.Stopped, len(report.Epochs), report.Best)
	}
}

// No bit of a state can change and no byte be lost or added without an error,
// be it in numbers or in what is said about them; save for how the header
// spells a character, which changes nothing.
func TestStateDamage(t *testing.T) {
	o := smallOptions()
	o.Patience = 5
	files, _, _ := states(t, tictactoeData(t), o)
	file := files[1]
	refuses := func(what string, at int, damaged []byte) {
		s, err := DecodeState(damaged)
		if err == nil && what == "a flipped bit" {
			if again, _ := s.Encode(); bytes.Equal(again, file) {
				return
			}
		}
		if err == nil || !strings.HasPrefix(err.Error(), "training state: ") {
			t.Errorf("%s at byte %d of %d: error %v; around it %q", what, at, len(file), err, file[max(at-30, 0):min(at+10, len(file))])
		}
	}
	header := 8 + bytes.IndexByte(file[8:], 0) // the numbers follow
	for i := range file {
		if i > header && i%61 != 0 {
			continue
		}
		damaged := slices.Clone(file)
		for bit := range 8 {
			if testing.Short() && bit != i%8 {
				continue
			}
			damaged[i] = file[i] ^ 1<<bit
			refuses("a flipped bit", i, damaged)
		}
	}
	for n := 0; n < len(file); n += 1 + n/50 {
		refuses("cut off", n, file[:n])
	}
	refuses("a byte more", len(file), append(slices.Clone(file), 0))
}

// rewritten returns a state file with other metadata and tensors, whose
// checksum is right.
func rewritten(t *testing.T, file []byte, change func(meta map[string]string, tensors []safetensors.Tensor) []safetensors.Tensor) []byte {
	t.Helper()
	r := bytes.NewReader(file)
	h, err := safetensors.ReadHeader(r)
	must(t, err)
	tensors, err := h.ReadTensors(r)
	must(t, err)
	tensors = change(h.Metadata, tensors)
	h.Metadata[metaChecksum] = checksum(h.Metadata, tensors)
	var b bytes.Buffer
	must(t, safetensors.Write(&b, h.Metadata, tensors))
	return b.Bytes()
}

// Files of another kind, or that no training can have written, are refused with
// a sentence that says what is wrong.
func TestStateForeign(t *testing.T) {
	files, w, _ := states(t, tictactoeData(t), smallOptions())
	file := files[1]
	if again := rewritten(t, file, func(_ map[string]string, ts []safetensors.Tensor) []safetensors.Tensor { return ts }); !bytes.Equal(file, again) {
		t.Fatal("rewriting a state without a change changes it")
	}
	set := func(key, text string) []byte {
		return rewritten(t, file, func(meta map[string]string, ts []safetensors.Tensor) []safetensors.Tensor {
			meta[key] = text
			return ts
		})
	}
	shape := func(s value.Shape) string {
		text, err := json.Marshal(s)
		must(t, err)
		return string(text)
	}
	var network bytes.Buffer
	_, err := value.Write(&network, w, value.Meta{Game: "tictactoe"})
	must(t, err)
	for _, tt := range []struct {
		name string
		file []byte
		want string
	}{
		{"nothing", nil, "file ends too early"},
		{"text", []byte("SQLite format 3 and so on"), "not a safetensors file"},
		{"a network", network.Bytes(), `want "apprentice training state`},
		{"a later version", set(metaFormat, "apprentice training state 9"), `format is "apprentice training state 9", want`},
		{"no shape", set(metaShape, ""), "shape: "},
		{"impossible shape", set(metaShape, shape(value.Shape{Features: 18, Hidden: 33, Buckets: 8, MaxActive: 9})), "width 33"},
		{"other shape", set(metaShape, shape(value.Shape{Features: 18, Hidden: 64, Buckets: 8, MaxActive: 9})), "does not belong to a network of shape"},
		{"no progress", set(metaProgress, "soon"), "progress: "},
		{"before the first step", set(metaProgress, `{"Epoch":0,"Step":0,"Losses":[]}`), "0 epochs with 0 steps"},
		{"negative sum", set(metaProgress, `{"Epoch":0,"Step":1,"Sum":-1,"Losses":[]}`), "0 epochs with 1 steps, 0 losses and a sum of -1"},
		{"too few losses", set(metaProgress, `{"Epoch":2,"Step":6,"Losses":[{"Trained":0.2,"HeldOut":0.2}]}`), "2 epochs with 6 steps, 1 losses"},
		{"a moment is missing", rewritten(t, file, func(_ map[string]string, ts []safetensors.Tensor) []safetensors.Tensor {
			return ts[:2]
		}), "must all be there"},
		{"one tensor too many", rewritten(t, file, func(_ map[string]string, ts []safetensors.Tensor) []safetensors.Tensor {
			return append(ts, safetensors.Tensor{Name: "more", Shape: ts[0].Shape, Data: ts[0].Data})
		}), `tensor "more"`},
		{"not a number", rewritten(t, file, func(_ map[string]string, ts []safetensors.Tensor) []safetensors.Tensor {
			ts[1].Data[5] = float32(math.NaN())
			return ts
		}), "number 5 of a tensor is NaN"},
		{"infinite", rewritten(t, file, func(_ map[string]string, ts []safetensors.Tensor) []safetensors.Tensor {
			ts[0].Data[0] = float32(math.Inf(-1))
			return ts
		}), "number 0 of a tensor is -Inf"},
	} {
		if s, err := DecodeState(tt.file); err == nil || !strings.Contains(err.Error(), tt.want) || s != nil {
			t.Errorf("%s: state %v, error %v, want %q", tt.name, s != nil, err, tt.want)
		}
	}

	// One that patience needs the best weights for, without them.
	o := smallOptions()
	o.Patience = 5
	files, _, _ = states(t, tictactoeData(t), o)
	without := rewritten(t, files[1], func(_ map[string]string, ts []safetensors.Tensor) []safetensors.Tensor {
		return ts[:3]
	})
	state, err := DecodeState(without)
	if err == nil {
		_, _, err = Train(t.Context(), tictactoeData(t), o, state, Hooks{})
	}
	if !errors.Is(err, ErrOtherTraining) {
		t.Errorf("a state without its best weights: %v, want %v", err, ErrOtherTraining)
	}
}

// Whatever the bytes are, DecodeState ends with an error or with a state that
// encodes to one that is equal. The checksum is made right where it can be, so
// that it hides nothing.
func FuzzDecodeState(f *testing.F) {
	o := smallOptions()
	o.Epochs, o.Patience = 2, 5
	w := windowOf(f, tictactoe.Game{}, Filter{HeldOut: 4}, randomGames(tictactoe.Game{}, 20, 1, 20, 9))
	_, _, err := Train(f.Context(), w, o, nil, Hooks{
		Due: func() bool { return true },
		Checkpoint: func(s *State) error {
			file, err := s.Encode()
			f.Add(file)
			return err
		},
	})
	must(f, err)
	f.Fuzz(func(t *testing.T, file []byte) {
		if r := bytes.NewReader(file); len(file) > 8 {
			if h, err := safetensors.ReadHeader(r); err == nil && h.Metadata != nil {
				if tensors, err := h.ReadTensors(r); err == nil {
					h.Metadata[metaChecksum] = checksum(h.Metadata, tensors)
					var b bytes.Buffer
					if safetensors.Write(&b, h.Metadata, tensors) == nil {
						file = b.Bytes()
					}
				}
			}
		}
		s, err := DecodeState(file)
		if err != nil {
			return
		}
		again, err := s.Encode()
		must(t, err)
		if diff := cmp.Diff(s, decodeOK(t, again), cmp.AllowUnexported(State{})); diff != "" {
			t.Errorf("(-decoded +again):\n%.1000s", diff)
		}
	})
}
