package match

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval"
)

// sitting is a match from the start of the program to its end.
type sitting struct {
	flags   *flags
	specs   []player.Spec // who plays
	t       *eval.Tournament
	board   *board
	head    head
	pgn     *pgnFile  // nil without
	state   *state    // nil without
	store   *store    // nil without
	jsonOut io.Writer // where the result goes if not into a file
}

// open opens the files of the match.
func (s *sitting) open(ctx context.Context) (err error) {
	f := s.flags
	if err := f.files(s.specs).Check(); err != nil {
		return err
	}
	if f.store != "" {
		if s.store, err = newStore(f, s.specs, s.t); err != nil {
			return err
		}
	}
	s.head.Begun = time.Now().Truncate(time.Second)
	if s.head.Settings, err = f.settings(s.t.Game, s.specs); err != nil {
		return err
	}
	if f.state != "" {
		if s.state, err = openState(f.state, s.head, s.t); err != nil {
			return err
		}
		s.head = s.state.head
		s.t.Played, s.t.Save = s.state.played, s.state.save
	}
	if f.pgn != "" {
		if s.pgn, err = openPGNFile(ctx, f.pgn, s.t, s.head); err != nil {
			s.close()
		}
	}
	return err
}

// close closes what open opened.
func (s *sitting) close() {
	s.pgn.close()
	s.state.close()
}

// play plays what is missing and says what came of it.
func (s *sitting) play(ctx context.Context, t *console.Terminal) error {
	s.notes(t)
	reporter := newReporter(t, s.board, s.flags.plain)
	next := uint64(0) // index of the game that is due in the PGN file
	restored := map[uint64]bool{}
	for _, f := range s.t.Played {
		restored[f.Game.Index] = true
	}
	s.t.Report = func(done eval.Finished, r eval.Result) error {
		inOrder := done.Game.Index == next
		next++
		// Games after a gap come at their turn when the match is resumed.
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
			return cli.Continue(err, s.flags.again())
		}
		return err
	}
	s.board.print(t)
	if interrupted {
		s.interrupted(t)
	}
	return s.publish(ctx, t, interrupted)
}

// notes says before the match what a person should know about it.
func (s *sitting) notes(out io.Writer) {
	if n := len(s.t.Played); n > 0 {
		fmt.Fprintf(out, "%s from %s\n", console.Plural(n, "game"), printable.Text(s.flags.state))
	}
	if s.state != nil {
		s.state.notes(out)
	}
	if n := len(s.t.Openings); n > 0 && n < s.t.Pairs && s.t.RandomPlies == 0 {
		fmt.Fprintf(out, "note: %s for %s; they repeat\n", console.Plural(n, "opening"), console.Plural(s.t.Pairs, "pair"))
	}
}

// interrupted says how much of the match was played and how to resume it.
func (s *sitting) interrupted(out io.Writer) {
	fmt.Fprintf(out, "interrupted after %d of %d games\n", s.board.games, s.t.Games())
	if s.state != nil {
		cli.PrintContinue(out, s.flags.again())
	}
}

// publish writes the result to where the flags want it besides the screen.
func (s *sitting) publish(ctx context.Context, out io.Writer, interrupted bool) error {
	if s.flags.json != "" {
		result := s.board.report(s.flags, s.head, interrupted)
		var err error
		if s.jsonOut != nil {
			err = result.write(s.jsonOut)
		} else {
			err = files.Write(ctx, s.flags.json, result.write)
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
		fmt.Fprintf(out, "%s kept in %s, ratings fitted anew\n", console.Plural(n, "match"), printable.Text(s.flags.store))
	}
	return err
}
