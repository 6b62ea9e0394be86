package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval/tune"
	"apprentice/games"
	"apprentice/games/record"
	"apprentice/games/tictactoe"
	"apprentice/selfplay/run"
)

// FuzzPlayerSpec checks that a player is named, or refused, and that one that is
// named has limits that can be kept. Files and programs are left alone.
func FuzzPlayerSpec(f *testing.F) {
	for _, s := range []string{
		"random", "material:2?name=x&nodes=5", "career:last?softnodes=400&tc=10+0.1&threads=1&hash=1", "gen:5@chess.run?nodes=400&name=x",
		"material:99999999999999999999", "career:last?hash=999999999", "?=&", "random?tc=1:2:3", "career:-1", "material:2?name=%1b[31m&depth=0",
	} {
		f.Add(s)
	}
	g := catalog.Default()
	f.Fuzz(func(t *testing.T, spec string) {
		who, keys, err := cutKeys(spec)
		if err != nil {
			return
		}
		if l := keys.limits; l != nil && (l.Nodes < 0 || l.SoftNodes < 0 || l.Depth < 0 || l.Depth > search.MaxPly || l.MoveTime < 0) {
			t.Fatalf("%q has limits %+v", spec, l)
		}
		var opts search.Options
		if keys.opts != nil {
			keys.opts(&opts)
		}
		if opts.Hash < 0 || opts.Hash > maxHashMB || opts.Threads < 0 || opts.Threads > maxParallel() {
			t.Fatalf("%q has options %+v", spec, opts)
		}
		kind, _, _ := strings.Cut(who, ":")
		if kind != "random" && kind != "material" {
			return
		}
		e, err := player(g, spec, search.Options{})
		if err == nil && (e.Name == "" || e.Name != printable.Text(e.Name) || e.New == nil) {
			t.Fatalf("%q is the player %+v", spec, e)
		}
	})
}

// FuzzMatchState checks that a line of the state of a match is a game or an
// error, and that a game which is written again is the same.
func FuzzMatchState(f *testing.F) {
	g := tictactoe.Game{}
	game := record.Game{First: "a", Second: "b", Outcome: games.Outcome{Result: games.Draw, Reason: games.PlyCap}}
	for pos := g.Start(); len(game.Plies) < 2; {
		m := pos.Moves(nil, games.AllMoves)[0]
		game.Plies = append(game.Plies, record.Ply{Move: m})
		pos.Make(m, nil)
	}
	line, err := json.Marshal(savedGame{Game: record.AppendGame(nil, &game), Thoughts: make([][3]int64, 2)})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(line)
	f.Add([]byte(`{"index":18446744073709551615,"game":"AAAA","thoughts":[[1,2,3]],"effort":[[1,2,3,4],[5,6,7,-8]]}`))
	f.Add([]byte(`{"index":-1}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		read, err := parseSavedGame(line)
		if err != nil {
			return
		}
		if len(read.Thoughts) != len(read.Game.Plies) || !read.Game.Outcome.Over() {
			t.Fatalf("%q is read as %+v", line, read)
		}
		path := filepath.Join(t.TempDir(), "state")
		s, err := openMatchState(path, matchHead{}, 1)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.save(read); err != nil {
			t.Fatal(err)
		}
		s.close()
		written, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(string(written), "\n")
		again, err := parseSavedGame([]byte(lines[1]))
		if diff := cmp.Diff(read, again); diff != "" || err != nil {
			t.Fatalf("%q is not the same when it is written again: %v\n%s", line, err, diff)
		}
	})
}

// FuzzTuneState checks that the state of a tuning is read, or refused, and that
// nothing is read that a tuning cannot go on from.
func FuzzTuneState(f *testing.F) {
	tuner := tune.Tuner{Params: tuneParams(), Gains: tune.Gains{R: 1, C: 1}}
	path := filepath.Join(f.TempDir(), "state")
	settings := map[string]string{"--nodes": "1"}
	if err := writeTuneState(path, tuner.Params, settings, tune.Start(tuner.Params), time.Minute); err != nil {
		f.Fatal(err)
	}
	blob, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(blob)
	f.Add([]byte(`{"format":"apprentice tune 1","pairs":-1,"seconds":1e400}`))
	f.Fuzz(func(t *testing.T, blob []byte) {
		state, took, err := parseTuneState(blob, tuner, settings)
		if err != nil {
			return
		}
		if tuner.Check(state) != nil || took < 0 || state.Iterations < 0 {
			t.Fatalf("%q is read as %+v after %v", blob, state, took)
		}
	})
}

// FuzzRunFile checks that any bytes are a run that can be read, or an error.
func FuzzRunFile(f *testing.F) {
	g := tictactoe.Game{}
	path := filepath.Join(f.TempDir(), "seed.run")
	file, err := run.Create(path, run.Config{Game: g.Name(), InputSet: g.InputSet(), Seed: 5})
	if err != nil {
		f.Fatal(err)
	}
	if err := file.Close(); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole, 0, []byte(nil))
	f.Add(whole[:len(whole)/2], 0, []byte(nil))
	f.Add(whole, 100, []byte{0xff, 0, 0xff})
	f.Add([]byte("SQLite format 3\x00"), 0, []byte(nil))
	f.Add([]byte(nil), 0, []byte(nil))
	f.Fuzz(func(t *testing.T, content []byte, at int, patch []byte) {
		content = append([]byte(nil), content...)
		if at >= 0 && at < len(content) {
			copy(content[at:], patch)
		}
		path := filepath.Join(t.TempDir(), "x.run")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := openRun(path)
		if err != nil {
			return
		}
		defer file.Close()
		_, _ = readHistory(file)
		_, _ = file.Check(g, nil)
		_, _, _ = generationBlob(path, "last")
	})
}
