package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strconv"

	"apprentice/eval"
	"apprentice/games/record"
)

// matchPGN is the PGN file of a match. When a match goes on, the games that were
// played before are written again: what stands in the file already is compared
// instead of written, so that no game is missing and none is there twice,
// wherever the last sitting was cut off.
type matchPGN struct {
	path string
	file *os.File
	of   *eval.Tournament
	date string
	at   int64 // where the next game belongs
	end  int64 // of the file before this sitting
}

// openMatchPGN opens the PGN file of a match that began at the given time.
func openMatchPGN(path string, of *eval.Tournament) (*matchPGN, error) {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, cannotWrite(path, err)
	}
	p := &matchPGN{path: path, file: file, of: of}
	if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
		p.end = info.Size()
	}
	p.at = p.end
	return p, nil
}

// begin says when the match began and how large the file was then.
func (p *matchPGN) begin(head matchHead) error {
	p.date = head.Begun.Format("2006.01.02")
	p.at = head.PGNSize
	if p.end < p.at {
		return fmt.Errorf("%s has lost games that it had before the match began; name another --pgn and another --state", p.path)
	}
	return nil
}

// write writes a game, as far as it is not there.
func (p *matchPGN) write(f eval.Finished) error {
	var text bytes.Buffer
	notes := make([]record.Note, len(f.Thoughts))
	for i, t := range f.Thoughts {
		notes[i] = record.Note(t)
	}
	if err := record.WriteNotedPGN(&text, p.of.Game, &f.Game, p.tags(f), notes); err != nil {
		return err
	}
	if there := min(int64(text.Len()), p.end-p.at); there > 0 {
		before := make([]byte, there)
		if _, err := p.file.ReadAt(before, p.at); err != nil && err != io.EOF {
			return fmt.Errorf("cannot read %s: %w", p.path, cause(err))
		}
		if !bytes.Equal(before, text.Next(int(there))) {
			return fmt.Errorf("%s has changed since the match was cut off: game %d is not where it was", p.path, f.Game.Index+1)
		}
		p.at += there
	}
	if text.Len() == 0 {
		return nil
	}
	if _, err := p.file.Write(text.Bytes()); err != nil {
		return cannotWrite(p.path, err)
	}
	return nil
}

// close closes the file; none is closed in silence.
func (p *matchPGN) close() error {
	if p == nil {
		return nil
	}
	if err := p.file.Close(); err != nil {
		return cannotWrite(p.path, err)
	}
	return nil
}

// tags are the tags that say how a game of the match came about.
func (p *matchPGN) tags(f eval.Finished) []record.Tag {
	pairing, _ := p.of.PairingOf(f.Game.Index)
	first, second := p.of.Pairings[pairing][0], p.of.Pairings[pairing][1]
	if !f.AFirst {
		first, second = second, first
	}
	tags := []record.Tag{
		{Name: "Event", Value: "apprentice match"},
		{Name: "Date", Value: p.date},
		{Name: "Round", Value: strconv.FormatUint(f.Game.Index+1, 10)},
	}
	white, black := timeControlTag(p.of, first), timeControlTag(p.of, second)
	if white == black {
		return append(tags, record.Tag{Name: "TimeControl", Value: white})
	}
	return append(tags, record.Tag{Name: "WhiteTimeControl", Value: white}, record.Tag{Name: "BlackTimeControl", Value: black})
}

// timeControlTag returns the time control of a player as PGN has it: "-" where
// time does not count.
func timeControlTag(t *eval.Tournament, player int) string {
	e := t.Players[player]
	clock, lim := t.Clock, t.Limits
	if e.Clock != nil {
		clock = e.Clock
	}
	if e.Limits != nil {
		lim = *e.Limits
	}
	switch {
	case clock != nil:
		return clock.String()
	case lim.MoveTime > 0:
		return (&eval.TimeControl{Base: lim.MoveTime, Moves: 1}).String()
	}
	return "-"
}
