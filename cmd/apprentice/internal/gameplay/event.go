package gameplay

import (
	"fmt"
	"time"

	"apprentice/games"
	"apprentice/games/record"
)

// Event is one line of a journal: the head of a game, a move, or something else
// that happened. Only the fields of its kind are set.
type Event struct {
	Head *Head `json:"head,omitempty"`

	Move    string           `json:"move,omitempty"` // in coordinates
	Value   *int             `json:"value,omitempty"`
	Depth   int              `json:"depth,omitempty"`
	Nodes   int64            `json:"nodes,omitempty"`
	Seconds float64          `json:"seconds,omitempty"`
	Left    [2]time.Duration `json:"left,omitzero"` // in nanoseconds

	Back    int `json:"back,omitempty"`    // moves taken back
	Forward int `json:"forward,omitempty"` // and played again

	Result string `json:"result,omitempty"` // for First: win, draw, loss
	Reason string `json:"reason,omitempty"`

	Names *[2]string `json:"names,omitempty"`
	Seats *[2]string `json:"seats,omitempty"`
}

// Head is the first line of a journal.
type Head struct {
	Game    string    `json:"game"`
	ID      string    `json:"id,omitempty"` // that no other game has
	Start   string    `json:"start,omitempty"`
	Names   [2]string `json:"names"`
	Seats   [2]string `json:"seats"` // who plays: "" for a person, else the spec of a player
	Begun   time.Time `json:"begun"`
	Control string    `json:"control,omitempty"`
	Moves   []string  `json:"moves,omitempty"` // that were there at the beginning
}

// record writes an event down.
func (g *Game) record(e Event) {
	if g.keep != nil {
		g.keep(e)
	}
}

// Keep has every change from now on written down. The first event is the head,
// with the seats that it names.
func (g *Game) Keep(seats [2]string, keep func(Event)) {
	h := &Head{Game: g.rules.Name(), ID: g.id, Start: g.start, Names: g.names, Seats: seats, Begun: g.begun, Control: g.control.String()}
	pos := g.first()
	for _, p := range g.plies {
		h.Moves = append(h.Moves, pos.FormatMove(p.Move))
		pos.Make(p.Move, nil)
	}
	g.keep = keep
	g.record(Event{Head: h})
}

// Forget has changes no longer written down.
func (g *Game) Forget() { g.keep = nil }

// Seat writes down who plays from now on.
func (g *Game) Seat(seats [2]string) { g.record(Event{Seats: &seats}) }

// replay applies the events of a journal, the first of which is its head, up to
// the first one that makes no sense. It returns how many it applied.
func replay(rules games.Game, events []Event) (g *Game, seats [2]string, done int, err error) {
	h := events[0].Head
	control, err := ParseControl(h.Control)
	if err != nil {
		return nil, seats, 0, err
	}
	if g, err = New(rules, h.Start, h.Names, control, h.Begun); err != nil {
		return nil, seats, 0, err
	}
	if h.ID != "" {
		g.id = h.ID
	}
	seats = h.Seats
	for _, text := range h.Moves {
		if err := g.replayMove(Event{Move: text, Left: g.left}); err != nil {
			return nil, seats, 0, fmt.Errorf("%w: %q", err, text)
		}
	}
	for done = 1; done < len(events); done++ {
		if g.apply(events[done]) != nil {
			break
		}
		if s := events[done].Seats; s != nil {
			seats = *s
		}
	}
	g.since = time.Time{}
	return g, seats, done, nil
}

// apply repeats what an event tells.
func (g *Game) apply(e Event) error {
	switch {
	case e.Move != "":
		return g.replayMove(e)
	case e.Back > 0:
		return g.Undo(e.Back, time.Time{})
	case e.Forward > 0:
		return g.Redo(e.Forward, time.Time{})
	case e.Result != "":
		for _, r := range []games.Result{games.Loss, games.Draw, games.Win} {
			for reason := range games.Aborted + 1 {
				if r.String() == e.Result && reason.String() == e.Reason {
					g.outcome = games.Outcome{Result: r, Reason: reason}
				}
			}
		}
	case e.Names != nil:
		g.names = *e.Names
	}
	return nil
}

// replayMove repeats a move.
func (g *Game) replayMove(e Event) error {
	m, err := g.pos.ParseMove(e.Move)
	if err != nil || !g.pos.Legal(m) {
		return ErrIllegal
	}
	p := Ply{Ply: record.Ply{Move: m}, Left: e.Left}
	if e.Value != nil {
		p.Value, p.Flags = int16(*e.Value), record.HasValue
	}
	p.Depth, p.Nodes, p.Time = e.Depth, e.Nodes, time.Duration(e.Seconds*float64(time.Second))
	if n := len(g.undone); n > 0 && g.undone[n-1].Move == m {
		g.undone = g.undone[:n-1]
	} else {
		g.undone = nil
	}
	g.push(p)
	g.outcome = record.ForFirst(g.pos.Outcome(), g.pos.Side())
	return nil
}
