package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"apprentice/eval/engine"
	"apprentice/games"
	"apprentice/selfplay/run"
)

// freeFlags may change when a match goes on: none of them has a say in what is
// played.
var freeFlags = []string{"help", "games", "concurrency", "pgn", "state", "json", "store", "plain"}

// settings returns all that decides what is played: the flags, and what the
// files behind them hold.
func (f *matchFlags) settings(g games.Game) (map[string]string, error) {
	all := map[string]string{"version": version()}
	f.set.VisitAll(func(flag *pflag.Flag) {
		if !slices.Contains(freeFlags, flag.Name) {
			all["--"+flag.Name] = flag.Value.String()
		}
	})
	specs, err := f.specs()
	if err != nil {
		return nil, err
	}
	for i, spec := range specs {
		sum, err := fingerprint(g, spec)
		if err != nil {
			return nil, err
		}
		if sum != "" {
			all[fmt.Sprintf("sha256 of player %d", i+1)] = sum
		}
	}
	if f.openings != "" {
		blob, err := os.ReadFile(f.openings)
		if err != nil {
			return nil, cannotRead(f.openings, err)
		}
		all["sha256 of the openings"] = run.Sum(blob)
	}
	return all, nil
}

// files returns the files of the match.
func (f *matchFlags) files() commandFiles {
	files := commandFiles{
		reads:    []fileUse{{"--openings", f.openings}, {"--store", f.store}},
		appends:  []fileUse{{"--pgn", f.pgn}},
		states:   []fileUse{{"--state", f.state}},
		replaces: []fileUse{{"--json", f.json}},
	}
	for _, player := range []struct {
		flag  string
		specs []string
	}{{"--a", []string{f.a}}, {"--b", []string{f.b}}, {"--player", f.players}} {
		files.reads = append(files.reads, filesOf(player.flag, player.specs)...)
	}
	return files
}

// fingerprint returns the sha256 of the network file of a player, or of the
// program of an engine; "" for a player that has neither.
func fingerprint(g games.Game, spec string) (string, error) {
	who, _, err := cutKeys(spec)
	if err != nil {
		return "", err
	}
	kind, arg, _ := strings.Cut(who, ":")
	var blob []byte
	switch kind {
	case "engine":
		s, parseErr := engine.ParseSpec(arg)
		if parseErr != nil {
			return "", parseErr
		}
		blob, err = os.ReadFile(s.Path)
	case "net", "gen", "career":
		blob, err = networkBlob(g, who)
	default:
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return run.Sum(blob), nil
}

// platform is what the program was built with and for.
func platform() string { return runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH }
