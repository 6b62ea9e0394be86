package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"apprentice/eval"
	"apprentice/games"
	"apprentice/games/record"
)

// matchState is the file in which a match keeps its games, so that it can go on
// after any end: lines of JSON, first a matchHead and then a savedGame for each
// game in the order they ended. A line is written at once and flushed to the
// disk. A last line without its end was cut off by the end of the program, and
// its game is played again.
type matchState struct {
	file   *os.File
	head   matchHead
	played []eval.Finished
}

// matchHead says which match the games belong to.
type matchHead struct {
	Format   string            `json:"format"`
	Begun    time.Time         `json:"begun"`
	Settings map[string]string `json:"settings"` // all that decides what is played
	PGNSize  int64             `json:"pgn_size"` // of the PGN file as the match began
}

// matchFormat is the Format of a file that this program can go on with.
const matchFormat = "apprentice match 1"

// savedGame is a game in the file. The rest of an eval.Finished follows from it.
type savedGame struct {
	Index    uint64      `json:"index"`
	Game     []byte      `json:"game"`     // record.AppendGame
	Thoughts [][3]int64  `json:"thoughts"` // of every ply: depth, nodes, nanoseconds
	Effort   [2][4]int64 `json:"effort"`   // of A and of B: moves, nodes, sum of depths, nanoseconds
	Fault    string      `json:"fault,omitempty"`
}

// openMatchState opens the state of a match, or begins one where there is no
// file. It is an error if the file belongs to a match with other settings.
func openMatchState(path string, begin matchHead) (*matchState, error) {
	begin.Format = matchFormat
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: a match cannot be kept in what is no file", path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		line, err := json.Marshal(begin)
		if err != nil {
			return nil, err
		}
		if err := writeFile(path, content(append(line, '\n'))); err != nil {
			return nil, err
		}
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, fmt.Errorf("cannot go on with %s: %w", path, cause(err))
	}
	s := &matchState{file: file}
	if err := s.read(begin); err != nil {
		file.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

// read reads the file, cuts off what is incomplete and leaves the file at its
// end.
func (s *matchState) read(begin matchHead) error {
	data, err := io.ReadAll(s.file)
	if err != nil {
		return cause(err)
	}
	whole := data[:bytes.LastIndexByte(data, '\n')+1]
	lines := slices.Collect(bytes.Lines(whole))
	if len(lines) == 0 || json.Unmarshal(lines[0], &s.head) != nil || !strings.HasPrefix(s.head.Format, "apprentice match ") {
		return errors.New("this is not the state of a match; name another file")
	}
	if s.head.Format != matchFormat {
		return fmt.Errorf("it has the format %q; this program reads %q", s.head.Format, matchFormat)
	}
	if err := sameSettings("match", s.head.Settings, begin.Settings); err != nil {
		return err
	}
	seen := map[uint64]bool{}
	for i, line := range lines[1:] {
		f, err := parseSavedGame(line)
		if err == nil && seen[f.Game.Index] {
			err = fmt.Errorf("game %d is there twice", f.Game.Index+1)
		}
		if err != nil {
			return fmt.Errorf("line %d is damaged: %w", i+2, err)
		}
		seen[f.Game.Index] = true
		s.played = append(s.played, f)
	}
	if err := s.file.Truncate(int64(len(whole))); err != nil {
		return cause(err)
	}
	_, err = s.file.Seek(0, io.SeekEnd)
	return err
}

// parseSavedGame reads a line of the file.
func parseSavedGame(line []byte) (eval.Finished, error) {
	var saved savedGame
	if err := json.Unmarshal(line, &saved); err != nil {
		return eval.Finished{}, err
	}
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

// save appends a game.
func (s *matchState) save(f eval.Finished) error {
	saved := savedGame{Index: f.Game.Index, Game: record.AppendGame(nil, &f.Game), Fault: f.Fault}
	for _, t := range f.Thoughts {
		saved.Thoughts = append(saved.Thoughts, [3]int64{int64(t.Depth), t.Nodes, int64(t.Time)})
	}
	for i, e := range f.Effort {
		saved.Effort[i] = [4]int64{int64(e.Moves), e.Nodes, e.Depth, int64(e.Time)}
	}
	line, err := json.Marshal(saved)
	if err != nil {
		return err
	}
	if _, err := s.file.Write(append(line, '\n')); err != nil {
		return cannotWrite(s.file.Name(), err)
	}
	if err := s.file.Sync(); err != nil {
		return cannotWrite(s.file.Name(), err)
	}
	return nil
}

// sameSettings returns an error that names every setting that differs, and what
// it is that the settings decide.
func sameSettings(what string, then, now map[string]string) error {
	var names, changes []string
	for name := range then {
		names = append(names, name)
	}
	for name := range now {
		if _, ok := then[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if a, b := then[name], now[name]; a != b {
			changes = append(changes, fmt.Sprintf("%s was %s and is %s", name, settingWords(a), settingWords(b)))
		}
	}
	if len(changes) == 0 {
		return nil
	}
	return fmt.Errorf("this is the state of another %s: %s", what, strings.Join(changes, ", "))
}

// settingWords writes the value of a setting for a person.
func settingWords(value string) string {
	const long = 64 // hexadecimal digits of a sha256
	switch {
	case value == "":
		return "empty"
	case len(value) == long && strings.Trim(value, "0123456789abcdef") == "":
		return value[:12]
	}
	return value
}
