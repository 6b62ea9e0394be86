package welcome

import (
	"fmt"
	"os"
	"time"

	"apprentice/agent/career"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/gameplay"
	"apprentice/games"
)

// offer is something to do.
type offer struct {
	key   string
	title string
	note  string
	args  []string // of the program; nil: there is a reason, the note, why not
}

// FilterValue implements list.Item.
func (o offer) FilterValue() string { return o.title }

// lesson is how long a first run learns: long enough for a curve that rises.
const lesson = "5m"

// offersOf returns what there is to do with a game. state is the folder of games
// that were not finished.
func offersOf(g games.Game, state string, now time.Time) []offer {
	run := cli.RunOf(g.Name())
	list := []offer{
		{"p", "Play", playNote(g, state), arguments(g, "play")},
		{"b", "Play a beginner", "", arguments(g, "play", "--level", "1")},
		{"t", "Train", fmt.Sprintf("five minutes, into %s", run), arguments(g, "train", "--for", lesson)},
		{"w", "Watch", fmt.Sprintf("no %s yet: train first", run), nil},
		{"s", "Status", fmt.Sprintf("no %s yet: train first", run), nil},
	}
	if levels := career.Levels(g.Name()); len(levels) > 0 {
		list[1].note = fmt.Sprintf("level 1 of %d", len(levels))
	} else {
		list[1].note, list[1].args = "it plays any move", arguments(g, "play", "--opponent", "random")
	}
	if note, working, ok := runNote(run, now); ok {
		list[2].note = "five more minutes for " + run
		list[3].note, list[3].args = note, []string{"watch", run}
		list[4].note, list[4].args = "how far, how strong, what happened", []string{"status", run}
		if working {
			list[2].note, list[2].args = run+" learns already: watch it", nil
		}
	}
	return append(list,
		offer{"h", "All commands", "", []string{"--help"}},
		offer{"q", "Leave", "", nil})
}

// arguments adds the game to a command line, unless it is the default.
func arguments(g games.Game, words ...string) []string {
	if g.Name() == catalog.Default().Name() {
		return words
	}
	return append([]string{words[0], "--game", g.Name()}, words[1:]...)
}

// playNote says who plays, or that a game waits to be continued.
func playNote(g games.Game, state string) string {
	for _, u := range gameplay.ListUnfinished(state, catalog.Lookup) {
		if u.Game.Rules().Name() == g.Name() {
			return fmt.Sprintf("or continue the game of %s", u.Last.Format("2 January, 15:04"))
		}
	}
	return "F6 changes the opponent, ? helps"
}

// runNote says how far a run has come, and whether a process trains it; ok is
// false where there is none.
func runNote(path string, now time.Time) (note string, working, ok bool) {
	if _, err := os.Stat(path); err != nil {
		return "", false, false
	}
	file, err := files.OpenRun(path)
	if err != nil {
		return "", false, false
	}
	defer file.Close()
	a, err := chronicle.ReadAccount(file, now)
	if err != nil {
		return "", false, false
	}
	note = fmt.Sprintf("%s: %s", path, console.Plural(len(a.Done()), "generation"))
	if a.Working() {
		note += ", learns now"
	}
	return note, a.Working(), true
}
