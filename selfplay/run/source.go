package run

import (
	"fmt"
	"iter"

	"apprentice/games/record"
)

// Source is the experience of some generations. It satisfies learn.Source.
type Source struct {
	file     *File
	from, to int
}

// Source returns the games of generations from to to, both included.
func (f *File) Source(from, to int) *Source {
	return &Source{f, from, to}
}

// Games yields the games by generation, unit and place in the unit: the same
// order in every run of the same seed, for any workers and machines. The caller
// may keep the games. It ends with the first error: damage is named with its
// generation and unit; pruned games are ErrPruned.
func (s *Source) Games() iter.Seq2[*record.Game, error] {
	return func(yield func(*record.Game, error) bool) {
		for shard, err := range s.file.Shards(s.from, s.to) {
			if err != nil {
				yield(nil, err)
				return
			}
			played, err := shard.Decode()
			if err != nil {
				yield(nil, fmt.Errorf("%s: %w", s.file.path, err))
				return
			}
			for i := range played {
				if !yield(&played[i], nil) {
					return
				}
			}
		}
	}
}
