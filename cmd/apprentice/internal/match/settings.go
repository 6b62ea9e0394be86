package match

import (
	"fmt"
	"os"
	"slices"

	"github.com/spf13/pflag"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/games"
	"apprentice/selfplay/run"
)

// freeFlags may change when a match goes on: none of them has a say in what is
// played.
var freeFlags = []string{"help", "games", "concurrency", "pgn", "state", "json", "store", "plain"}

// settings returns all that decides what is played: the flags, and what the
// files behind them hold.
func (f *flags) settings(g games.Game) (map[string]string, error) {
	all := map[string]string{"version": console.Version()}
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
		sum, err := player.Fingerprint(g, spec)
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
			return nil, files.CannotRead(f.openings, err)
		}
		all["sha256 of the openings"] = run.Sum(blob)
	}
	return all, nil
}

// files returns the files of the match.
func (f *flags) files() files.Set {
	files := files.Set{
		Reads:    []files.Use{{By: "--openings", Path: f.openings}, {By: "--store", Path: f.store}},
		Appends:  []files.Use{{By: "--pgn", Path: f.pgn}},
		States:   []files.Use{{By: "--state", Path: f.state}},
		Replaces: []files.Use{{By: "--json", Path: f.json}},
	}
	for _, who := range []struct {
		flag  string
		specs []string
	}{{"--a", []string{f.a}}, {"--b", []string{f.b}}, {"--player", f.players}} {
		files.Reads = append(files.Reads, player.Files(who.flag, who.specs)...)
	}
	return files
}
