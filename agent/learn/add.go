package learn

import (
	"fmt"
	"runtime"

	"apprentice/games"
	"apprentice/games/record"
)

// decodeGames is how many games are decoded between two reads of the source.
const decodeGames = 512

// Add appends the samples of all games of src. Games without a result are
// passed over. Values look ahead: trace, in [0, 1], is the weight, a ply, of
// what the searches of later positions and at last the result say (see traced).
// 1 believes the result alone; 0 takes the value of each position's own search.
//
// It decodes on all cores, but the outcome depends on the order of the games
// alone. At the first error, of the source or of a game that does not follow
// the rules, it stops; the games before it are kept.
func (d *Dataset) Add(src Source, trace float64) error {
	if !(trace >= 0 && trace <= 1) {
		return fmt.Errorf("trace is %g, want 0 to 1", trace)
	}
	if err := d.filter.validate(); err != nil {
		return err
	}
	if err := d.checkGame(); err != nil {
		return err
	}
	a := &adder{dataset: d, trace: trace, pool: newPool(runtime.GOMAXPROCS(0))}
	defer a.pool.close()
	for g, err := range src.Games() {
		if err != nil {
			if e := a.flush(); e != nil {
				return e
			}
			return fmt.Errorf("reading games to learn from: %w", err)
		}
		if !g.Outcome.Over() {
			continue
		}
		a.games = append(a.games, g)
		if len(a.games) == decodeGames {
			if err := a.flush(); err != nil {
				return err
			}
		}
	}
	return a.flush()
}

// adder collects games, decodes them all at once and appends them in order.
type adder struct {
	dataset *Dataset
	trace   float64
	pool    *pool
	games   []*record.Game
	decoded [decodeGames]decodedGame // of games, with the same index
}

// decodedGame is the samples of one game, or what is wrong with it.
type decodedGame struct {
	words  []games.Feature
	ends   []int   // where in words each sample ends
	values []int16 // traced, of all plies
	err    error
}

func (a *adder) flush() error {
	a.pool.run(len(a.games), func(_, i int) {
		a.dataset.decode(&a.decoded[i], a.games[i], a.trace)
	})
	for i, g := range a.games {
		dec := &a.decoded[i]
		if dec.err != nil {
			return fmt.Errorf("game %d of generation %d (seed %d): %w", g.Index, g.Generation, g.Seed, dec.err)
		}
		group := a.dataset.group(g.Generation)
		group.games++
		if a.dataset.filter.holdsOut(identity(g)) {
			group.aside.add(dec.words, dec.ends)
		} else {
			group.trained.add(dec.words, dec.ends)
		}
	}
	a.games = a.games[:0]
	return nil
}

// decode replays g and sets dec to the samples that the filter keeps, with
// traced values.
func (d *Dataset) decode(dec *decodedGame, g *record.Game, trace float64) {
	dec.words, dec.ends, dec.err = dec.words[:0], dec.ends[:0], nil
	pos := d.game.Start()
	if g.Start != "" {
		if pos, dec.err = d.game.ParseFEN(g.Start); dec.err != nil {
			dec.err = fmt.Errorf("start position: %w", dec.err)
			return
		}
	}
	if trace > 0 {
		dec.values = traced(dec.values[:0], g, pos.Side(), trace)
	}
	for i, p := range g.Plies {
		if !pos.Legal(p.Move) {
			dec.err = fmt.Errorf("%w: ply %d, %#04x in %s", record.ErrIllegalMove, i, uint16(p.Move), pos.FEN())
			return
		}
		if d.filter.keeps(i, p) {
			v := p.Value
			if trace > 0 {
				v = dec.values[i]
			}
			if dec.err = d.decodePly(dec, pos, v, i); dec.err != nil {
				return
			}
		}
		pos.Make(p.Move, nil)
	}
}

// decodePly appends the sample of one position. Features outside the bounds of
// the game would later index past a table, so they are found here.
func (d *Dataset) decodePly(dec *decodedGame, pos games.Position, value int16, i int) error {
	begin := len(dec.words)
	words, even := appendSample(dec.words, pos, value, i)
	dec.words = words
	features := words[begin+headerWords:]
	if !even || len(features) > 2*d.game.MaxActive() {
		return fmt.Errorf("%d features in both views together, want twice the same and at most %d each, in %s",
			len(features), d.game.MaxActive(), pos.FEN())
	}
	for _, f := range features {
		if int(f) >= d.game.NumFeatures() {
			return fmt.Errorf("feature %d of %d in %s", f, d.game.NumFeatures(), pos.FEN())
		}
	}
	dec.ends = append(dec.ends, len(words))
	return nil
}
