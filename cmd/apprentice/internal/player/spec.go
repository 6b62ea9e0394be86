// Package player finds out who plays: the players that a SPEC names, the
// networks of runs, files and stages that ship, their openings and their
// clocks.
package player

import (
	"errors"
	"fmt"
	"strings"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval"
	"apprentice/eval/engine"
	"apprentice/eval/scale"
	"apprentice/games"
)

// SpecHelp describes the players that commands accept.
const SpecHelp = `Players are named by a SPEC:

    random              a random legal move, all equally likely
    material:DEPTH      a search of fixed depth that only counts material
    gen:N@FILE          generation N of the run in FILE; "last" for the last one
    career:N            generation N of the run whose networks ship with the program;
                        "last" for the strongest
    net:FILE            a network file
    anchor:NAME         an anchor of the Elo scale, as in anchor:b@600; apprentice eval
                        scale lists them
    engine:PATH?KEY=VALUE&...
                        an external engine; keys are its options, protocol
                        (uci, ucci or xboard), args for its arguments, and
                        nodes, depth, movetime, patience for its own limits

Each may be followed by ? and keys, as in gen:5@chess.run?nodes=400&name=x. name
is what results call the player, tc its own clock, and nodes, depth and movetime
are its own limits. Networks also take threads and hash (MB), and softnodes: the
nodes planned for a move. A move takes fewer if the best move is settled, and
more if it is not.`

// Kinds of players; all but the built-in ones and engines are networks.
const (
	kindRandom     = "random"
	kindMaterial   = "material"
	kindGeneration = "gen"
	kindCareer     = "career"
	kindFile       = "net"
	kindAnchor     = "anchor"
	kindEngine     = "engine"
)

// Spec is a player as a person names it, which ParseSpec makes.
type Spec struct {
	text string // as it was given
	who  string // without the keys that any player may have
	kind string
	keys keys

	number  string       // of a generation or a stage, "last" for the last one
	path    string       // of a run, a network file or the program of an engine
	engine  engine.Spec  // of an engine
	builtin eval.Entrant // of a built-in player
}

// ParseSpec reads the text that names a player. It looks for the program of an
// engine; other files are left to the methods of the Spec.
func ParseSpec(text string) (Spec, error) {
	who, keys, err := cutKeys(text)
	if err != nil {
		return Spec{}, err
	}
	s, err := parseWho(who)
	s.text, s.keys = text, keys
	if err == nil {
		err = s.checkKeys()
	}
	return s, err
}

// ParseNetwork reads the text that names a network, which takes no keys:
// gen:N@FILE, career:N or net:FILE.
func ParseNetwork(text string) (Spec, error) {
	if kind, _, _ := strings.Cut(text, ":"); kind != kindGeneration && kind != kindCareer && kind != kindFile {
		return Spec{}, fmt.Errorf("%q is not a network; want gen:N@FILE, career:N or net:FILE", text)
	}
	s, err := parseWho(text)
	s.text = text
	return s, err
}

// parseWho reads a spec without its keys.
func parseWho(who string) (s Spec, err error) {
	kind, arg, _ := strings.Cut(who, ":")
	s = Spec{who: who, kind: kind}
	switch kind {
	case kindFile:
		s.path = arg
	case kindCareer, kindAnchor:
		s.number = arg
	case kindGeneration:
		var ok bool
		if s.number, s.path, ok = strings.Cut(arg, "@"); !ok || s.path == "" {
			err = fmt.Errorf("%q does not name the run; want gen:%s@FILE, or career:%[2]s for a network that ships", who, s.number)
		}
	case kindEngine:
		if s.engine, err = engine.ParseSpec(arg); err != nil {
			err = unknownEngine(arg, err)
		}
		s.path = s.engine.Path
	default:
		if s.builtin, err = eval.Builtin(who); errors.Is(err, eval.ErrUnknownPlayer) {
			err = unknownPlayer(who)
		}
	}
	return s, err
}

// checkKeys returns an error for keys that the player has no use for.
func (s Spec) checkKeys() error {
	switch k := s.keys; {
	case s.kind == kindAnchor && (k.threads > 0 || k.hash > 0 || k.limits != nil):
		return fmt.Errorf("player %s has limits of its own, which never change", s.who)
	case s.kind != kindRandom && s.kind != kindMaterial:
		return nil
	case k.threads > 0 || k.hash > 0:
		return fmt.Errorf("player %s has no threads and no hash", s.who)
	case k.limits != nil && k.limits.SoftNodes > 0:
		return fmt.Errorf("player %s has no soft limit", s.who)
	case k.limits != nil && s.kind == kindRandom:
		return fmt.Errorf("player %s does not search; it takes no limits", s.who)
	}
	return nil
}

// String returns the text that the spec was read from.
func (s Spec) String() string { return s.text }

// isNetwork reports whether the player is a network.
func (s Spec) isNetwork() bool {
	return s.kind == kindGeneration || s.kind == kindCareer || s.kind == kindFile
}

// Entrant returns the player. A network searches with opts, as far as its keys
// do not say otherwise.
func (s Spec) Entrant(g games.Game, opts search.Options) (eval.Entrant, error) {
	var entrant eval.Entrant
	switch {
	case s.kind == kindEngine:
		spec := s.engine
		spec.Dialects = catalog.DialectsOf(g)
		entrant = engine.Entrant(spec)
	case s.isNetwork():
		network, err := s.Network(g)
		if err != nil {
			return entrant, err
		}
		entrant = NetworkEntrant(g, s.who, network, s.keys.options(opts))
		entrant.Limits = s.keys.ownLimits()
	case s.kind == kindAnchor:
		list, err := scale.Of(g.Name())
		if err != nil {
			return entrant, err
		}
		if entrant, err = list.Player(g, s.who); err != nil {
			return entrant, err
		}
	default:
		entrant = s.builtin
		entrant.Limits = s.keys.ownLimits()
	}
	entrant.Clock = s.keys.clock
	entrant.Name = printable.Text(s.keys.title(entrant.Name)) // it goes into tables and files
	return entrant, nil
}

// New returns the player that a text names, as ParseSpec and Entrant do.
func New(g games.Game, text string, opts search.Options) (eval.Entrant, error) {
	s, err := ParseSpec(text)
	if err != nil {
		return eval.Entrant{}, err
	}
	return s.Entrant(g, opts)
}
