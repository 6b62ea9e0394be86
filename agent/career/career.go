// Package career holds the networks that ship with the program: stages of one
// real run from random weights on. A person can play against the agent at any
// strength it has ever had, without training first.
//
// The folder stages has the network files, as `apprentice games network` writes
// them, and stages.csv with one line per stage: what the run had experienced by
// then and how strong it was when the run measured it. levels.csv, which `apprentice eval
// levels` writes, has the levels of play: stages and their nodes a move. Nothing
// here was made by hand, and training reads nothing from here.
package career

import (
	"cmp"
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"apprentice/agent/value"
)

//go:embed stages
var embedded embed.FS

// Stage is a network of a run and what is known about it.
type Stage struct {
	Name       string // of the file, without its extension: the game and the generation
	Game       string // games.Game.Name
	Generation int    // of the run; 0 is the random network
	Games      int64  // of self-play up to then
	Positions  int64
	Minutes    float64 // wall clock of the run up to then
	Elo        float64 // on the Elo scale of the game, as the run measured it
	Low, High  float64 // 95 % interval of Elo

	// Calibration ties the values of its searches to win, draw and loss: fitted
	// to its own games against itself, or to those of the generation before
	// if it has played none. Zero if there are no such games.
	Calibration value.Calibration
}

// Stages returns the stages of a game, the youngest first. It returns nil if
// none ship.
func Stages(game string) []Stage {
	all, err := read(embedded)
	if err != nil {
		panic("career: " + err.Error()) // the files are part of the program
	}
	return slices.DeleteFunc(all, func(s Stage) bool { return s.Game != game })
}

// ErrNoStage is wrapped by the errors of Find.
var ErrNoStage = errors.New("no such stage")

// Find returns the stage of a game by its name, its generation, or "last".
func Find(game, name string) (Stage, error) { return find(Stages(game), game, name) }

// noneShip says that no stages of a game ship. It is ErrNoStage to those who ask.
type noneShip string

// Error returns a sentence.
func (g noneShip) Error() string {
	return fmt.Sprintf("no networks of %s ship with this program", string(g))
}

// Is reports whether target is ErrNoStage.
func (g noneShip) Is(target error) bool { return target == ErrNoStage }

func find(stages []Stage, game, name string) (Stage, error) {
	if len(stages) == 0 {
		return Stage{}, noneShip(game)
	}
	if name == "last" {
		return stages[len(stages)-1], nil
	}
	var names []string
	for _, s := range stages {
		if s.Name == name || strconv.Itoa(s.Generation) == name {
			return s, nil
		}
		names = append(names, strconv.Itoa(s.Generation))
	}
	return Stage{}, fmt.Errorf("%w: %q; generations of %s that ship are %s", ErrNoStage, name, game, strings.Join(names, ", "))
}

// Open returns the network file of a stage.
func Open(s Stage) ([]byte, error) {
	return fs.ReadFile(embedded, path.Join(folder, s.Name+extension))
}

// Names in the embedded file system.
const (
	folder    = "stages"
	list      = "stages.csv"
	extension = ".safetensors"
)

// header names the columns of stages.csv.
var header = []string{"name", "game", "generation", "games", "positions", "minutes", "elo", "low", "high", "shift", "spread"}

// read returns the stages that stages.csv lists, by game and generation.
func read(files fs.FS) ([]Stage, error) {
	f, err := files.Open(path.Join(folder, list))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	first, err := r.Read()
	if err == nil && !slices.Equal(first, header) {
		err = fmt.Errorf("columns %v, want %v", first, header)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", list, err)
	}
	var stages []Stage
	for {
		fields, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", list, err)
		}
		s, err := parse(fields)
		if err != nil {
			return nil, fmt.Errorf("%s: stage %s: %w", list, fields[0], err)
		}
		stages = append(stages, s)
	}
	slices.SortFunc(stages, func(a, b Stage) int {
		return cmp.Or(strings.Compare(a.Game, b.Game), a.Generation-b.Generation)
	})
	return stages, nil
}

// parse reads the fields of a line, of which there are len(header).
func parse(fields []string) (Stage, error) {
	s := Stage{Name: fields[0], Game: fields[1]}
	var err error
	integer := func(i int) int64 {
		n, e := strconv.ParseInt(fields[i], 10, 64)
		err = errors.Join(err, e)
		return n
	}
	number := func(i int) float64 {
		x, e := strconv.ParseFloat(fields[i], 64)
		err = errors.Join(err, e)
		return x
	}
	s.Generation = int(integer(2))
	s.Games, s.Positions = integer(3), integer(4)
	s.Minutes, s.Elo, s.Low, s.High = number(5), number(6), number(7), number(8)
	s.Calibration = value.Calibration{Shift: number(9), Spread: number(10)}
	return s, err
}
