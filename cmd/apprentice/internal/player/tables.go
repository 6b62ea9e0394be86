package player

import (
	"fmt"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/console"
)

// CheckTables returns why there cannot be the hash tables of the given number of
// games at a time, in which each of the players has its own.
func CheckTables(specs []Spec, opts search.Options, games int) error {
	total := 0
	for _, s := range specs {
		if !s.isNetwork() {
			continue
		}
		mb := s.keys.options(opts).Hash
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
