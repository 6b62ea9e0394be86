package selfplay

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"apprentice/agent/value"
	"apprentice/games/chess"
	"apprentice/games/tictactoe"
	"apprentice/selfplay/run"
)

// thirdOfRun returns a run of three tiny generations and what relearns its last.
func thirdOfRun(t *testing.T) Relearning {
	t.Helper()
	g := tictactoe.Game{}
	file := newFile(t, g, 5)
	must(t, runTiny(t.Context(), t, Options{Game: g, File: file, Workers: 2, Generations: 3}))
	return Relearning{Game: g, File: file, Generation: 3, Workers: 2, Samples: filepath.Join(t.TempDir(), "samples")}
}

// Learning again without a change makes the network of the run, byte for byte,
// with any number of workers, and leaves the run file as it was.
func TestRelearnIsTheSame(t *testing.T) {
	r := thirdOfRun(t)
	must(t, r.File.Close())
	before, err := os.ReadFile(r.File.Path())
	must(t, err)
	file, err := run.OpenReadOnly(r.File.Path())
	must(t, err)
	defer file.Close()
	r.File = file
	for n := 1; n <= 3; n++ {
		for _, workers := range []int{1, 3} {
			r.Generation, r.Workers = n, workers
			made, err := Relearn(t.Context(), r)
			must(t, err)
			blob, sha, err := file.NetworkOf(n)
			must(t, err)
			if !made.Same || made.SHA256 != sha || !bytes.Equal(made.File, blob) {
				t.Errorf("generation %d with %d workers: another network than that of the run", n, workers)
			}
			g, err := file.Generation(n)
			must(t, err)
			if last := made.Report.Epochs[len(made.Report.Epochs)-1]; last.Trained != g.Loss || last.HeldOut != g.HeldOut {
				t.Errorf("generation %d: losses %+v, the run has %g and %g", n, last, g.Loss, g.HeldOut)
			}
		}
	}
	after, err := os.ReadFile(r.File.Path())
	must(t, err)
	if !bytes.Equal(before, after) {
		t.Error("the run file was written to")
	}
}

