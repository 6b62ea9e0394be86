package play

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"apprentice/agent/career"
	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/cmd/apprentice/internal/playscreen"
	"apprentice/cmd/apprentice/internal/thinker"
	"apprentice/games"
	"apprentice/selfplay/run"
)

// opponents finds those who can play a game against a person.
type opponents struct{ game games.Game }

// networkKinds are the kinds of specs that name networks.
var networkKinds = []string{"career", "gen", "net"}

// find returns the opponent that a spec names, after making sure that it can
// play.
func (o opponents) find(spec string) (playscreen.Opponent, error) {
	if text, ok := strings.CutPrefix(spec, levelKind); ok {
		number, err := strconv.Atoi(text)
		if err != nil {
			return playscreen.Opponent{}, fmt.Errorf("level %q: want a number", text)
		}
		level, err := career.FindLevel(o.game.Name(), number)
		return o.level(level), err
	}
	entrant, err := player.New(o.game, spec, search.DefaultOptions())
	if err != nil {
		return playscreen.Opponent{}, err
	}
	found := playscreen.Opponent{Spec: spec, Name: entrant.Name, Limits: entrant.Limits}
	who, keys, _ := strings.Cut(spec, "?")
	if !isNetwork(who) || strings.Contains(keys, "threads=") || strings.Contains(keys, "hash=") {
		found.Open = func(ctx context.Context) (thinker.Player, error) { return thinker.NewExternal(ctx, entrant) }
		return found, nil
	}
	if !strings.Contains(keys, "name=") {
		found.Name = o.nameOf(who)
	}
	found.Open = func(context.Context) (thinker.Player, error) { return o.network(found.Name, who) }
	return found, nil
}

// isNetwork reports whether a spec names a network.
func isNetwork(spec string) bool {
	for _, kind := range networkKinds {
		if strings.HasPrefix(spec, kind+":") {
			return true
		}
	}
	return false
}

// nameOf is what people call the network of a spec without keys.
func (o opponents) nameOf(spec string) string {
	kind, arg, _ := strings.Cut(spec, ":")
	switch kind {
	case "career":
		if stage, err := career.Find(o.game.Name(), arg); err == nil {
			return fmt.Sprintf("generation %d", stage.Generation)
		}
	case "gen":
		number, path, _ := strings.Cut(arg, "@")
		if number == "last" {
			file, n, err := openGeneration(path, number)
			if err != nil {
				return "the last generation of " + path
			}
			file.Close()
			number = strconv.Itoa(n) // a run goes on, and the name stays with the game
		}
		return fmt.Sprintf("generation %s of %s", number, path)
	}
	return arg
}

// network returns the network of a spec without keys.
func (o opponents) network(name, spec string) (*thinker.Network, error) {
	who, err := player.ParseNetwork(spec)
	if err != nil {
		return nil, err
	}
	network, err := who.Network(o.game)
	if err != nil {
		return nil, err
	}
	c, err := o.calibration(spec)
	if err != nil {
		return nil, err
	}
	return thinker.NewNetwork(name, o.game, network, c, search.DefaultOptions()), nil
}

// calibration returns the calibration of a network; zero where there is none.
func (o opponents) calibration(spec string) (value.Calibration, error) {
	kind, arg, _ := strings.Cut(spec, ":")
	switch kind {
	case "career":
		stage, err := career.Find(o.game.Name(), arg)
		return stage.Calibration, err
	case "gen":
		number, path, _ := strings.Cut(arg, "@")
		file, n, err := openGeneration(path, number)
		if err != nil {
			return value.Calibration{}, err
		}
		defer file.Close()
		c, _, err := file.CalibrationOf(n)
		return value.Calibration{Shift: c.Shift, Spread: c.Spread}, err
	}
	return value.Calibration{}, nil
}

// openGeneration opens the run at path and reads which of its generations is meant.
func openGeneration(path, text string) (*run.File, int, error) {
	file, err := files.OpenRun(path)
	if err != nil {
		return nil, 0, err
	}
	n, err := player.GenerationNumber(file, text)
	if err != nil {
		file.Close()
		return nil, 0, err
	}
	return file, n, nil
}

