package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/games"
)

// StyleFlags choose how moves are written and read, in games that have the
// choice.
type StyleFlags struct{ notation, Ranks string }

// AddNotation adds --notation.
func (f *StyleFlags) AddNotation(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.notation, "notation", "", "notation of moves, in games that have several"+choices(styleNames))
}

// AddRanks adds --ranks.
func (f *StyleFlags) AddRanks(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.Ranks, "ranks", "", "numbers of the ranks in coordinates, in games that have several ways"+choices(rankings))
}

// choices lists what the games of the catalog offer, for the help of a flag.
func choices(offered func([]games.Style) []string) string {
	text := ""
	for _, name := range catalog.Names() {
		g, err := catalog.Lookup(name)
		if err != nil {
			continue
		}
		if styled, ok := g.(games.Styled); ok {
			list := offered(styled.Styles())
			text += fmt.Sprintf("; %s: %s (default %s)", name, strings.Join(list, ", "), list[0])
		}
	}
	return text
}

// styleNames returns the names of styles, each once.
func styleNames(styles []games.Style) []string {
	var names []string
	for _, s := range styles {
		if !slices.Contains(names, s.Name) {
			names = append(names, s.Name)
		}
	}
	return names
}

// rankings returns the ways in which coordinates number ranks.
func rankings(styles []games.Style) []string {
	var ranks []string
	for _, s := range styles {
		if s.Name == games.CoordinateStyle {
			ranks = append(ranks, s.Ranks)
		}
	}
	return ranks
}

// Of returns the style in which moves of g are shown to people, and that in
// which they are typed. The latter reads all others too, and writes
// coordinates, unless a notation was chosen that has ranks of its own.
func (f *StyleFlags) Of(g games.Game) (shown, typed games.Style, err error) {
	styled, ok := g.(games.Styled)
	if !ok {
		shown = games.Style{Describe: games.Position.Describe, ParseMove: games.Position.ParseMove}
		typed = games.Style{Describe: games.Position.FormatMove, ParseMove: games.Position.ParseMove}
		switch {
		case f.notation != "":
			err = fmt.Errorf("--notation %s: %s has only one notation", f.notation, g.Name())
		case f.Ranks != "":
			err = fmt.Errorf("--ranks %s: %s numbers ranks in one way only", f.Ranks, g.Name())
		}
		return shown, typed, err
	}
	styles := styled.Styles()
	if shown, err = f.shown(styles); err != nil {
		return shown, typed, err
	}
	if shown.Ranks != "" {
		return shown, shown, nil
	}
	ranks := cmp.Or(f.Ranks, rankings(styles)[0])
	i := slices.IndexFunc(styles, func(s games.Style) bool { return s.Name == games.CoordinateStyle && s.Ranks == ranks })
	return shown, styles[i], nil
}

// shown returns the style of --notation, the first one without it.
func (f *StyleFlags) shown(styles []games.Style) (games.Style, error) {
	if known := rankings(styles); f.Ranks != "" && !slices.Contains(known, f.Ranks) {
		return games.Style{}, fmt.Errorf("--ranks %s: want %s", f.Ranks, strings.Join(known, " or "))
	}
	if f.notation == "" {
		return styles[0], nil
	}
	var other string // the ranks of the notation where they are not those of --ranks
	for _, s := range styles {
		switch {
		case !strings.EqualFold(s.Name, f.notation):
		case f.Ranks == "" || s.Ranks == "" || s.Ranks == f.Ranks:
			return s, nil
		default:
			other = s.Ranks
		}
	}
	if other != "" {
		return games.Style{}, fmt.Errorf("--ranks %s: ranks in --notation %s are always %s", f.Ranks, f.notation, other)
	}
	return games.Style{}, fmt.Errorf("--notation %s: want one of %s", f.notation, strings.Join(styleNames(styles), ", "))
}

// Written returns the style in which moves of g are written to files, which no
// ranks concern unless the notation has some.
func (f *StyleFlags) Written(g games.Game) (games.Style, error) {
	shown, _, err := f.Of(g)
	if err == nil && f.Ranks != "" && shown.Ranks == "" {
		err = fmt.Errorf("--ranks %s: %s has no ranks; --notation %s has", f.Ranks, shown.Name, games.CoordinateStyle)
	}
	return shown, err
}
