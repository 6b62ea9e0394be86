package match

import (
	"fmt"

	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/games"
)

// freeFlags may change when a match is resumed: none of them decides what is
// played.
var freeFlags = []string{"help", "games", "concurrency", "pgn", "state", "json", "store", "plain"}

// settings returns all that decides what is played: the flags, and the content of
// the files that they name.
func (f *flags) settings(g games.Game, specs []player.Spec) (map[string]string, error) {
	all := cli.Settings(f.set, freeFlags...)
	for i, spec := range specs {
		sum, err := spec.Fingerprint(g)
		if err != nil {
			return nil, err
		}
		if sum != "" {
			all[fmt.Sprintf("sha256 of player %d", i+1)] = sum
		}
	}
	if f.openings != "" {
		all["sha256 of the openings"] = f.openingsSum
	}
	return all, nil
}

// files returns the files of the match.
func (f *flags) files(specs []player.Spec) files.Set {
	used := files.Set{
		Reads:    []files.Use{{By: "--openings", Path: f.openings}, {By: "--store", Path: f.store}},
		Appends:  []files.Use{{By: "--pgn", Path: f.pgn}},
		States:   []files.Use{{By: "--state", Path: f.state}},
		Replaces: []files.Use{{By: "--json", Path: f.json}},
	}
	for i, spec := range specs {
		used.Reads = append(used.Reads, files.Use{By: f.flagOf(i), Path: spec.File()})
	}
	return used
}
