package main

import (
	"fmt"

	"apprentice/agent/search"
)

// What no machine needs more of.
const (
	maxHashMB      = 1 << 20 // of a hash table
	threadsPerCPU  = 16      // more only stand in each other's way
	leastThreadCap = 256     // asked for by scripts that were written elsewhere
)

// maxParallel is how many threads, games or workers this machine may be asked
// for.
func maxParallel() int { return max(leastThreadCap, threadsPerCPU*usableCPUs()) }

// parallel returns an error that names the flag unless value is a number of
// threads, games or workers that the machine can run.
func parallel(flag string, value int) error {
	if most := maxParallel(); value > most {
		return fmt.Errorf("--%s is %s; this machine has %s, and at most %s make sense",
			flag, thousands(int64(value)), plural(usableCPUs(), "processor"), thousands(int64(most)))
	}
	return atLeast(flag, value, 1)
}

// hashError returns why there cannot be tables of a number of MB each, as many
// as are needed; nil where they fit into the memory.
func hashError(mb, tables int) error {
	if mb > maxHashMB {
		return fmt.Errorf("no machine has %s MB for a hash table; at most %s make sense", thousands(int64(mb)), thousands(maxHashMB))
	}
	free, ok := freeMemory()
	total := int64(mb) * int64(max(tables, 1))
	if !ok || total <= free>>20 {
		return nil
	}
	if tables > 1 {
		return fmt.Errorf("%d hash tables of %s MB need %s MB, and there is memory for %s MB", tables, thousands(int64(mb)), thousands(total), thousands(max(free, 0)>>20))
	}
	return fmt.Errorf("there is no memory for a hash table of %s MB, only for %s MB", thousands(total), thousands(max(free, 0)>>20))
}

// checkHash returns an error that names the flag unless there is memory for so
// many tables.
func checkHash(flag string, mb, tables int) error {
	if err := atLeast(flag, mb, 1); err != nil {
		return err
	}
	if err := hashError(mb, tables); err != nil {
		return fmt.Errorf("--%s is %d: %w", flag, mb, err)
	}
	return nil
}

// tablesError returns why there cannot be the hash tables of so many games at a
// time, in which each of the players of specs has its own.
func tablesError(specs []string, opts search.Options, games int) error {
	total := 0
	for _, spec := range specs {
		mb := hashOf(spec, opts)
		if mb > maxHashMB {
			return hashError(mb, 1)
		}
		total += mb
	}
	if err := hashError(total, games); err != nil {
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
