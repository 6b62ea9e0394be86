package playscreen

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"apprentice/games"
)

// newGame begins another game.
func (m *Model) newGame(arg string) tea.Cmd {
	if arg == "" && len(m.game.Plies()) > 0 && !m.game.Over() {
		m.choose("Another game? This one goes into "+Archive+".", false,
			choice{key: "s", title: "Same sides", do: func() tea.Cmd { return m.newGame("same") }},
			choice{key: "o", title: "Other side", do: func() tea.Cmd { return m.newGame("other") }},
			choice{key: "n", title: "No, play on", do: func() tea.Cmd { return nil }})
		return nil
	}
	swap := false
	switch arg = strings.ToLower(arg); {
	case arg == "" || arg == "same":
	case arg == "other":
		swap = true
	case arg == "random":
		swap = rand.IntN(2) == 1
	case arg == "first" || arg == strings.ToLower(m.opts.Look.Sides[games.First]):
		swap = m.person() != games.First
	case arg == "second" || arg == strings.ToLower(m.opts.Look.Sides[games.Second]):
		swap = m.person() != games.Second
	default:
		m.warn(fmt.Sprintf("Side %q: want first, second, other or random.", arg))
		return nil
	}
	m.stopThinking()
	if !m.over {
		m.shelve()
	}
	if swap {
		m.seats[0], m.seats[1] = m.seats[1], m.seats[0]
	}
	m.paused = false
	m.say("A new game.")
	m.report(m.begin(nil))
	return nil
}

// chooseSides asks who plays on which side.
func (m *Model) chooseSides(string) tea.Cmd {
	sides := m.opts.Look.Sides
	opponent := m.seats[games.Second].opponent
	if opponent == nil {
		opponent = m.seats[games.First].opponent
	}
	if opponent == nil && len(m.opts.Opponents) > 0 {
		opponent = &m.opts.Opponents[len(m.opts.Opponents)-1]
	}
	set := func(first, second *Opponent) func() tea.Cmd {
		return func() tea.Cmd { return m.seat([2]*Opponent{first, second}) }
	}
	choices := []choice{{key: "p", title: "You play both sides", do: set(nil, nil)}}
	if opponent != nil {
		choices = slices.Concat([]choice{
			{key: "1", title: "You play " + sides[games.First], note: "against " + opponent.Name, do: set(nil, opponent)},
			{key: "2", title: "You play " + sides[games.Second], note: "against " + opponent.Name, do: set(opponent, nil)},
		}, choices, []choice{{key: "e", title: "You watch", note: opponent.Name + " plays both sides", do: set(opponent, opponent)}})
	}
	m.choose("Who plays?", false, choices...)
	return nil
}

// seat lets others play from now on.
func (m *Model) seat(opponents [2]*Opponent) tea.Cmd {
	m.stopThinking()
	for side, o := range opponents {
		old := m.seats[side]
		if old.opponent == o && o != nil {
			continue
		}
		if old.player != nil {
			go old.player.Close() // may wait for the end of a process
		}
		m.seats[side] = seat{opponent: o}
	}
	m.paused, m.drawOffer = false, false
	m.game.Rename(m.names())
	m.game.Seat(m.specs())
	m.say("%s", m.players())
	return nil
}

// chooseOpponent asks who plays against the person, or takes the one that is
// named. The game goes on.
func (m *Model) chooseOpponent(spec string) tea.Cmd {
	if spec != "" {
		if m.opts.Find == nil {
			return nil
		}
		o, err := m.opts.Find(spec)
		if err != nil {
			m.report(err)
			return nil
		}
		return m.against(&o)
	}
	var choices []choice
	at := 0
	for i := range m.opts.Opponents {
		o := &m.opts.Opponents[i]
		if m.plays(o) {
			at = i
		}
		choices = append(choices, choice{key: o.Key, title: o.Name, note: o.Note, do: func() tea.Cmd { return m.against(o) }})
	}
	if len(choices) == 0 {
		m.say("Type opponent and a player, as in opponent engine:PATH.")
		return nil
	}
	m.choose("Who plays against you?", false, choices...)
	m.overlay.list.Select(at)
	return nil
}

// plays reports whether an opponent has a seat.
func (m *Model) plays(o *Opponent) bool {
	return slices.ContainsFunc(m.seats[:], func(s seat) bool { return s.opponent != nil && s.opponent.Spec == o.Spec })
}

// against lets an opponent take the place of the one there is, or of both where
// two play.
func (m *Model) against(o *Opponent) tea.Cmd {
	opponents := [2]*Opponent{m.seats[0].opponent, m.seats[1].opponent}
	switch {
	case opponents[0] == nil && opponents[1] == nil:
		opponents[m.game.Side().Other()] = o
	default:
		for side := range opponents {
			if opponents[side] != nil {
				opponents[side] = o
			}
		}
	}
	return m.seat(opponents)
}
