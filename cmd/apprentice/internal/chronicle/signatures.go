package chronicle

import (
	"strings"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// Signatures are the bench signatures of the games, one per line. CI holds them
// to what the program does.
type Signatures string

// Of returns the bench signature of a game: programs that share it search alike.
// It is "" for a game without one.
func (s Signatures) Of(game string) string {
	for line := range strings.Lines(string(s)) {
		if name, nodes, ok := strings.Cut(strings.TrimSpace(line), " "); ok && name == game {
			return nodes
		}
	}
	return ""
}

// Sign says which program writes to a run from now on, and enters a change of
// program into its log book.
func (s Signatures) Sign(file *run.File) error {
	now := run.Program{Version: console.Version(), Signature: s.Of(file.Config().Game)}
	file.SetProgram(now.Version, now.Signature)
	before, err := file.Programs()
	if err != nil || len(before) == 0 || before[len(before)-1] == now {
		return err
	}
	return file.AddEvent(0, event.ProgramChanged{From: event.Program(before[len(before)-1]), To: event.Program(now)})
}
