package match

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/eval"
	"apprentice/games"
	"apprentice/games/record"
	"apprentice/internal/sealed"
)

// read reads the file and makes it ready for more games. A line that is damaged
// costs its game and no other. If the match cannot be resumed, the file is left as
// it is.
func (s *state) read(begin head, of *eval.Tournament) error {
	data, err := io.ReadAll(s.file)
	if err != nil {
		return console.Cause(err)
	}
	lines := slices.Collect(bytes.Lines(data))
	if err := s.readHead(lines, begin); err != nil {
		return err
	}
	check := of.Checker()
	needSeal := s.head.Format != stateFormatUnsealed
	seen := map[uint64]bool{}
	whole := len(lines[0]) // bytes without a line at the end that was cut off
	for i, line := range lines[1:] {
		f, isSealed, err := parseSavedGame(line)
		needSeal = needSeal || isSealed
		switch {
		case err != nil:
		case needSeal && !isSealed:
			err = errors.New("it is damaged: it has no checksum")
		case seen[f.Game.Index]:
			err = fmt.Errorf("game %d is there twice", f.Game.Index+1)
		case f.Game.Index >= uint64(of.Games()):
			return fmt.Errorf("it has game %d already; --games may grow but not shrink", f.Game.Index+1)
		default:
			err = check(f)
		}
		if err != nil {
			s.dropped = append(s.dropped, fmt.Errorf("line %d: %w", i+2, err))
		} else {
			seen[f.Game.Index] = true
			s.played = append(s.played, f)
		}
		if err == nil || line[len(line)-1] == '\n' {
			whole += len(line)
		}
	}
	return s.mend(data, whole)
}

// readHead reads the first line of the file. It is an error if it is the state of
// another match.
func (s *state) readHead(lines [][]byte, begin head) error {
	damaged := errors.New("this is not the state of a match, or its first line is damaged; name another file")
	if len(lines) == 0 || json.Unmarshal(lines[0], &s.head) != nil || !strings.HasPrefix(s.head.Format, "apprentice match ") {
		return damaged
	}
	if f := s.head.Format; f != stateFormat && f != stateFormatUnsealed {
		return fmt.Errorf("it has the format %q; this program reads %q", f, stateFormat)
	}
	if isSealed, err := sealed.Unmarshal(lines[0], &s.head); err != nil || s.head.Format == stateFormat && !isSealed {
		return damaged
	}
	return cli.SameSettings("match", s.head.Settings, begin.Settings)
}

// mend cuts off what follows the first whole bytes of data, the content of the
// file, and ends its last line.
func (s *state) mend(data []byte, whole int) error {
	if whole < len(data) {
		if err := s.file.Truncate(int64(whole)); err != nil {
			return console.Cause(err)
		}
	}
	if data[whole-1] != '\n' {
		if _, err := s.file.Write([]byte("\n")); err != nil {
			return console.Cause(err)
		}
	}
	return nil
}

// maxDropped is how many dropped lines are named one by one.
const maxDropped = 3

// notes says which lines of the file were dropped.
func (s *state) notes(out io.Writer) {
	if len(s.dropped) == 0 {
		return
	}
	for _, err := range s.dropped[:min(len(s.dropped), maxDropped)] {
		fmt.Fprintf(out, "note: %s: dropped %v\n", s.path, err)
	}
	if more := len(s.dropped) - maxDropped; more > 0 {
		fmt.Fprintf(out, "note: %s: dropped %s more\n", s.path, console.Plural(more, "line"))
	}
	fmt.Fprintln(out, "note: games that are missing are played again")
}

// parseSavedGame reads a line of the file. It reports whether the line has a
// checksum.
func parseSavedGame(line []byte) (f eval.Finished, isSealed bool, err error) {
	var saved savedGame
	if isSealed, err = sealed.Unmarshal(line, &saved); err != nil {
		return eval.Finished{}, isSealed, err
	}
	f, err = saved.finished()
	return f, isSealed, err
}

// finished returns the game of a line.
func (saved *savedGame) finished() (eval.Finished, error) {
	game, rest, err := record.DecodeGame(saved.Game)
	switch {
	case err != nil:
		return eval.Finished{}, err
	case len(rest) > 0 || game.Index != saved.Index || len(saved.Thoughts) != len(game.Plies) || !game.Outcome.Over():
		return eval.Finished{}, errors.New("its parts do not belong together")
	}
	f := eval.Finished{Game: game, AFirst: saved.Index%2 == 0, Result: game.Outcome.Result, Fault: saved.Fault}
	for _, t := range saved.Thoughts {
		f.Thoughts = append(f.Thoughts, eval.Thought{Depth: int(t[0]), Nodes: t[1], Time: time.Duration(t[2])})
	}
	for i, e := range saved.Effort {
		f.Effort[i] = eval.Effort{Moves: int(e[0]), Nodes: e[1], Depth: e[2], Time: time.Duration(e[3])}
	}
	if !f.AFirst {
		f.Result = record.ForFirst(game.Outcome, games.Second).Result
	}
	return f, nil
}
