package playscreen

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	tea "charm.land/bubbletea/v2"

	"apprentice/cmd/apprentice/internal/gameplay"
	"apprentice/internal/filelock"
)

// Archive is the name of the file of all games that were played.
const Archive = "games.pgn"

// journalMoves writes the game down from its first move on.
func (m *Model) journalMoves() {
	if m.journal != nil || m.opts.Folder == "" || m.game.Over() {
		return
	}
	j, err := gameplay.CreateJournal(m.opts.Folder, m.opts.Game.Name(), m.opts.Now())
	if err != nil {
		m.warn(fmt.Sprintf("The game is not kept: %v.", err))
		return
	}
	m.journal = j
	m.game.Keep(m.specs(), j.Append)
}

// closeJournal lets go of the journal of a game that is left. A game without
// moves is not kept.
func (m *Model) closeJournal() {
	if m.journal == nil {
		return
	}
	m.game.Forget()
	if len(m.game.Plies()) == 0 {
		m.report(m.journal.Remove())
	} else {
		m.report(m.journal.Close())
	}
	m.journal = nil
}

// shelve puts a game that ended, or will not be played on, among all games that
// were played, and ends its journal.
func (m *Model) shelve() {
	if len(m.game.Plies()) == 0 {
		return
	}
	var err error
	if m.opts.PGN != "" && m.opts.SavePGN != nil {
		err = m.opts.SavePGN(m.opts.PGN, m.game)
	}
	if m.opts.Folder != "" {
		err = errors.Join(err, gameplay.Archive(filepath.Join(m.opts.Folder, Archive), m.game, m.opts.Shown))
	}
	if m.journal != nil && err == nil {
		m.game.Forget()
		err = m.journal.Remove()
		m.journal = nil
	}
	m.report(err)
}

// finish deals with the end of a game, once.
func (m *Model) finish() tea.Cmd {
	if m.over {
		return nil
	}
	m.over = true
	m.stopThinking()
	m.chosen, m.cursor, m.drawOffer = nil, nil, false
	m.say("%s", m.verdict())
	m.shelve()
	return m.beginReview()
}

// leave ends the screen with everything saved.
func (m *Model) leave() {
	m.stopThinking()
	m.forgetAdvice()
	if m.game.Over() && !m.over {
		m.over = true
		m.shelve()
	}
	m.closeJournal()
	for i := range m.seats {
		if p := m.seats[i].player; p != nil {
			_ = p.Close() // the program ends
			m.seats[i].player = nil
		}
	}
}

// offerContinue asks whether to go on with a game.
func (m *Model) offerContinue() {
	u := m.opts.Unfinished[0]
	n := len(u.Game.Plies())
	names := u.Game.Names()
	title := fmt.Sprintf("Continue the game of %s?", u.Last.Format("2 January, 15:04"))
	who := fmt.Sprintf("%s against %s, %s played", upper(names[0]), names[1], moveCount(n))
	if u.Damaged > 0 {
		who += "; later ones are damaged"
	}
	m.choose(title, true,
		choice{key: "c", title: "Continue", note: who, do: func() tea.Cmd { return m.continueGame(u) }},
		choice{key: "n", title: "New game", note: "the other one stays in " + Archive, do: func() tea.Cmd { return m.putAside(u) }},
	)
	m.overlay.dismiss = func() tea.Cmd { return m.continueGame(u) }
}

// continueGame goes on with a game.
func (m *Model) continueGame(u gameplay.Unfinished) tea.Cmd {
	j, err := u.Reopen()
	if err != nil {
		m.report(cannotReopen(u, err))
		return nil
	}
	for side, spec := range u.Seats {
		seat := seat{}
		if spec != "" && m.opts.Find != nil {
			opponent, err := m.opts.Find(spec)
			if err != nil {
				m.warn(fmt.Sprintf("%s cannot play: %v. F6 chooses somebody else.", spec, err))
				continue
			}
			seat.opponent = &opponent
		}
		m.seats[side] = seat
	}
	m.report(m.begin(u.Game))
	m.journal = j
	m.say("The game continues.")
	if err := u.DamageError(); err != nil {
		m.warn(fmt.Sprintf("The game continues, but %v.", err))
	}
	return nil
}

// putAside keeps a game that will not be played on among all games.
func (m *Model) putAside(u gameplay.Unfinished) tea.Cmd {
	j, err := u.Reopen()
	if err != nil {
		m.report(cannotReopen(u, err))
		return nil
	}
	err = gameplay.Archive(filepath.Join(m.opts.Folder, Archive), u.Game, m.opts.Shown)
	if err == nil {
		err = j.Remove()
	} else {
		err = errors.Join(err, j.Close())
	}
	m.report(cmp.Or(err, u.DamageError()))
	return nil
}

// cannotReopen says why a game cannot be continued: another process that plays it
// is named, or one has ended it since it was offered.
func cannotReopen(u gameplay.Unfinished, err error) error {
	switch {
	case errors.Is(err, filelock.ErrInUse):
		return fmt.Errorf("%s is %w", u.Path, err)
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("the game is no longer here: another process has ended it")
	}
	return err
}

// moveCount writes how many moves so many plies are.
func moveCount(plies int) string {
	if plies <= 2 {
		return "1 move"
	}
	return fmt.Sprintf("%d moves", (plies+1)/2)
}
