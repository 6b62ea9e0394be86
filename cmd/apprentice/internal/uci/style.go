package uci

import (
	"fmt"
	"slices"
	"strings"

	"apprentice/agent/search"
	"apprentice/games"
)

// style is how the engine writes, and what it reads moves by. A search keeps a
// copy of its own.
type style struct {
	protocol protocol
	ranks    *games.Style                          // nil: as the game writes its moves
	wdl      func(value int) (win, draw, loss int) // nil: chances are not told
}

// ranksOf returns the coordinate styles of a game in which programs number ranks
// in two ways: from 1, as UCI does, first, and from 0, as UCCI and UCI-Cyclone
// do, last. It returns nil for a game with one way only: its moves are written
// as Position.FormatMove does, and UCI is the only protocol.
func ranksOf(g games.Game) []games.Style {
	styled, ok := g.(games.Styled)
	if !ok {
		return nil
	}
	var ranks []games.Style
	for _, s := range styled.Styles() {
		if s.Name == games.CoordinateStyle {
			ranks = append(ranks, s)
		}
	}
	if len(ranks) < 2 {
		return nil
	}
	slices.SortStableFunc(ranks, func(a, b games.Style) int { return strings.Compare(b.Ranks, a.Ranks) })
	return ranks
}

func (s style) formatMove(pos games.Position, m games.Move) string {
	if s.ranks == nil {
		return pos.FormatMove(m)
	}
	return s.ranks.Describe(pos, m)
}

func (s style) parseMove(pos games.Position, text string) (games.Move, error) {
	if s.ranks == nil {
		return pos.ParseMove(text)
	}
	return s.ranks.ParseMove(pos, text)
}

// info returns an info line in the order of fields that is usual.
func (s style) info(pos games.Position, i search.Info) string {
	var b strings.Builder
	fmt.Fprintf(&b, "info depth %d seldepth %d multipv %d score %s", i.Depth, i.SelDepth, max(i.MultiPV, 1), s.value(i.Value))
	switch i.Bound {
	case search.Lower:
		b.WriteString(" lowerbound")
	case search.Upper:
		b.WriteString(" upperbound")
	}
	if s.wdl != nil {
		win, draw, loss := s.chances(i.Value)
		fmt.Fprintf(&b, " wdl %d %d %d", win, draw, loss)
	}
	nps := int64(0)
	if seconds := i.Time.Seconds(); seconds > 0 {
		nps = int64(float64(i.Nodes) / seconds)
	}
	fmt.Fprintf(&b, " nodes %d nps %d hashfull %d tbhits 0 time %d", i.Nodes, nps, i.Hashfull, i.Time.Milliseconds())
	if line := s.line(pos, i.PV); len(line) > 0 {
		b.WriteString(" pv ")
		b.WriteString(strings.Join(line, " "))
	}
	return b.String()
}

// value returns "cp N" or "mate N"; UCCI knows plain numbers only.
func (s style) value(v int) string {
	if s.protocol == protocolUCCI {
		return fmt.Sprint(v)
	}
	if n, ok := search.MateIn(v); ok {
		return fmt.Sprintf("mate %d", n)
	}
	return fmt.Sprintf("cp %d", v)
}

// chances returns those of the side to move, in thousandths.
func (s style) chances(v int) (win, draw, loss int) {
	switch _, mate := search.MateIn(v); {
	case mate && v > 0:
		return 1000, 0, 0
	case mate:
		return 0, 0, 1000
	}
	return s.wdl(v)
}

// line returns the moves of a line from pos as far as the game goes on. pos is
// left as it was.
func (s style) line(pos games.Position, moves []games.Move) []string {
	var texts []string
	pos = pos.Clone()
	for _, m := range moves {
		texts = append(texts, s.formatMove(pos, m))
		if pos.Make(m, nil); pos.Outcome().Over() {
			break
		}
	}
	return texts
}

// best returns the line that answers go.
func (s style) best(pos games.Position, r search.Result) string {
	if r.Move == games.NoMove {
		return s.noMove()
	}
	moves := []games.Move{r.Move, r.Ponder}
	if r.Ponder == games.NoMove {
		moves = moves[:1]
	}
	return "bestmove " + strings.Join(s.line(pos, moves), " ponder ")
}

// noMove answers go where there is none: 0000 is no move in UCI.
func (s style) noMove() string {
	if s.protocol == protocolUCCI {
		return "nobestmove"
	}
	return "bestmove " + nullMove
}
