package cli

import (
	"fmt"
	"time"

	"github.com/spf13/pflag"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/console"
)

// Parallel returns an error that names the flag unless value is a number of
// threads, games or workers that the machine can run.
func Parallel(flag string, value int) error {
	if most := console.MaxParallel(); value > most {
		return fmt.Errorf("--%s is %s; this machine has %s, and at most %s make sense",
			flag, console.Thousands(int64(value)), console.Plural(console.UsableCPUs(), "processor"), console.Thousands(int64(most)))
	}
	return AtLeast(flag, value, 1)
}

// CheckHash returns an error that names the flag unless there is memory for so
// many tables.
func CheckHash(flag string, mb, tables int) error {
	if err := AtLeast(flag, mb, 1); err != nil {
		return err
	}
	if err := console.HashError(mb, tables); err != nil {
		return fmt.Errorf("--%s is %d: %w", flag, mb, err)
	}
	return nil
}

// AtLeast returns an error that names the flag unless value >= least.
func AtLeast[T int | int64](flag string, value, least T) error {
	if value < least {
		return fmt.Errorf("--%s is %d; it must be at least %d", flag, value, least)
	}
	return nil
}

// mostGames bounds games and pairs: nobody plays as many, and no sum of them is
// more than a number holds.
const mostGames = 1_000_000_000

// CheckGames returns an error that names the flag unless least <= value, and value
// is a number of games, or pairs of them, that can be played.
func CheckGames(flag string, value, least int) error { return Within(flag, value, least, mostGames) }

// MoveLimits returns an error for limits of a move that were given and are none.
func MoveLimits(set *pflag.FlagSet, nodes int64, depth int, moveTime time.Duration) error {
	if set.Changed("nodes") {
		if err := AtLeast("nodes", nodes, 1); err != nil {
			return err
		}
	}
	if set.Changed("depth") {
		if err := Within("depth", depth, 1, search.MaxPly); err != nil {
			return err
		}
	}
	if set.Changed("movetime") && moveTime < time.Millisecond {
		return fmt.Errorf("--movetime is %v; it must be at least 1ms", moveTime)
	}
	return nil
}

// Within returns an error that names the flag unless low <= value <= high.
func Within[T int | int64](flag string, value, low, high T) error {
	if value > high {
		return fmt.Errorf("--%s is %d; it must be at most %d", flag, value, high)
	}
	return AtLeast(flag, value, low)
}

// mostRandomPlies bounds the random plies of an opening: most games of random
// moves do not last much longer, and one that must is looked for without end.
const mostRandomPlies = 100

// CheckRandomPlies returns an error if --random-plies was given and is no number
// of plies that an opening can have.
func CheckRandomPlies(set *pflag.FlagSet, value int) error {
	const flag = "random-plies"
	if !set.Changed(flag) {
		return nil
	}
	return Within(flag, value, 0, mostRandomPlies)
}
