package play

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"apprentice/agent"
	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/board"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/games"
	"apprentice/games/record"
)

// session is a person playing against an agent, line by line.
type session struct {
	game        games.Game
	start       string // FEN; "" for the start position
	human       games.Side
	agent       *agent.Agent
	name        string // of the agent's network
	limits      search.Limits
	calibration value.Calibration // of the network's values
	shown       games.Style       // of moves on the screen and in files
	typed       games.Style       // of moves that the person types

	t      *console.Terminal
	pen    board.Pen
	turned bool // the board is drawn from the agent's side
	dialog bool // a person types: there are prompts and questions
	pgn    string

	pos     games.Position
	plies   []record.Ply
	outcome games.Outcome // for First
	before  games.Board   // the board before the last move
	saved   bool          // since the last move
	told    bool          // that the game, which is over, was saved

	id     string      // of the game, in the file of --pgn
	inFile *files.Game // the game in that file; nil where it is appended when it is over
	failed error       // why it could not be put there
}

// errQuit ends a session.
var errQuit = errors.New("quit")

// readLines yields the lines of in, less their ends, until there are no more or
// ctx is done.
func readLines(ctx context.Context, in io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		r := bufio.NewReader(in)
		for {
			line, err := r.ReadString('\n')
			if line != "" {
				select {
				case lines <- strings.TrimSpace(line):
				case <-ctx.Done():
					return
				}
			}
			if err != nil {
				return
			}
		}
	}()
	return lines
}

// run plays until the person quits, the lines end, or ctx is done.
func (s *session) run(ctx context.Context, lines <-chan string) error {
	s.printf("You play %s against %s, %s.\n", s.game.Name(), console.Strong.Render(printable.Text(s.name)), s.pace())
	s.printf("%s\n", console.Quiet.Render("Type a move, or help for what else there is."))
	s.begin()
	for {
		err := s.turn(ctx, lines)
		if err == nil {
			continue
		}
		if errors.Is(err, errQuit) || ctx.Err() != nil {
			return s.end(ctx, lines)
		}
		return err
	}
}

// turn lets whoever has to move do so, or the person decide what comes after a
// game.
func (s *session) turn(ctx context.Context, lines <-chan string) error {
	if !s.outcome.Over() && s.pos.Side() != s.human {
		return s.reply(ctx)
	}
	line, err := s.ask(ctx, lines, s.prompt())
	if err != nil {
		return err
	}
	return s.command(ctx, line)
}

