// Package complete has a shell complete what the flags and arguments of commands
// take: games, runs, their generations, stages and levels that ship, players and
// engines. It goes by the names of flags, which mean the same in every command.
package complete

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/settings"
)

// values returns what a flag or an argument may be: each with a tab and a few
// words about it, where there are any.
type values func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective)

// byFlag says what flags take, by their names.
var byFlag = map[string]values{
	"run": runs, "replay": runs, "store": runs,
	"generation": generations,
	"stage":      stages,
	"level":      levels,
	"game":       words(catalog.Names()...),
	"opponent":   players, "a": players, "b": players, "player": players, "spec": players, "from": players,
	"side":          words("first", "second", "random", "both", "none"),
	"load":          extension("pgn", "fen", "epd"),
	"pgn":           extension("pgn"),
	"openings":      extension("pgn", "epd", "fen"),
	"opening-order": words("random", "sequential"),
	"x":             words(abscissas()...),
	"notation":      notations,
	"what":          words("winrate", "elo", "external", "loss", "games", "draws", "decided", "length", "calibration", "all"),
	"tc":            words(), "fen": words(), "moves": words(), "memory": words(), "wdl": words(), "penta": words(), "sprt": words(),
}

// Add adds completion to all commands of a program. What is completed already
// stays as it is.
func Add(root *cobra.Command) {
	for _, cmd := range root.Commands() {
		Add(cmd)
	}
	root.Flags().VisitAll(func(flag *pflag.Flag) {
		if _, there := root.GetFlagCompletionFunc(flag.Name); there {
			return
		}
		if f := valuesOf(root, flag); f != nil {
			_ = root.RegisterFlagCompletionFunc(flag.Name, cobra.CompletionFunc(f)) // the flag exists, and has none
		}
	})
	if root.Flags().Lookup("run") != nil && root.ValidArgsFunction == nil {
		root.ValidArgsFunction = cobra.CompletionFunc(runs)
	}
}

// valuesOf returns what a flag takes; nil for files of any name.
func valuesOf(cmd *cobra.Command, flag *pflag.Flag) values {
	switch {
	case cmd.Name() == "plot" && flag.Name == "theme":
		return words("light", "dark")
	case cmd.Name() == "plot" && flag.Name == "out":
		return extension("png", "svg", "csv")
	case byFlag[flag.Name] != nil:
		return byFlag[flag.Name]
	}
	if s, err := settings.Find(flag.Name); err == nil && s.Choices != nil {
		return words(s.Choices...)
	}
	if flag.Value.Type() != "string" && flag.Value.Type() != "stringArray" {
		return words() // a number or a time: no file
	}
	return nil
}

// words returns values that are always the same.
func words(list ...string) values {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return list, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
	}
}

// extension returns files whose names end with one of some extensions.
func extension(list ...string) values {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return list, cobra.ShellCompDirectiveFilterFileExt
	}
}

// runs completes run files.
func runs(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return []string{"run"}, cobra.ShellCompDirectiveFilterFileExt
}

// abscissas returns what figures may have from left to right.
func abscissas() (names []string) {
	for _, x := range chronicle.Abscissas {
		names = append(names, x.Name)
	}
	return names
}

// flagOf returns the value of a flag; "" where the command has none.
func flagOf(cmd *cobra.Command, name string) string {
	if flag := cmd.Flags().Lookup(name); flag != nil {
		return strings.Trim(flag.Value.String(), "[]") // a list is in brackets
	}
	return ""
}
