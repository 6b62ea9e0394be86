package value

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

	"apprentice/games"
)

// Meta is what a network file holds besides its weights: what it plays and where
// it comes from. It has no date, so that the same network is the same file.
type Meta struct {
	Game       string // games.Game.Name
	InputSet   string // games.Game.InputSet
	Generation int    // 0 is the random network
	Parent     string // SHA-256 of the file whose games it learnt from, "" for none
	Games      int64  // experience: games, and positions kept of them
	Positions  int64
	Note       string            // anything a person should know
	Extra      map[string]string // anything else; its keys must differ from those below
	Source     string            // of a file rounded to integers: SHA-256 of the float file, "" if unknown

	// Shape is set by Read and Write from the weights. A file has the further
	// input set, if any, behind InputSet, as in "piece-square/1+mirrored".
	Shape Shape
}

// Keys of the metadata in a file.
const (
	keyFormat     = "format"
	keyGame       = "game"
	keyInputSet   = "input_set"
	keyGeneration = "generation"
	keyParent     = "parent"
	keyGames      = "games"
	keyPositions  = "positions"
	keyNote       = "note"
	keyMaxActive  = "max_active"
	keySource     = "source"
)

// inputsMark stands between a game's own input set and the name of a further one.
const inputsMark = "+"

// format names the architecture in the package comment. A reader that knows
// another one must not take these weights for its own.
const format = "apprentice/value 1: 2x(features->hidden) SCReLU ->buckets"

// formatInts names the same architecture rounded to integers.
const formatInts = "apprentice/value 1, integers: 2x(features->hidden) SCReLU ->buckets"

// Matches returns an error that says why the network cannot play g.
func (m Meta) Matches(g games.Game) error {
	switch {
	case m.Game != g.Name():
		return fmt.Errorf("network plays %s, not %s", orUnknown(m.Game), g.Name())
	case m.InputSet != g.InputSet():
		return fmt.Errorf("network of %s was trained on inputs %q, this program has %q", m.Game, m.InputSet, g.InputSet())
	case m.Shape == Shape{}: // of no file yet
		return nil
	}
	return m.Shape.Fits(g)
}

// orUnknown is a name for messages.
func orUnknown(name string) string {
	if name == "" {
		return "an unknown game"
	}
	return name
}

// format returns the metadata of a file.
func (m Meta) format() (map[string]string, error) {
	fields := map[string]string{
		keyFormat:     format,
		keyGame:       m.Game,
		keyInputSet:   m.InputSet,
		keyGeneration: strconv.Itoa(m.Generation),
		keyParent:     m.Parent,
		keyGames:      strconv.FormatInt(m.Games, 10),
		keyPositions:  strconv.FormatInt(m.Positions, 10),
		keyNote:       m.Note,
		keyMaxActive:  strconv.Itoa(m.Shape.MaxActive),
	}
	if m.Shape.Inputs != "" {
		fields[keyInputSet] += inputsMark + m.Shape.Inputs
	}
	if m.Source != "" {
		fields[keySource] = m.Source
	}
	for k, v := range m.Extra {
		if _, taken := fields[k]; taken {
			return nil, fmt.Errorf("metadata key %q is reserved", k)
		}
		fields[k] = v
	}
	return fields, nil
}

// parseMeta is the inverse of format for a file that must have the given
// format; of Shape it knows only MaxActive.
func parseMeta(fields map[string]string, want string) (Meta, error) {
	if got, ok := fields[keyFormat]; !ok {
		return Meta{}, fmt.Errorf("no %q in the metadata: not a network of this program", keyFormat)
	} else if got != want {
		return Meta{}, fmt.Errorf("format %q, want %q", got, want)
	}
	rest := maps.Clone(fields)
	take := func(key string) string {
		v := rest[key]
		delete(rest, key)
		return v
	}
	var bad error
	number := func(key string) int64 {
		text := take(key)
		n, err := strconv.ParseInt(text, 10, 64)
		if bad == nil && (err != nil || n < 0) {
			bad = fmt.Errorf("metadata %q is %q, want a count", key, text)
		}
		return n
	}
	take(keyFormat)
	m := Meta{
		Game:       take(keyGame),
		InputSet:   take(keyInputSet),
		Generation: int(number(keyGeneration)),
		Parent:     take(keyParent),
		Games:      number(keyGames),
		Positions:  number(keyPositions),
		Note:       take(keyNote),
		Source:     take(keySource),
		Shape:      Shape{MaxActive: int(number(keyMaxActive))},
	}
	m.InputSet, m.Shape.Inputs, _ = strings.Cut(m.InputSet, inputsMark)
	if len(rest) > 0 {
		m.Extra = rest
	}
	return m, bad
}
