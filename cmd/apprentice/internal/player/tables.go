package player

import (
	"fmt"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/console"
)

// CheckTables returns why there cannot be the hash tables of so many games at a
// time, in which each of the players of specs has its own.
func CheckTables(specs []string, opts search.Options, games int) error {
	total := 0
	for _, spec := range specs {
		mb := hashOf(spec, opts)
		if mb > console.MaxHashMB {
			return console.HashError(mb, 1)
		}
		total += mb
	}
	if err := console.HashError(total, games); err != nil {
		return fmt.Errorf("%d games at a time are too many: %w; give --concurrency or --hash less", games, err)
	}
	return nil
}

// hashOf returns the MB of the hash table of a player; 0 for one without.
func hashOf(spec string, opts search.Options) int {
	who, keys, err := cutKeys(spec)
	if err != nil || !isNetwork(who) {
		return 0
	}
	if keys.opts != nil {
		keys.opts(&opts)
	}
	return opts.Hash
}
