package player

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/near"
	"apprentice/eval"
	"apprentice/eval/engine"
	"apprentice/games"
)

// hardNodesFactor is how many times its soft nodes a player may take who names
// no hard limit: more than they ever grow to, and room for an iteration that was
// begun just before.
const hardNodesFactor = 16

// keys are what a spec says about a player beside who it is.
type keys struct {
	name   string
	clock  *eval.TimeControl
	limits *search.Limits
	opts   func(*search.Options) // what is the network's own; nil for nothing
	shown  []string              // keys that make it another player
}

// keyNames are the keys that a spec may have.
var keyNames = []string{"hash", "name", "tc", "nodes", "softnodes", "depth", "movetime", "threads"}

// cutKeys takes the keys off a spec. An engine keeps those that are its own.
func cutKeys(spec string) (who string, keys keys, err error) {
	who, query, _ := strings.Cut(spec, "?")
	isEngine := strings.HasPrefix(who, "engine:")
	var rest []string
	given := map[string]string{}
	for pair := range strings.SplitSeq(query, "&") {
		key, text, _ := strings.Cut(pair, "=")
		if isEngine && key != "name" && key != "tc" {
			rest = append(rest, pair)
			continue
		}
		if pair == "" {
			continue
		}
		if before, twice := given[key]; twice {
			return who, keys, fmt.Errorf("%s is given twice: %s and %s", key, before, text)
		}
		given[key] = text
		if err := keys.set(key, text); err != nil {
			return who, keys, err
		}
	}
	if query := strings.Join(rest, "&"); query != "" {
		who += "?" + query
	}
	return who, keys, nil
}

// set takes one key.
func (k *keys) set(key, text string) (err error) {
	wrong := func(want string) error { return fmt.Errorf("%s=%s: want %s", key, text, want) }
	positive := func(most int) int {
		n, e := strconv.Atoi(text)
		switch {
		case e != nil || n < 1:
			err = wrong("a positive number")
		case n > most:
			err = wrong(fmt.Sprintf("at most %d", most))
		}
		return n
	}
	switch key {
	case "name":
		if k.name, err = url.QueryUnescape(text); err != nil || strings.TrimSpace(k.name) == "" {
			return wrong("a name")
		}
		return nil
	case "tc":
		if k.clock, err = ParseTimeControl(text); err != nil {
			return fmt.Errorf("tc=%s: %w", text, err)
		}
	case "nodes":
		k.own().Nodes = int64(positive(math.MaxInt))
	case "softnodes":
		k.own().SoftNodes, k.own().Adaptive = int64(positive(math.MaxInt/hardNodesFactor)), true
	case "depth":
		k.own().Depth = positive(search.MaxPly)
	case "movetime":
		if k.own().MoveTime, err = time.ParseDuration(text); err != nil || k.limits.MoveTime < time.Millisecond {
			return wrong("a time, as in 100ms")
		}
	case "threads":
		n := positive(console.MaxParallel())
		k.also(func(o *search.Options) { o.Threads = n })
	case "hash":
		n := positive(console.MaxHashMB)
		if err == nil {
			err = console.HashError(n, 1)
		}
		k.also(func(o *search.Options) { o.Hash = n })
	default:
		if meant, ok := near.Word(key, keyNames); ok {
			return fmt.Errorf("unknown key %q; did you mean %s?", key, meant)
		}
		return fmt.Errorf("unknown key %q; want %s or %s", key, strings.Join(keyNames[1:], ", "), keyNames[0])
	}
	k.shown = append(k.shown, key+"="+text)
	return err
}

func (k *keys) own() *search.Limits {
	if k.limits == nil {
		k.limits = new(search.Limits)
	}
	return k.limits
}

func (k *keys) also(set func(*search.Options)) {
	before := k.opts
	k.opts = func(o *search.Options) {
		if before != nil {
			before(o)
		}
		set(o)
	}
}

// entrant returns the player without what the keys say about its name and
// clock.
func (k *keys) entrant(g games.Game, who string, opts search.Options) (eval.Entrant, error) {
	kind, arg, _ := strings.Cut(who, ":")
	switch kind {
	case "engine":
		s, err := engine.ParseSpec(arg)
		if err != nil {
			return eval.Entrant{}, unknownEngine(arg, err)
		}
		s.Dialects = catalog.DialectsOf(g)
		return engine.Entrant(s), nil
	case kindGeneration, kindCareer, kindNetwork:
		network, err := Network(g, who)
		if err != nil {
			return eval.Entrant{}, err
		}
		if k.opts != nil {
			k.opts(&opts)
		}
		if l := k.limits; l != nil && l.SoftNodes > 0 && l.Nodes == 0 {
			l.Nodes = l.SoftNodes * hardNodesFactor
		}
		entrant := NetworkEntrant(g, who, network, opts)
		entrant.Limits = k.limits
		return entrant, nil
	}
	entrant, err := eval.Builtin(who)
	switch {
	case errors.Is(err, eval.ErrUnknownPlayer):
		return entrant, unknownPlayer(who)
	case err != nil:
		return entrant, err
	case k.opts != nil:
		return entrant, fmt.Errorf("player %s has no threads and no hash", who)
	case k.limits != nil && k.limits.SoftNodes > 0:
		return entrant, fmt.Errorf("player %s has no soft limit", who)
	case k.limits != nil && kind == "random":
		return entrant, fmt.Errorf("player %s does not think; it takes no limits", who)
	}
	entrant.Limits = k.limits
	return entrant, nil
}
