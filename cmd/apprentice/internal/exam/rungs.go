package exam

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math"
	"os/exec"
	"slices"
	"strconv"
	"strings"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/eval"
	"apprentice/games"
)

// ladder is a list of external engines, of which those that are installed are
// played.
type ladder struct {
	name  string // of the flag and of the game
	scale string // whose Elo it is
	rungs []rungSpec
}

// rungSpec is a player and its place; NaN where nobody knows it.
type rungSpec struct {
	spec string
	elo  float64
}

// strengths are the levels at which Stockfish and its kin are asked to play.
// They take values from 1350 to 2850.
var strengths = []float64{1350, 1500, 1650, 1800, 1950, 2100, 2250, 2400, 2550, 2700, 2850}

// ladders are the values of --ladder. Engines without an Elo have limits of
// their own, which they keep under any protocol.
var ladders = []ladder{
	{"chess", "UCI_Elo of Stockfish", append(limited("stockfish"),
		rungSpec{"engine:gnuchess?args=--uci&OwnBook=false&depth=4", math.NaN()},
	)},
	{"xiangqi", "UCI_Elo of Fairy-Stockfish, which was fitted to chess", append(limited("fairy-stockfish"),
		rungSpec{"engine:hoixiangqi?protocol=xboard&depth=3", math.NaN()},
		rungSpec{"engine:sjaakii?protocol=xboard&depth=3", math.NaN()},
	)},
}

// limited returns an engine at all strengths.
func limited(engine string) []rungSpec {
	var rungs []rungSpec
	for _, elo := range strengths {
		rungs = append(rungs, rungSpec{fmt.Sprintf("engine:%s?UCI_LimitStrength=true&UCI_Elo=%.0f", engine, elo), elo})
	}
	return rungs
}

// findLadder returns the ladder of a name.
func findLadder(name string) (ladder, error) {
	i := slices.IndexFunc(ladders, func(l ladder) bool { return l.name == name })
	if i < 0 {
		var names []string
		for _, l := range ladders {
			names = append(names, l.name)
		}
		return ladder{}, fmt.Errorf("--ladder is %q; want %s", name, strings.Join(names, " or "))
	}
	return ladders[i], nil
}

// installed returns the rungs of a ladder whose engines are there, and the
// engines that are not.
func (l ladder) installed(g games.Game, opts search.Options) (rungs []eval.Rung, missing []string, err error) {
	for _, r := range l.rungs {
		entrant, err := player.New(g, r.spec, opts)
		if errors.Is(err, exec.ErrNotFound) {
			engine, _, _ := strings.Cut(strings.TrimPrefix(r.spec, "engine:"), "?")
			if !slices.Contains(missing, engine) {
				missing = append(missing, engine)
			}
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		rungs = append(rungs, eval.Rung{Entrant: entrant, Elo: r.elo})
	}
	return rungs, missing, nil
}

// readEngines reads a file of players: a SPEC a line and, behind a blank, where
// its place is known, elo=NUMBER. Empty lines and those that begin with # are
// skipped.
func readEngines(ctx context.Context, g games.Game, path string, opts search.Options) ([]eval.Rung, error) {
	file, err := files.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var rungs []eval.Rung
	lines := bufio.NewScanner(file)
	for number := 1; lines.Scan(); number++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		rung, err := parseRung(g, line, opts)
		if err == nil && slices.ContainsFunc(rungs, func(r eval.Rung) bool { return r.Name == rung.Name }) {
			err = fmt.Errorf("%s stands twice", rung.Name)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", path, number, err)
		}
		rungs = append(rungs, rung)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", path, console.Cause(err))
	}
	if len(rungs) == 0 {
		return nil, fmt.Errorf("%s: no players", path)
	}
	return rungs, nil
}

// parseRung reads "SPEC" or "SPEC elo=NUMBER".
func parseRung(g games.Game, line string, opts search.Options) (eval.Rung, error) {
	const key = "elo="
	rung := eval.Rung{Elo: math.NaN()}
	spec := line
	if i := strings.LastIndexAny(line, " \t"); i >= 0 && strings.HasPrefix(line[i+1:], key) {
		var err error
		text := line[i+1+len(key):]
		if rung.Elo, err = strconv.ParseFloat(text, 64); err != nil || math.IsNaN(rung.Elo) || math.IsInf(rung.Elo, 0) {
			return rung, fmt.Errorf("elo=%s; want a number", text)
		}
		spec = strings.TrimSpace(line[:i])
	}
	var err error
	rung.Entrant, err = player.New(g, spec, opts)
	return rung, err
}
