package play

import (
	"fmt"
	"math"
	"os"
	"slices"

	"github.com/spf13/pflag"

	"apprentice/agent/career"
	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/games"
)

// run returns the run that train writes for the game, if it lies in the folder.
func (o opponents) run() (path string, ok bool) {
	path = cli.RunOf(o.game.Name())
	_, err := os.Stat(path)
	return path, err == nil
}

// takeRun lets the run in the folder play where nobody else was chosen and it has
// grown past the first level.
func (f *flags) takeRun(g games.Game, set *pflag.FlagSet) {
	path, ok := opponents{g}.run()
	if !ok || f.against != "" || slices.ContainsFunc(ways, set.Changed) || !grown(g, path) {
		return
	}
	f.opponent.Run, f.took = path, true
}

// grown reports whether a run has grown past the first level: whether it is sure
// to win more games with random moves than that does. A run that cannot be read
// has not.
func grown(g games.Game, path string) bool {
	levels := career.Levels(g.Name())
	if len(levels) == 0 {
		return false
	}
	file, err := files.OpenRun(path)
	if err != nil {
		return false
	}
	defer file.Close()
	if file.Config().Game != g.Name() {
		return false
	}
	h, err := chronicle.ReadHistory(file)
	if err != nil {
		return false
	}
	latest, ok := h.Latest()
	if !ok {
		return false
	}
	w := h.Results(latest.Generation, "random")
	return w.Games() > 0 && w.WinRateInterval().Low > winRateAt(levels[0].High)
}

// winRateAt is how much of its games a player of so much Elo over another one
// wins.
func winRateAt(elo float64) float64 { return 1 / (1 + math.Pow(10, -elo/400)) }

// greeting is what the screen says at the beginning.
func (f *flags) greeting(who opponents) string {
	path, ok := who.run()
	switch {
	case f.took:
		return fmt.Sprintf("%s lies in this folder: its last generation plays. Too strong? F6 lets another one play.", path)
	case ok && f.opponent.Run == "":
		return fmt.Sprintf("%s lies in this folder: F6 lets it play. ? explains the keys.", path)
	}
	text := "Type a move, or click a piece. "
	switch n := len(career.Levels(who.game.Name())); {
	case f.level == 0:
		return text + "Too strong? F6 lets a younger stage play."
	case f.level == 1:
		return text + fmt.Sprintf("This is level 1 of %d; F6 lets a stronger one play.", n)
	default:
		return text + fmt.Sprintf("This is level %d of %d; F6 chooses another.", f.level, n)
	}
}
