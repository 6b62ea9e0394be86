package eval

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"apprentice/games"
	"apprentice/internal/opening"
)

// Opening is where a pair of games begins: moves from a position.
type Opening struct {
	Start string       // FEN; "" for the game's start position
	Moves []games.Move // legal from there
}

// book draws the opening of each pair. It is safe for concurrent use.
type book struct {
	game  games.Game
	opts  Options
	order []int // of opts.Openings
}

// BookOrder says in which order openings are drawn.
type BookOrder uint8

// Orders of openings.
const (
	Shuffled   BookOrder = iota // in a random order, by Options.Seed
	Sequential                  // in the order given
)

func newBook(g games.Game, opts Options) *book {
	b := &book{g, opts, make([]int, len(opts.Openings))}
	for i := range b.order {
		b.order[i] = i
	}
	if opts.Book == Shuffled {
		b.order = rand.New(rand.NewPCG(opts.Seed, bookStream)).Perm(len(opts.Openings))
	}
	return b
}

// Streams of the generator keep the sources of chance in a match apart: the
// order of the book, the random plies of a pair, the players of a game.
const (
	bookStream    = 1 << 62
	openingStream = 2 << 62
	playerStream  = 3 << 62
)

// draw returns the opening of a pair, random plies included. The game is not
// over after it.
func (b *book) draw(pair int) (Opening, error) {
	var base Opening
	if n := len(b.order); n > 0 {
		base = b.opts.Openings[b.order[(pair+b.opts.Skip)%n]]
	}
	pos, err := base.position(b.game)
	if err != nil {
		return Opening{}, err
	}
	if pos.Outcome().Over() {
		return Opening{}, fmt.Errorf("opening of %d moves from %q: the game is over after it", len(base.Moves), base.Start)
	}
	rng := rand.New(rand.NewPCG(b.opts.Seed, openingStream|uint64(pair)))
	line, ok := opening.From(pos, rng, b.opts.RandomPlies)
	if !ok {
		return Opening{}, fmt.Errorf("opening: %d random plies from %q always end the game", b.opts.RandomPlies, pos.FEN())
	}
	return Opening{base.Start, slices.Concat(base.Moves, line)}, nil
}

// position returns the position after the opening's moves.
func (o Opening) position(g games.Game) (games.Position, error) {
	pos := g.Start()
	if o.Start != "" {
		var err error
		if pos, err = g.ParseFEN(o.Start); err != nil {
			return nil, fmt.Errorf("opening %q: %w", o.Start, err)
		}
	}
	for i, m := range o.Moves {
		if !pos.Legal(m) {
			return nil, fmt.Errorf("opening %q: move %d is not legal in %q", o.Start, i+1, pos.FEN())
		}
		pos.Make(m, nil)
	}
	return pos, nil
}
