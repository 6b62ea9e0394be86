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
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/eval"
	"apprentice/games"
)

// installed returns the rungs of a ladder whose engines are there, and the
// engines that are not.
func installed(l catalog.Ladder, g games.Game, opts search.Options) (rungs []eval.Rung, missing []string, err error) {
	for _, r := range l.Rungs {
		entrant, err := player.New(g, r.Spec, opts)
		if errors.Is(err, exec.ErrNotFound) {
			if engine := r.Engine(); !slices.Contains(missing, engine) {
				missing = append(missing, engine)
			}
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		rungs = append(rungs, eval.Rung{Entrant: entrant, Elo: r.Elo})
	}
	return rungs, missing, nil
}

// readEngines reads a file of players: one SPEC per line, followed by elo=NUMBER
// if that is known. Empty lines and those that begin with # are skipped.
func readEngines(ctx context.Context, g games.Game, path string, opts search.Options) ([]eval.Rung, error) {
	file, err := files.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var rungs []eval.Rung
	lines := bufio.NewScanner(file)
	number := 1
	for ; lines.Scan(); number++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		rung, err := parseRung(g, line, opts)
		if err == nil && slices.ContainsFunc(rungs, func(r eval.Rung) bool { return r.Name == rung.Name }) {
			err = fmt.Errorf("%s is there twice", rung.Name)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", path, number, err)
		}
		rungs = append(rungs, rung)
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return nil, fmt.Errorf("%s: line %d is longer than %d bytes", path, number, bufio.MaxScanTokenSize)
	case err != nil:
		return nil, files.CannotRead(path, err)
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
