package career

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"path"
	"slices"
	"strconv"
)

// Level is a strength to play against: a stage and the nodes that it looks at
// for a move. No level makes mistakes on purpose.
type Level struct {
	Game       string
	Number     int   // from 1, the weakest
	Generation int   // of the stage
	Nodes      int64 // a move; 0: as many as time allows
	Elo        float64
	Low, High  float64 // 95 % interval of Elo
	Scale      string  // whose Elo it is, and its version
}

// LevelScale is what levels call the Elo scale of a game of a version.
func LevelScale(version int) string { return fmt.Sprintf("random moves, version %d", version) }

// levelList is the file of levels, which `apprentice eval levels` writes.
const levelList = "levels.csv"

// levelHeader names its columns.
var levelHeader = []string{"game", "level", "generation", "nodes", "elo", "low", "high", "scale"}

// Levels returns the levels of a game, the weakest first; none where none were
// measured.
func Levels(game string) []Level {
	file, err := embedded.Open(path.Join(folder, levelList))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var all []Level
	if err == nil {
		defer file.Close()
		all, err = ReadLevels(file)
	}
	if err != nil {
		panic("career: " + err.Error()) // the file is part of the program
	}
	return slices.DeleteFunc(all, func(l Level) bool { return l.Game != game })
}

// ReadLevels reads a file of levels.
func ReadLevels(r io.Reader) ([]Level, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err == nil && (len(rows) == 0 || !slices.Equal(rows[0], levelHeader)) {
		err = fmt.Errorf("want the columns %v", levelHeader)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", levelList, err)
	}
	var levels []Level
	for _, row := range rows[1:] {
		l := Level{Game: row[0], Scale: row[7]}
		var errs [6]error
		l.Number, errs[0] = strconv.Atoi(row[1])
		l.Generation, errs[1] = strconv.Atoi(row[2])
		l.Nodes, errs[2] = strconv.ParseInt(row[3], 10, 64)
		l.Elo, errs[3] = strconv.ParseFloat(row[4], 64)
		l.Low, errs[4] = strconv.ParseFloat(row[5], 64)
		l.High, errs[5] = strconv.ParseFloat(row[6], 64)
		if err := errors.Join(errs[:]...); err != nil {
			return nil, fmt.Errorf("%s: level %s of %s: %w", levelList, row[1], row[0], err)
		}
		levels = append(levels, l)
	}
	slices.SortStableFunc(levels, func(a, b Level) int { return cmp.Or(cmp.Compare(a.Game, b.Game), a.Number-b.Number) })
	return levels, nil
}

// WriteLevels writes a file of levels.
func WriteLevels(w io.Writer, levels []Level) error {
	out := csv.NewWriter(w)
	_ = out.Write(levelHeader) // Error returns what went wrong
	for _, l := range levels {
		elo := func(x float64) string { return strconv.FormatFloat(x, 'f', 0, 64) }
		_ = out.Write([]string{l.Game, strconv.Itoa(l.Number), strconv.Itoa(l.Generation), strconv.FormatInt(l.Nodes, 10),
			elo(l.Elo), elo(l.Low), elo(l.High), l.Scale})
	}
	out.Flush()
	return out.Error()
}

// ErrNoLevel is wrapped by the errors of FindLevel and NearestLevel.
var ErrNoLevel = errors.New("no such level")

// FindLevel returns the level of that number.
func FindLevel(game string, number int) (Level, error) {
	levels := Levels(game)
	for _, l := range levels {
		if l.Number == number {
			return l, nil
		}
	}
	if len(levels) == 0 {
		return Level{}, fmt.Errorf("%w: %s has none", ErrNoLevel, game)
	}
	return Level{}, fmt.Errorf("%w: %d; %s has levels 1 to %d", ErrNoLevel, number, game, levels[len(levels)-1].Number)
}

// NearestLevel returns the level whose Elo is nearest; it is an error where the
// Elo is beyond those that were measured by more than the error of the nearest.
func NearestLevel(game string, elo float64) (Level, error) {
	levels := Levels(game)
	if len(levels) == 0 {
		return Level{}, fmt.Errorf("%w: %s has none", ErrNoLevel, game)
	}
	if math.IsNaN(elo) { // which is neither below nor above those
		return Level{}, fmt.Errorf("%w: the Elo is not a number", ErrNoLevel)
	}
	best := slices.MinFunc(levels, func(a, b Level) int { return cmp.Compare(distance(a, elo), distance(b, elo)) })
	if elo < levels[0].Low || elo > levels[len(levels)-1].High {
		return best, fmt.Errorf("%w: %.10g Elo; those of %s go from %.0f to %.0f", ErrNoLevel, elo, game, levels[0].Elo, levels[len(levels)-1].Elo)
	}
	return best, nil
}

// distance is how far a level is from an Elo.
func distance(l Level, elo float64) float64 { return max(l.Elo-elo, elo-l.Elo) }
