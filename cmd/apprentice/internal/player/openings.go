package player

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"apprentice/cmd/apprentice/internal/files"
	"apprentice/eval"
	"apprentice/games"
	"apprentice/games/record"
	"apprentice/internal/opening"
)

// usualPlies is how many random plies openings have.
const usualPlies = 4

// OpeningPlies returns how many random plies the openings of a game have: fewer
// than usual in a short game.
func OpeningPlies(g games.Game) int { return opening.Plies(g, usualPlies) }

// AllPlies is how many plies of an opening are played where no flag says so.
const AllPlies = -1

// ReadOpenings reads the openings of a match: a PGN file, whose games are played
// on from where they stop, or a file of positions, one FEN or EPD per line. The
// first plies of each are taken, all of them with 0 or AllPlies; with AllPlies
// no error names --opening-plies. No opening has a position in which the game is
// over. The sum is the SHA-256 of the file in hex; a pipe cannot be read again for it.
func ReadOpenings(ctx context.Context, g games.Game, path string, plies int) (list []eval.Opening, sum string, err error) {
	f, err := files.Open(ctx, path)
	if err != nil {
		return nil, "", err
	}
	defer f.Close()
	hash := sha256.New()
	r := io.TeeReader(f, hash)
	if strings.HasSuffix(strings.ToLower(path), ".pgn") {
		list, err = openingsPGN(g, r, plies)
	} else {
		list, err = openingsEPD(g, r)
	}
	if err == nil && len(list) == 0 {
		err = errors.New("no openings")
	}
	if err == nil {
		_, err = io.Copy(io.Discard, r) // what the list does not need
	}
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", path, err)
	}
	return list, hex.EncodeToString(hash.Sum(nil)), nil
}

func openingsPGN(g games.Game, r io.Reader, plies int) ([]eval.Opening, error) {
	var list []eval.Opening
	for game, err := range record.ReadPGN(r, g) {
		moves := game.Moves()
		if plies > 0 && len(moves) >= plies {
			moves, err = moves[:plies], nil // what is wrong after them is not played
		}
		if err != nil {
			return nil, fmt.Errorf("%w%s", err, shorter(len(moves), plies))
		}
		opening, err := goesOn(g, &game, moves)
		if err != nil {
			return nil, fmt.Errorf("game %d of line %d: %w%s", game.Number, game.Line, err, shorter(len(opening.Moves)-1, plies))
		}
		list = append(list, opening)
	}
	return list, nil
}

// shorter says how to leave out what is wrong with an opening after its first
// plies; "" if that is impossible.
func shorter(good, plies int) string {
	if plies == AllPlies || good < 1 {
		return ""
	}
	return fmt.Sprintf("; --opening-plies %d stops before it", good)
}

// goesOn returns the opening of moves. A position in which the game is over is
// an error; the opening then ends with it. As matches know no passes, an opening
// with a pass begins after it.
func goesOn(g games.Game, game *record.PGNGame, moves []games.Move) (eval.Opening, error) {
	if game.Rules.Name() != g.Name() {
		return eval.Opening{}, fmt.Errorf("it is a game of %s, and the match is one of %s", game.Rules.Name(), g.Name())
	}
	if fen := game.Tag("FEN"); fen != "" {
		if _, err := games.ReadOwnFEN(g, fen); err != nil {
			return eval.Opening{}, err
		}
	}
	pos := g.Start()
	if game.Start != "" {
		var err error
		if pos, err = g.ParseFEN(game.Start); err != nil {
			return eval.Opening{}, err
		}
	}
	if o := pos.Outcome(); o.Over() {
		return eval.Opening{}, fmt.Errorf("the game is over where it begins, by %v", o.Reason)
	}
	for i, m := range moves {
		pos.Make(m, nil)
		if o := pos.Outcome(); o.Over() {
			return eval.Opening{Moves: moves[:i+1]}, fmt.Errorf("the game is over after ply %d, by %v", i+1, o.Reason)
		}
	}
	opening := eval.Opening{Start: game.Start, Moves: moves}
	if slices.Contains(moves, games.NoMove) {
		last := len(moves) - 1
		for ; moves[last] != games.NoMove; last-- {
			pos.Unmake()
		}
		opening = eval.Opening{Start: pos.FEN(), Moves: moves[last+1:]}
	}
	return opening, nil
}

func openingsEPD(g games.Game, r io.Reader) ([]eval.Opening, error) {
	var list []eval.Opening
	for epd, err := range record.ReadEPD(r) {
		if err != nil {
			return nil, fmt.Errorf("opening %d: %w", len(list)+1, err)
		}
		pos, err := games.ReadOwnFEN(g, epd.FEN)
		if err == nil {
			if o := pos.Outcome(); o.Over() {
				err = fmt.Errorf("the game is over in it, by %v", o.Reason)
			}
		}
		if err != nil {
			return nil, fmt.Errorf("opening %d: line %d: %w", len(list)+1, epd.Line, err)
		}
		list = append(list, eval.Opening{Start: pos.FEN()})
	}
	return list, nil
}
