package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval"
)

func newMatch() *cobra.Command {
	var f matchFlags
	cmd := &cobra.Command{
		Use:   "match --a SPEC --b SPEC",
		Short: "Let players play each other and measure the difference",
		Long: `Match plays pairs of games: each opening is played twice with the sides swapped.
It reports expectation, Elo with a 95 % interval, and the likelihood that A is
the stronger one. With --sprt it stops as soon as the question is decided. Where
more than one game in a hundred is lost on time, by a crash or by an illegal
move, the result warns of it. Three players or more meet each other, or the first
of them all others, and are rated together.

With --state a match survives any end: the same command goes on, every game is
played once, and with limits in nodes or depth the result is that of a match
which was never cut off.

` + specHelp,
		Example: `  apprentice match --a gen:last@chess.run --b material:2 --games 200
  apprentice match --a net:new.net --b net:old.net --sprt 0,5 --nodes 5000 --state new.state
  apprentice match --player career:last --player 'engine:stockfish?UCI_LimitStrength=true&UCI_Elo=1350' \
    --player material:2 --gauntlet --tc 10+0.1 --openings book.epd --pgn games.pgn`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.run(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f.add(cmd)
	return cmd
}

// run plays the match.
func (f *matchFlags) run(ctx context.Context, out, errOut io.Writer) error {
	t, err := f.tournament(ctx)
	if err != nil {
		return err
	}
	test, err := f.sprt.test()
	if err != nil {
		return err
	}
	if test != nil {
		if n := len(t.Players); n > 2 {
			return fmt.Errorf("--sprt decides between two players; there are %d", n)
		}
		t.Stop = eval.StopBy(*test)
	}
	s := &matchSitting{flags: f, t: &t, board: newMatchBoard(&t, test)}
	if err := s.open(); err != nil {
		return err
	}
	defer s.close()
	if f.json == standardOutput {
		s.jsonOut, out = out, errOut
	}
	return s.play(ctx, terminalOf(out))
}

// standardOutput stands for it where a file is asked for.
const standardOutput = "-"

// matchSitting is a match from the start of the program to its end.
type matchSitting struct {
	flags   *matchFlags
	t       *eval.Tournament
	board   *matchBoard
	head    matchHead
	pgn     *matchPGN   // nil without
	state   *matchState // nil without
	store   *matchStore // nil without
	jsonOut io.Writer   // where the result goes if not into a file
}

// open opens the files of the match.
func (s *matchSitting) open() (err error) {
	f := s.flags
	if err := f.files().check(); err != nil {
		return err
	}
	if f.store != "" {
		if s.store, err = newMatchStore(f, s.t); err != nil {
			return err
		}
	}
	s.head.Begun = time.Now().Truncate(time.Second)
	if s.head.Settings, err = f.settings(s.t.Game); err != nil {
		return err
	}
	if f.state != "" {
		if s.state, err = openMatchState(f.state, s.head, s.t.Games()); err != nil {
			return err
		}
		s.head = s.state.head
		s.t.Played, s.t.Save = s.state.played, s.state.save
	}
	if f.pgn != "" {
		if s.pgn, err = openMatchPGN(f.pgn, s.t, s.head); err != nil {
			s.close()
		}
	}
	return err
}

// close closes what open opened.
func (s *matchSitting) close() {
	s.pgn.close()
	s.state.close()
}

// play plays what is missing and says what came of it.
func (s *matchSitting) play(ctx context.Context, t *terminal) error {
	s.notes(t)
	reporter := newMatchReporter(t, s.board, s.flags.plain)
	next := uint64(0) // index of the game that is due in the PGN file
	restored := map[uint64]bool{}
	for _, f := range s.t.Played {
		restored[f.Game.Index] = true
	}
	s.t.Report = func(done eval.Finished, r eval.Result) error {
		inOrder := done.Game.Index == next
		next++
		// Games behind a gap come at their turn when the match goes on.
		if s.pgn != nil && (inOrder || s.state == nil) {
			if err := s.pgn.write(done); err != nil {
				return err
			}
		}
		s.board.count(done, r)
		if restored[done.Game.Index] {
			return nil
		}
		return reporter.game(done)
	}
	s.board.begun = time.Now()
	results, err := s.t.Play(ctx)
	s.board.ended(results)
	reporter.end()
	interrupted := err != nil && errors.Is(err, context.Canceled)
	if e := s.pgn.sync(); e != nil && (err == nil || interrupted) {
		err, interrupted = e, false
	}
	if err != nil && !interrupted {
		if s.state != nil {
			return fmt.Errorf("%w; nothing that was finished is lost, go on with: %s", err, s.flags.again())
		}
		return err
	}
	s.board.print(t)
	if interrupted {
		s.interrupted(t)
	}
	return s.publish(t, interrupted)
}

// notes says before the match what a person should know about it.
func (s *matchSitting) notes(out io.Writer) {
	if n := len(s.t.Played); n > 0 {
		fmt.Fprintf(out, "%s from %s\n", plural(n, "game"), printable.Text(s.flags.state))
	}
	if s.state != nil {
		s.state.notes(out)
	}
	if n := len(s.t.Openings); n > 0 && n < s.t.Pairs && s.t.RandomPlies == 0 {
		fmt.Fprintf(out, "note: %s for %s; they repeat\n", plural(n, "opening"), plural(s.t.Pairs, "pair"))
	}
}

// interrupted says how much of the match was played and how it goes on.
func (s *matchSitting) interrupted(out io.Writer) {
	fmt.Fprintf(out, "interrupted after %d of %d games\n", s.board.games, s.t.Games())
	if s.state != nil {
		fmt.Fprintf(out, "Nothing that was finished is lost. Go on with:\n  %s\n", s.flags.again())
	}
}

// publish writes the result where the flags want it, beside the screen.
func (s *matchSitting) publish(out io.Writer, interrupted bool) error {
	if s.flags.json != "" {
		result := s.board.report(s.flags, s.head, interrupted)
		var err error
		if s.jsonOut != nil {
			err = result.write(s.jsonOut)
		} else {
			err = writeFile(s.flags.json, result.write)
		}
		if err != nil {
			return err
		}
	}
	if s.store == nil || interrupted {
		return nil
	}
	n, err := s.store.keep(s.head, s.board)
	if err == nil {
		fmt.Fprintf(out, "%s kept in %s, ratings fitted anew\n", plural(n, "match"), printable.Text(s.flags.store))
	}
	return err
}