// stage returns a stage that ships as an opponent.
func (o opponents) stage(s career.Stage) playscreen.Opponent {
	spec := fmt.Sprintf("career:%d", s.Generation)
	name := o.nameOf(spec)
	return playscreen.Opponent{Spec: spec, Name: name, Note: player.StageNote(s),
		Open: func(context.Context) (thinker.Player, error) { return o.network(name, spec) }}
}

// levelKind begins the specs of levels, which only play knows.
const levelKind = "level:"

// level returns a level as an opponent.
func (o opponents) level(l career.Level) playscreen.Opponent {
	name := fmt.Sprintf("level %d", l.Number)
	spec := fmt.Sprintf("career:%d", l.Generation)
	found := playscreen.Opponent{Spec: fmt.Sprintf("%s%d", levelKind, l.Number), Name: name,
		Note: fmt.Sprintf("%.0f Elo over random moves: generation %d", l.Elo, l.Generation),
		Open: func(context.Context) (thinker.Player, error) { return o.network(name, spec) }}
	if l.Nodes > 0 {
		found.Limits = &search.Limits{Nodes: l.Nodes}
		found.Note += fmt.Sprintf(" at %s nodes", console.Thousands(l.Nodes))
	}
	return found
}

// all returns those to choose from: players that know nothing but the rules, the
// levels, the stages that ship, the youngest first, and the run that lies in the
// folder.
func (o opponents) all() []playscreen.Opponent {
	var list []playscreen.Opponent
	for _, spec := range []string{"random", "material:2"} {
		if found, err := o.find(spec); err == nil {
			found.Note = map[string]string{"random": "plays any move", "material:2": "counts pieces, two plies ahead"}[spec]
			found.Key = spec[:1]
			list = append(list, found)
		}
	}
	for _, l := range career.Levels(o.game.Name()) {
		level := o.level(l)
		if l.Number <= 10 { // 0 is the tenth
			level.Key = strconv.Itoa(l.Number % 10)
		}
		list = append(list, level)
	}
	for _, s := range career.Stages(o.game.Name()) {
		list = append(list, o.stage(s))
	}
	if path, ok := o.run(); ok {
		if found, err := o.find("gen:last@" + path); err == nil {
			found.Note = "the run in this folder"
			list = append(list, found)
		}
	}
	return list
}

// chosen returns the opponent that the flags choose. Where none was, it is the
// last stage that ships, or else the last generation of the run in the folder.
func (o opponents) chosen(f *flags) (playscreen.Opponent, error) {
	switch {
	case f.against != "":
		return o.find(f.against)
	case f.level > 0:
		return o.find(fmt.Sprintf("%s%d", levelKind, f.level))
	case f.opponent.Net != "":
		return o.find("net:" + f.opponent.Net)
	case f.opponent.Run != "":
		return o.find("gen:" + f.opponent.Generation + "@" + f.opponent.Run)
	}
	stage, err := career.Find(o.game.Name(), f.opponent.Stage)
	switch {
	case err == nil:
		return o.stage(stage), nil
	case f.stageGiven:
		return playscreen.Opponent{}, err
	}
	path, ok := o.run()
	if !ok {
		_, err := f.opponent.Network(o.game, false) // which says what to do
		return playscreen.Opponent{}, err
	}
	return o.find("gen:last@" + path)
}

// analyst returns who gives advice: the strongest network that ships, else the
// one that plays, else that of the run in the folder.
func (o opponents) analyst(against string) (thinker.Analyst, error) {
	specs := []string{"career:last"}
	if who, _, _ := strings.Cut(against, "?"); isNetwork(who) {
		specs = append(specs, who)
	}
	if path, ok := o.run(); ok {
		specs = append(specs, "gen:last@"+path)
	}
	var first error
	for _, spec := range specs {
		n, err := o.network(o.nameOf(spec), spec)
		if err == nil {
			return n, nil
		}
		if first == nil {
			first = err
		}
	}
	return nil, first
}
