package play

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/games"
	"apprentice/games/record"
)

// command is something to type that is not a move.
type command struct {
	names []string // the first one is shown
	args  string
	help  string
	run   func(s *session, ctx context.Context, arg string) error
}

// commands are the commands of a session in the order of its help.
func commands() []command {
	return []command{
		{[]string{"undo", "takeback"}, "", "take back your last move and the answer", (*session).undo},
		{[]string{"hint"}, "", "ask the agent what it would play", (*session).hint},
		{[]string{"moves"}, "", "list the legal moves", (*session).moves},
		{[]string{"board", "show"}, "", "draw the board", (*session).redraw},
		{[]string{"flip"}, "", "draw the board from the other side", (*session).flip},
		{[]string{"fen"}, "", "print the position as FEN", (*session).fen},
		{[]string{"pgn", "save"}, "FILE", "append the game to a PGN file", (*session).savePGN},
		{[]string{"resign"}, "", "give up this game", (*session).resign},
		{[]string{"new"}, "[SIDE]", "begin another game, as first, second or random", (*session).newGame},
		{[]string{"help", "?"}, "", "this list", (*session).help},
		{[]string{"quit", "exit", "q"}, "", "leave", (*session).quit},
	}
}

// command carries out a line: a command or a move.
func (s *session) command(ctx context.Context, line string) error {
	if line == "" {
		return nil
	}
	word, arg, _ := strings.Cut(line, " ")
	for _, c := range commands() {
		if slices.Contains(c.names, strings.ToLower(word)) {
			return c.run(s, ctx, strings.TrimSpace(arg))
		}
	}
	if s.outcome.Over() {
		s.printf("The game is over; new begins another one.\n")
		return nil
	}
	m, err := s.typed.ParseMove(s.pos, line)
	if err != nil {
		s.printf("%s %s\n", console.Alarm.Render(printable.Text(printable.Short(strings.TrimSuffix(err.Error(), " in "+s.pos.FEN()))+".")),
			console.Quiet.Render("Type moves for those that are legal, help for commands."))
		return nil
	}
	if !s.dialog {
		s.printf("%s %s\n", s.number(), s.shown.Describe(s.pos, m))
	}
	s.play(record.Ply{Move: m})
	if s.outcome.Over() {
		s.show()
		s.announce()
	}
	return nil
}

func (s *session) undo(context.Context, string) error {
	n := len(s.plies) // take moves back until it is the person's turn again
	for side := s.pos.Side(); n > 0; {
		n--
		side = side.Other()
		if side == s.human {
			break
		}
	}
	if taken := s.plies[n:]; len(taken) == 0 || len(taken) == 1 && s.pos.Side() == s.human {
		s.printf("You have no move to take back.\n")
		return nil
	}
	for range s.plies[n:] {
		s.pos.Unmake()
	}
	s.plies = s.plies[:n]
	s.before, s.outcome = nil, games.Outcome{}
	s.saved, s.told = n == 0, false
	s.tryKeep(false)
	s.show()
	return nil
}

func (s *session) hint(ctx context.Context, _ string) error {
	if s.outcome.Over() {
		s.printf("The game is over.\n")
		return nil
	}
	result := s.think(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	line := s.pos.Clone()
	var names []string
	for _, m := range result.PV[:min(len(result.PV), hintMoves)] {
		names = append(names, s.shown.Describe(line, m))
		line.Make(m, nil)
	}
	s.printf("%s   %s\n", console.Strong.Render(names[0]), console.Quiet.Render(s.thought(result)+" "+strings.Join(names, " ")))
	return nil
}

// hintMoves is how much of a line a hint shows.
const hintMoves = 6

func (s *session) moves(context.Context, string) error {
	var names []string
	for _, m := range s.pos.Moves(nil, games.AllMoves) {
		names = append(names, s.shown.Describe(s.pos, m))
	}
	slices.Sort(names)
	return s.t.Paragraph(fmt.Sprintf("%s: %s", console.Plural(len(names), "move"), strings.Join(names, " ")))
}

func (s *session) redraw(context.Context, string) error {
	s.show()
	return nil
}

func (s *session) flip(context.Context, string) error {
	s.turned = !s.turned
	s.show()
	return nil
}

func (s *session) fen(context.Context, string) error {
	s.printf("%s\n", s.pos.FEN())
	return nil
}

func (s *session) savePGN(_ context.Context, path string) error {
	switch {
	case path == "":
		s.printf("In which file? Type pgn FILE.\n")
	case len(s.plies) == 0:
		s.printf("There is no move to save yet.\n")
	case s.inFile != nil && files.Same(path, s.pgn): // it is there, and must not be twice
		s.tryKeep(true)
	default:
		if err := s.save(path); err != nil {
			s.printf("%s\n", console.Alarm.Render(printable.Text(printable.Short(err.Error()))))
		}
	}
	return nil
}

func (s *session) resign(context.Context, string) error {
	if s.outcome.Over() {
		s.printf("The game is over.\n")
		return nil
	}
	s.outcome = record.ForFirst(games.Outcome{Result: games.Loss, Reason: games.Resigned}, s.human)
	s.announce()
	return nil
}

func (s *session) newGame(_ context.Context, side string) error {
	human := s.human
	if side != "" {
		var err error
		if human, err = parseSide(side, s.pen.Look); err != nil {
			s.printf("%s\n", console.Alarm.Render(printable.Text(printable.Short(err.Error())+".")))
			return nil
		}
	}
	if !s.told {
		s.tryKeep(true)
	}
	s.human = human
	s.begin()
	return nil
}

func (s *session) help(context.Context, string) error {
	if err := s.t.Paragraph("Moves are typed " + s.ways() + "."); err != nil {
		return err
	}
	for _, c := range commands() {
		s.printf("  %-13s %s\n", c.names[0]+" "+c.args, c.help)
	}
	return nil
}

// ways says how moves may be typed.
func (s *session) ways() string {
	moves := s.pos.Moves(nil, games.AllMoves)
	styled, ok := s.game.(games.Styled)
	if !ok || len(moves) == 0 {
		return fmt.Sprintf("in the usual notation of %s, or as coordinates", s.game.Name())
	}
	var examples []string
	for _, style := range styled.Styles() {
		example := style.Describe(s.pos, moves[0])
		if m, err := s.typed.ParseMove(s.pos, example); err == nil && m == moves[0] {
			examples = append(examples, fmt.Sprintf("%s (%s)", example, style.Name))
		}
	}
	return "in any of these ways: " + strings.Join(examples, ", ")
}

func (s *session) quit(context.Context, string) error { return errQuit }
