package scale

import (
	"bytes"
	"context"
	"fmt"
	"path"

	"apprentice/agent"
	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/eval"
	"apprentice/games"
)

// Conditions of every player on the scale, a network that is measured included.
// Other conditions would be another scale.
const (
	Nodes  = 400 // of a move of a network that is measured
	hashMB = 2
)

// Prefix begins the name of an anchor that is a network: "anchor:b@400".
const Prefix = "anchor:"

// Contestant returns a network as it is measured, as a player called name.
func Contestant(g games.Game, name string, network *value.Network) eval.Entrant {
	return ContestantAt(g, name, network, Nodes)
}

// ContestantAt is Contestant with another number of nodes a move.
func ContestantAt(g games.Game, name string, network *value.Network, nodes int64) eval.Entrant {
	opts := search.DefaultOptions()
	opts.Hash, opts.Threads = hashMB, 1
	return eval.Entrant{
		Name:   name,
		Limits: &search.Limits{Nodes: nodes},
		New: func(context.Context) (eval.Player, error) {
			return eval.NewAgent(name, agent.New(g, network, opts)), nil
		},
	}
}

// entrants returns the anchors as players.
func (s *Scale) entrants(g games.Game) ([]eval.Entrant, error) {
	networks := map[string]*value.Network{}
	list := make([]eval.Entrant, len(s.Anchors))
	for i, a := range s.Anchors {
		var err error
		if list[i], err = a.entrant(g, networks); err != nil {
			return nil, fmt.Errorf("Elo scale of %s: %w", s.Game, err)
		}
	}
	return list, nil
}

// Player returns the anchor of a name as a player.
func (s *Scale) Player(g games.Game, name string) (eval.Entrant, error) {
	i := s.find(name)
	if i < 0 {
		var names []string
		for _, a := range s.Anchors {
			names = append(names, a.Name)
		}
		return eval.Entrant{}, fmt.Errorf("%s has no anchor %q; it has %v", s.Game, name, names)
	}
	return s.Anchors[i].entrant(g, map[string]*value.Network{})
}

// entrant returns an anchor as a player. Networks that were read before are used
// again.
func (a Anchor) entrant(g games.Game, networks map[string]*value.Network) (eval.Entrant, error) {
	if a.Network == "" {
		return eval.Builtin(a.Name)
	}
	network, ok := networks[a.Network]
	if !ok {
		var err error
		if network, err = frozen(g, a.Network); err != nil {
			return eval.Entrant{}, fmt.Errorf("anchor %s: %w", a.Name, err)
		}
		networks[a.Network] = network
	}
	return ContestantAt(g, a.Name, network, a.Nodes), nil
}

// frozen returns a network of the folder networks.
func frozen(g games.Game, name string) (*value.Network, error) {
	blob, err := embedded.ReadFile(path.Join("networks", g.Name()+"-"+name+".safetensors"))
	if err != nil {
		return nil, err
	}
	network, meta, err := value.ReadNetwork(bytes.NewReader(blob))
	if err == nil {
		err = meta.Matches(g)
	}
	return network, err
}