// Each change does what it says.
func TestRelearnChanges(t *testing.T) {
	r := thirdOfRun(t)
	other := uint64(9)
	warm := true
	_, sha, err := r.File.NetworkOf(3)
	must(t, err)
	origin, _, err := r.File.NetworkOf(1)
	must(t, err)
	for _, test := range []struct {
		name   string
		change func(*Relearning)
		holds  func(Relearnt, *value.Weights, value.Meta) bool
	}{
		{"width", func(r *Relearning) { r.Knobs = Knobs{"width": 64} },
			func(m Relearnt, w *value.Weights, _ value.Meta) bool {
				return w.Shape.Hidden == 64 && m.Plan.Hidden == 64
			}},
		{"epochs", func(r *Relearning) { r.Knobs = Knobs{"epochs": 5} },
			func(m Relearnt, _ *value.Weights, _ value.Meta) bool { return len(m.Report.Epochs) == 5 }},
		{"lambda", func(r *Relearning) { r.Knobs = Knobs{"lambda": 0} },
			func(m Relearnt, _ *value.Weights, meta value.Meta) bool {
				return m.Plan.Trace == 0 && strings.HasSuffix(meta.Note, "; lambda=0")
			}},
		{"whole window", func(r *Relearning) { r.Knobs = Knobs{"window": 1} },
			func(m Relearnt, _ *value.Weights, _ value.Meta) bool { return m.Plan.From == 1 }},
		{"small window", func(r *Relearning) { r.Knobs = Knobs{"window": 0.1} },
			func(m Relearnt, _ *value.Weights, _ value.Meta) bool { return m.Plan.From == 3 }},
		{"window from", func(r *Relearning) { r.From = 1 },
			func(m Relearnt, _ *value.Weights, _ value.Meta) bool { return m.Plan.From == 1 }},
		{"mean of weights", func(r *Relearning) { r.Knobs = Knobs{"average": 0.5, "ema": 0.9} },
			func(m Relearnt, _ *value.Weights, _ value.Meta) bool {
				return m.Plan.Average == 0.5 && m.Plan.EMA == 0.9
			}},
		{"last rate", func(r *Relearning) { r.Knobs = Knobs{"rate-end": 5e-4} },
			func(m Relearnt, _ *value.Weights, _ value.Meta) bool { return m.Plan.RateEnd == 5e-4 }},
		{"skip", func(r *Relearning) { r.Knobs = Knobs{"skip": 0.9} },
			func(m Relearnt, _ *value.Weights, _ value.Meta) bool { return m.Report.Samples < m.Report.HeldOut*20 }},
		{"seed", func(r *Relearning) { r.Seed = &other },
			func(m Relearnt, _ *value.Weights, _ value.Meta) bool { return m.Seed == 9+3 }},
		{"warm", func(r *Relearning) { r.Warm = &warm },
			func(m Relearnt, _ *value.Weights, meta value.Meta) bool {
				return m.Plan.Warm && strings.Contains(meta.Note, "from the network before")
			}},
		{"warm and wider", func(r *Relearning) { r.Warm, r.Knobs = &warm, Knobs{"width": 64} },
			func(_ Relearnt, w *value.Weights, _ value.Meta) bool { return w.Hidden == 64 }},
		{"from another", func(r *Relearning) { r.Origin = origin },
			func(_ Relearnt, _ *value.Weights, meta value.Meta) bool {
				return strings.Contains(meta.Note, "from another network")
			}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := r
			test.change(&r)
			made, err := Relearn(t.Context(), r)
			must(t, err)
			w, meta, own, err := value.Read(bytes.NewReader(made.File))
			must(t, err)
			if made.Same || made.SHA256 == sha || own != made.SHA256 {
				t.Errorf("network %.12s, same %v; the run has %.12s", made.SHA256, made.Same, sha)
			}
			if !test.holds(made, w, meta) {
				t.Errorf("plan %+v, %d epochs, note %q", made.Plan, len(made.Report.Epochs), meta.Note)
			}
			if meta.Generation != 3 || made.Reference <= 0 {
				t.Errorf("generation %d, loss of the run's own network %g", meta.Generation, made.Reference)
			}
		})
	}
}

// What the last epoch's loss says of a network is what it has on the same games.
func TestRelearnReference(t *testing.T) {
	r := thirdOfRun(t)
	seed := r.File.Config().Seed + 1
	r.Seed = &seed
	first, err := Relearn(t.Context(), r)
	must(t, err)
	g, err := r.File.Generation(3)
	must(t, err)
	if diff := first.Reference/g.HeldOut - 1; diff > 1e-9 || diff < -1e-9 {
		t.Errorf("the run's network has %g on the held-out games, the run says %g", first.Reference, g.HeldOut)
	}
}

// The folder of samples serves a second call: its files stay as they are.
func TestRelearnKeepsSamples(t *testing.T) {
	r := thirdOfRun(t)
	_, err := Relearn(t.Context(), r)
	must(t, err)
	list := func() (names []string) {
		entries, err := os.ReadDir(r.Samples)
		must(t, err)
		for _, e := range entries {
			info, err := e.Info()
			must(t, err)
			names = append(names, e.Name()+info.ModTime().String())
		}
		return names
	}
	before := list()
	r.From = 3
	_, err = Relearn(t.Context(), r)
	must(t, err)
	if after := list(); len(before) != 2 || !slices.Equal(before, after) {
		t.Errorf("samples %v, then %v", before, after)
	}
}

