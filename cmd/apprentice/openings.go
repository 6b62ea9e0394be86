package main

import (
	"bufio"
	"errors"
	"fmt"
	"strings"

	"apprentice/eval"
	"apprentice/games"
	"apprentice/games/record"
)

// openings reads the openings of a match: a PGN file, whose games are played
// on from where they stop, or a file of positions, one FEN or EPD a line.
func openings(g games.Game, path string) ([]eval.Opening, error) {
	f, err := openFile(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := bufio.NewReader(f)
	var list []eval.Opening
	if strings.HasSuffix(strings.ToLower(path), ".pgn") {
		list, err = openingsPGN(g, r)
	} else {
		list, err = openingsEPD(g, r)
	}
	if err == nil && len(list) == 0 {
		err = errors.New("no openings")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return list, nil
}

func openingsPGN(g games.Game, r *bufio.Reader) ([]eval.Opening, error) {
	var list []eval.Opening
	for game, err := range record.ReadPGN(r, g) {
		if err != nil {
			return nil, err
		}
		list = append(list, eval.Opening{Start: game.Start, Moves: game.Moves()})
	}
	return list, nil
}

func openingsEPD(g games.Game, r *bufio.Reader) ([]eval.Opening, error) {
	var list []eval.Opening
	for epd, err := range record.ReadEPD(r) {
		if err == nil {
			_, err = g.ParseFEN(epd.FEN)
		}
		if err != nil {
			return nil, fmt.Errorf("opening %d: %w", len(list)+1, err)
		}
		list = append(list, eval.Opening{Start: epd.FEN})
	}
	return list, nil
}
