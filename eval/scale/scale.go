package scale

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"

	"apprentice/eval/stat"
)

//go:embed scales networks
var embedded embed.FS

// Scale is the anchors of a game and their places.
type Scale struct {
	Game      string `json:"game"`
	Version   int    `json:"version"`   // rises with every change of a figure; 0: not measured
	Signature string `json:"signature"` // bench signature of the search that it was measured with; "" where the game has none

	RandomPlies int       `json:"random_plies"` // that open each pair of games
	Seed        uint64    `json:"seed"`         // of all games, those of exams included
	Pairs       int       `json:"pairs"`        // that any two neighbours played
	Anchors     []Anchor  `json:"anchors"`      // the weakest first
	Meetings    []Meeting `json:"meetings,omitempty"`
}

// Anchor is a player that never changes, and its place.
type Anchor struct {
	Name    string  `json:"name"`              // in matches and pictures
	Network string  `json:"network,omitempty"` // a frozen one; "": the player is built in
	Nodes   int64   `json:"nodes,omitempty"`   // of a move of a network
	Shown   bool    `json:"shown,omitempty"`   // everybody who is measured plays some games with it
	Elo     float64 `json:"elo"`
	Low     float64 `json:"low"` // 95 % interval of the difference to random moves
	High    float64 `json:"high"`
}

// Meeting is what two anchors scored against each other, from the view of the
// stronger one.
type Meeting struct {
	A     string           `json:"a"`
	B     string           `json:"b"`
	WDL   [3]int           `json:"wdl"`
	Penta stat.Pentanomial `json:"penta"`
}

// ErrNoScale is wrapped by the error of Of for a game without a scale.
var ErrNoScale = errors.New("no Elo scale")

// Of returns the scale of a game that is part of the program.
func Of(game string) (*Scale, error) {
	file, err := embedded.Open(path.Join("scales", game+".json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s has none", ErrNoScale, game)
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return Read(file)
}

// Read reads a file that Write wrote.
func Read(r io.Reader) (*Scale, error) {
	var s Scale
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return nil, fmt.Errorf("Elo scale: %w", err)
	}
	return &s, s.check()
}

// Write writes the scale as a file.
func (s *Scale) Write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(s)
}

// check returns an error for a scale that measures nothing.
func (s *Scale) check() error {
	if len(s.Anchors) < 2 {
		return fmt.Errorf("Elo scale of %s: %d anchors; want at least 2", s.Game, len(s.Anchors))
	}
	for i, a := range s.Anchors {
		switch {
		case a.Name == "":
			return fmt.Errorf("Elo scale of %s: anchor %d has no name", s.Game, i+1)
		case slices.ContainsFunc(s.Anchors[:i], func(b Anchor) bool { return b.Name == a.Name }):
			return fmt.Errorf("Elo scale of %s: %s is there twice", s.Game, a.Name)
		case i > 0 && a.Elo < s.Anchors[i-1].Elo:
			return fmt.Errorf("Elo scale of %s: %s has less Elo than the anchor before it", s.Game, a.Name)
		}
	}
	return nil
}

// Stale reports whether the scale was measured with another search than that of
// the given bench signature. A game without a signature is never stale.
func (s *Scale) Stale(signature string) bool { return s.Signature != signature }

// places returns the Elo of all anchors by name.
func (s *Scale) places() map[string]float64 {
	places := make(map[string]float64, len(s.Anchors))
	for _, a := range s.Anchors {
		places[a.Name] = a.Elo
	}
	return places
}

// find returns the index of an anchor, -1 for none.
func (s *Scale) find(name string) int {
	return slices.IndexFunc(s.Anchors, func(a Anchor) bool { return a.Name == name })
}
