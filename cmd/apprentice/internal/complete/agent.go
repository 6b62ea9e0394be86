package complete

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"apprentice/agent/career"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/eval/engine"
	"apprentice/games"
)

// noFiles is for values that are no files, in the order given.
const noFiles = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder

// gameOf returns the game of --game.
func gameOf(cmd *cobra.Command) games.Game {
	if g, err := catalog.Lookup(flagOf(cmd, "game")); err == nil {
		return g
	}
	return catalog.Default()
}

// notations completes the ways to write moves of the game.
func notations(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	var names []string
	if styled, ok := gameOf(cmd).(games.Styled); ok {
		for _, s := range styled.Styles() {
			if !slices.Contains(names, s.Name) {
				names = append(names, s.Name)
			}
		}
	}
	return names, noFiles
}

// stages completes the stages that ship.
func stages(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	list := []string{"last\tthe strongest"}
	for _, s := range career.Stages(gameOf(cmd).Name()) {
		list = append(list, fmt.Sprintf("%d\t%s", s.Generation, player.StageNote(s)))
	}
	return list, noFiles
}

// levels completes the levels of play.
func levels(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	var list []string
	for _, l := range career.Levels(gameOf(cmd).Name()) {
		list = append(list, fmt.Sprintf("%d\t%.0f Elo", l.Number, l.Elo))
	}
	return list, noFiles
}

// generations completes the generations of the run that is named already.
func generations(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	path := flagOf(cmd, "run")
	if flag := cmd.Flags().Lookup("run"); len(args) > 0 && (flag == nil || !flag.Changed) {
		path = args[0]
	}
	list := []string{}
	if t := cmd.Flags().Lookup("generation"); t != nil && t.Value.Type() == "string" {
		list = append(list, "last\tthe newest")
	}
	for _, g := range generationsOf(path) {
		list = append(list, fmt.Sprintf("%d\t%s", g.number, g.note))
	}
	return list, noFiles
}

// generation is a generation of a run that has a network.
type generation struct {
	number int
	note   string
}

// generationsOf returns the generations of a run, the newest first; none where
// it cannot be read.
func generationsOf(path string) (list []generation) {
	if _, err := os.Stat(path); err != nil {
		return nil
	}
	file, err := files.OpenRun(path)
	if err != nil {
		return nil
	}
	defer file.Close()
	h, err := chronicle.ReadHistory(file)
	if err != nil {
		return nil
	}
	for _, g := range slices.Backward(h.Done()) {
		note := console.Plural(int(g.Games), "game")
		if elo := h.EloWords(g.Number); elo != "" {
			note += ", Elo " + elo
		}
		list = append(list, generation{g.Number, note})
	}
	return append(list, generation{0, "random weights"})
}

// knownEngines are programs that may be installed; those that are not are not
// offered.
var knownEngines = []string{"stockfish", "fairy-stockfish", "pikafish", "lc0", "gnuchess", "crafty", "ethereal", "fruit", "toga2",
	"glaurung", "hoichess", "hoixiangqi", "sjaakii", "phalanx", "fairymax", "berserk", "rubichess", "koivisto"}

// players completes SPECs of players. The generations of a run are listed once
// gen: is typed.
func players(cmd *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
	list := []string{"random\tplays any move", "material:1\tcounts pieces", "material:2\tcounts pieces, two plies ahead"}
	game := gameOf(cmd)
	for _, s := range career.Stages(game.Name()) {
		list = append(list, fmt.Sprintf("career:%d\t%s", s.Generation, player.StageNote(s)))
	}
	paths, _ := filepath.Glob("*.run") // the pattern is right
	if typed, path, ok := strings.Cut(begun, "@"); ok && strings.HasPrefix(typed, "gen:") {
		if more, err := filepath.Glob(path + "*.run"); err == nil {
			paths = more
		}
		for _, p := range paths {
			list = append(list, typed+"@"+p)
		}
		return list, noFiles
	}
	for _, path := range paths {
		list = append(list, "gen:last@"+path+"\tthe newest of "+path)
		if strings.HasPrefix(begun, "gen:") {
			for _, g := range generationsOf(path) {
				list = append(list, "gen:"+strconv.Itoa(g.number)+"@"+path+"\t"+g.note)
			}
		}
	}
	nets, _ := filepath.Glob("*.net") // likewise
	for _, path := range nets {
		list = append(list, "net:"+path+"\ta network file")
	}
	for _, name := range knownEngines {
		if _, err := engine.ParseSpec(name); err == nil {
			list = append(list, "engine:"+name+"\tis installed")
		}
	}
	return list, noFiles
}
