package learn

import (
	"iter"

	"apprentice/games/record"
)

// Source gives the games to learn from. Games yields them in a fixed order,
// the same every time; order and games decide the result of training to the
// bit. A yielded game stays unchanged afterwards, since several are decoded at
// once. After an error nothing more is read.
type Source interface {
	Games() iter.Seq2[*record.Game, error]
}