// ask reads a line after a prompt.
func (s *session) ask(ctx context.Context, lines <-chan string, prompt string) (string, error) {
	if s.dialog {
		s.printf("%s", prompt)
	}
	select {
	case line, ok := <-lines:
		if !ok {
			return "", errQuit
		}
		return line, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// prompt says whose move it is, or that the game is over.
func (s *session) prompt() string {
	if s.outcome.Over() {
		return "new, undo, pgn FILE or quit> "
	}
	return fmt.Sprintf("%s %s> ", s.number(), s.pen.Sides[s.human])
}

// number is the number of the next move as notation has it: "12." or "12...".
func (s *session) number() string {
	dots := "."
	if s.pos.Side() == games.Second {
		dots = "..."
	}
	return fmt.Sprintf("%d%s", len(s.plies)/2+1, dots)
}

// pace says how long the agent thinks.
func (s *session) pace() string {
	switch {
	case s.limits.Nodes > 0 && s.limits.MoveTime > 0:
		return fmt.Sprintf("%s or %v a move", console.Plural(int(s.limits.Nodes), "node"), s.limits.MoveTime)
	case s.limits.Nodes > 0:
		return console.Plural(int(s.limits.Nodes), "node") + " a move"
	}
	return fmt.Sprintf("%v a move", s.limits.MoveTime)
}

// begin sets up a new game.
func (s *session) begin() {
	s.pos = s.game.Start()
	if s.start != "" {
		if pos, err := s.game.ParseFEN(s.start); err == nil { // it was read before
			s.pos = pos
		}
	}
	s.plies, s.before, s.saved, s.told = nil, nil, true, false
	s.id, s.inFile, s.failed = rand.Text(), nil, nil
	if s.pgn != "" {
		if game, ok := files.NewGame(s.pgn, s.id); ok {
			s.inFile = game
		}
	}
	s.agent.NewGame()
	s.outcome = record.ForFirst(s.pos.Outcome(), s.pos.Side())
	s.printf("You are %s.\n", console.Strong.Render(s.pen.Sides[s.human]))
	s.show()
	s.announce()
}

// show draws the board, the person's side at the bottom.
func (s *session) show() {
	s.pen.Flip = (s.human == games.Second) != s.turned
	s.printf("\n%s\n\n", s.pen.Draw(s.pos.Board(), s.before))
}

// reply lets the agent move.
func (s *session) reply(ctx context.Context) error {
	result := s.think(ctx)
	if err := ctx.Err(); err != nil {
		return err
	}
	s.printf("%s %s   %s\n", s.number(), console.Strong.Render(s.shown.Describe(s.pos, result.Move)), console.Quiet.Render(s.thought(result)))
	s.play(record.Ply{Move: result.Move, Value: int16(result.Value), Flags: record.HasValue})
	s.show()
	s.announce()
	return nil
}

// think searches the position.
func (s *session) think(ctx context.Context) search.Result {
	if s.dialog && s.t.Interactive {
		s.t.Resize()
		s.printf("%s", console.Quiet.Render(ansi.Truncate("thinking ...", s.t.Width-1, ""))) // one line, which can be erased
		defer s.printf("\r\x1b[K")
	}
	return s.agent.BestMove(ctx, s.pos.Clone(), s.limits, nil)
}

// thought says what the agent expects, from its own view.
func (s *session) thought(r search.Result) string {
	expects := fmt.Sprintf("it expects %.0f %%", 100*s.calibration.Expectation(r.Value))
	if n, ok := search.MateIn(r.Value); ok {
		expects = fmt.Sprintf("it sees a win in %d", n)
		if n <= 0 {
			expects = fmt.Sprintf("it sees a loss in %d", -n)
		}
	}
	return fmt.Sprintf("(%s, depth %d, %s nodes, %s)", expects, r.Depth, console.Thousands(r.Nodes), console.InWords(r.Time))
}

// play makes a move and finds out whether it ends the game.
func (s *session) play(p record.Ply) {
	if s.pos.InCheck() {
		p.Flags |= record.Check
	}
	if s.pos.Gain(p.Move) != 0 {
		p.Flags |= record.Tactical
	}
	s.before = s.pos.Board()
	s.pos.Make(p.Move, nil)
	s.plies = append(s.plies, p)
	s.saved = false
	s.outcome = record.ForFirst(s.pos.Outcome(), s.pos.Side())
	s.tryKeep(false)
}

// announce says how the game ended, if it did, and saves it.
func (s *session) announce() {
	if !s.outcome.Over() {
		return
	}
	text := "Draw"
	if side, ok := s.outcome.Winner(games.First); ok {
		text = s.pen.Sides[side] + " wins"
		if side == s.human {
			text = "You win"
		}
	}
	s.printf("%s\n", console.Strong.Render(fmt.Sprintf("%s: %v.", text, s.outcome.Reason)))
	s.tryKeep(true)
	s.told = true
}

// keep puts the game as it is now into the file of --pgn, if there is one. Where
// that file can be replaced it has every move as it is made; otherwise it gets the
// game when that is over.
func (s *session) keep(over bool) error {
	switch {
	case s.pgn == "" || s.inFile == nil && (!over || s.saved || len(s.plies) == 0):
		return nil
	case s.inFile == nil:
		return s.save(s.pgn)
	}
	var text []byte
	if len(s.plies) > 0 {
		var err error
		if text, err = s.text(record.Tag{Name: files.IDTag, Value: s.id}); err != nil {
			return err
		}
	}
	if err := s.inFile.Put(text); err != nil {
		return err
	}
	s.saved = true
	if over && len(s.plies) > 0 {
		s.printf("Saved in %s.\n", printable.Text(s.pgn))
	}
	return nil
}

// tryKeep is keep for a game that goes on if that fails.
func (s *session) tryKeep(over bool) {
	err := s.keep(over)
	if err != nil && (over || fmt.Sprint(err) != fmt.Sprint(s.failed)) {
		s.printf("%s\n", console.Alarm.Render(printable.Text(printable.Short(err.Error()))))
	}
	s.failed = err
}

// save appends the game to a PGN file.
func (s *session) save(path string) error {
	text, err := s.text()
	if err != nil {
		return err
	}
	if err := files.AppendPGN(path, text); err != nil {
		return err
	}
	s.saved = true
	s.printf("Saved in %s.\n", printable.Text(path))
	return nil
}

// text returns the game as PGN, with more tags than any game has.
func (s *session) text(more ...record.Tag) ([]byte, error) {
	played := record.Game{Start: s.start, Plies: s.plies, Outcome: s.outcome, First: "you", Second: "apprentice, " + s.name}
	if s.human == games.Second {
		played.First, played.Second = played.Second, played.First
	}
	var b bytes.Buffer
	tags := append([]record.Tag{
		{Name: "Event", Value: "play"},
		{Name: "Date", Value: time.Now().Format("2006.01.02")},
	}, more...)
	err := record.WriteStyledPGN(&b, s.game, &played, tags, s.shown)
	return b.Bytes(), err
}

// end says goodbye and saves what would be lost.
func (s *session) end(ctx context.Context, lines <-chan string) error {
	if s.dialog && ctx.Err() != nil {
		s.printf("\n") // the interrupt came in the middle of a line
	}
	if s.pgn != "" {
		return s.keep(!s.told)
	}
	if s.saved || len(s.plies) == 0 {
		return nil
	}
	if !s.dialog || ctx.Err() != nil {
		return nil
	}
	path, err := s.ask(ctx, lines, "Save the game as PGN in which file (none)? ")
	if err != nil || path == "" {
		return nil
	}
	return s.save(path)
}

func (s *session) printf(format string, args ...any) { fmt.Fprintf(s.t, format, args...) }