// Contradictions and what cannot be learnt give errors that say why.
func TestRelearnErrors(t *testing.T) {
	r := thirdOfRun(t)
	warm := true
	done, cancel := context.WithCancel(t.Context())
	cancel()
	for _, test := range []struct {
		name   string
		ctx    context.Context
		change func(*Relearning)
		want   string
	}{
		{"playing", t.Context(), func(r *Relearning) { r.Knobs = Knobs{"nodes": 5} }, "nodes is about playing"},
		{"window twice", t.Context(), func(r *Relearning) { r.Knobs, r.From = Knobs{"window": 1}, 1 }, "twice"},
		{"window to come", t.Context(), func(r *Relearning) { r.From = 4 }, "cannot begin with generation 4"},
		{"two starts", t.Context(), func(r *Relearning) { r.Warm, r.Origin = &warm, []byte("x") }, "two networks"},
		{"less than the width of a start", t.Context(), func(r *Relearning) { r.Warm, r.Knobs = &warm, Knobs{"width": 16} }, "has 32 neurons"},
		{"broken start", t.Context(), func(r *Relearning) { r.Origin = []byte("x") }, "network to start from"},
		{"input set", t.Context(), func(r *Relearning) { r.Inputs = "mirrored" }, "no further input sets"},
		{"inputs of a start", t.Context(), func(r *Relearning) { r.Game, r.Warm, r.Inputs = chess.Game{}, &warm, "kings" }, "has its inputs"},
		{"unknown", t.Context(), func(r *Relearning) { r.Generation = 4 }, "generation"},
		{"stopped", done, func(*Relearning) {}, context.Canceled.Error()},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := r
			test.change(&r)
			if _, err := Relearn(test.ctx, r); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
		})
	}
	begin(t, Options{Game: r.Game, File: r.File}, 4, tinyPlan(r.Game, 4))
	r.Generation = 4
	if _, err := Relearn(t.Context(), r); !errors.Is(err, ErrCannotRelearn) {
		t.Errorf("error %v of a generation that is being played", err)
	}
}

// A network of another input set is learnt from the games of a run, is measured
// against the run's own, and serves as a start.
func TestRelearnInputs(t *testing.T) {
	g := chess.Game{}
	file := newFile(t, g, 5)
	must(t, runTiny(t.Context(), t, Options{Game: g, File: file, Workers: 2, Generations: 1}))
	r := Relearning{Game: g, File: file, Generation: 1, Inputs: "kings", Workers: 2, Samples: filepath.Join(t.TempDir(), "samples")}
	made, err := Relearn(t.Context(), r)
	must(t, err)
	_, meta, err := value.ReadNetwork(bytes.NewReader(made.File))
	must(t, err)
	if meta.Shape.Inputs != "kings" || meta.Shape.Features != 3072 || meta.Matches(g) != nil || !strings.Contains(meta.Note, "inputs kings") {
		t.Errorf("metadata %+v", meta)
	}
	if made.Same || made.Reference <= 0 {
		t.Errorf("same %v, reference %g", made.Same, made.Reference)
	}
	r.Knobs = Knobs{"common": 1}
	common, err := Relearn(t.Context(), r)
	must(t, err)
	if common.SHA256 == made.SHA256 || !common.Plan.Common {
		t.Error("a common part of alike features changes nothing")
	}
	r.Knobs, r.Inputs, r.Origin = nil, "", made.File
	again, err := Relearn(t.Context(), r)
	must(t, err)
	_, meta, err = value.ReadNetwork(bytes.NewReader(again.File))
	must(t, err)
	if meta.Shape.Inputs != "kings" {
		t.Errorf("a network that starts from one of kings has %+v", meta.Shape)
	}
}

// A network that was learnt at a second, gentler try is learnt so again, unless a
// rate is given.
func TestRelearnGentle(t *testing.T) {
	g := tictactoe.Game{}
	o := Options{Game: g, File: newFile(t, g, 5), Workers: 2, Generations: 1, Samples: filepath.Join(t.TempDir(), "samples")}
	plan := tinyPlan(g, 1)
	plan.Gentle = true
	begin(t, o, 1, plan)
	must(t, Run(t.Context(), o))
	r := Relearning{Game: g, File: o.File, Generation: 1, Workers: 2, Samples: o.Samples}
	made, err := Relearn(t.Context(), r)
	must(t, err)
	r.Knobs = Knobs{"rate": plan.LearningRate}
	given, err := Relearn(t.Context(), r)
	must(t, err)
	if !made.Same || given.Same || given.Plan.Gentle || made.Seed == given.Seed {
		t.Errorf("same %v and %v, seeds %d and %d", made.Same, given.Same, made.Seed, given.Seed)
	}
}
