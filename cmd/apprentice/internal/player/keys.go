package player

import (
	"cmp"
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/near"
	"apprentice/eval"
)

// hardNodesFactor is how many times its soft nodes a player may take who names
// no hard limit: more than they ever grow to, and room for an iteration that was
// begun just before.
const hardNodesFactor = 16

// keys are what a spec says about a player besides who it is.
type keys struct {
	name    string // "" for that of the player
	clock   *eval.TimeControl
	limits  *search.Limits
	threads int      // of a network; 0: as the command says
	hash    int      // likewise, in MB
	shown   []string // keys that make it another player
}

// keyNames are the keys that a spec may have.
var keyNames = []string{"hash", "name", "tc", "nodes", "softnodes", "depth", "movetime", "threads"}

// cutKeys takes the keys off a spec. An engine keeps those that are its own.
func cutKeys(spec string) (who string, keys keys, err error) {
	who, query, _ := strings.Cut(spec, "?")
	isEngine := strings.HasPrefix(who, kindEngine+":")
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
			return who, keys, fmt.Errorf("player %q: %s is given twice: %s and %s", spec, key, before, text)
		}
		given[key] = text
		if err := keys.set(key, text); err != nil {
			return who, keys, fmt.Errorf("player %q: %w", spec, err)
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
	positive := func(most int) (int, error) { return positive(key, text, most) }
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
	case "nodes", "depth", "movetime":
		if _, err = eval.SetLimit(k.own(), key, text); err == nil && k.limits.Depth > search.MaxPly {
			err = wrong(fmt.Sprintf("at most %d", search.MaxPly))
		}
	case "softnodes":
		var n int
		n, err = positive(math.MaxInt / hardNodesFactor)
		k.own().SoftNodes, k.limits.Adaptive = int64(n), true
	case "threads":
		k.threads, err = positive(console.MaxParallel())
	case "hash":
		if k.hash, err = positive(console.MaxHashMB); err == nil {
			err = console.HashError(k.hash, 1)
		}
	default:
		if meant, ok := near.Word(key, keyNames); ok {
			return fmt.Errorf("unknown key %q; did you mean %s?", key, meant)
		}
		return fmt.Errorf("unknown key %q; want %s or %s", key, strings.Join(keyNames[1:], ", "), keyNames[0])
	}
	k.shown = append(k.shown, key+"="+text)
	return err
}

// positive reads the number of a key, which is 1 to most.
func positive(key, text string, most int) (int, error) {
	n, err := strconv.Atoi(text)
	switch {
	case err != nil || n < 1:
		return 0, fmt.Errorf("%s=%s: want a positive number", key, text)
	case n > most:
		return 0, fmt.Errorf("%s=%s: want at most %d", key, text, most)
	}
	return n, nil
}

// own returns the limits of the player's own, to be set.
func (k *keys) own() *search.Limits {
	if k.limits == nil {
		k.limits = new(search.Limits)
	}
	return k.limits
}

// options returns the options of a network's search.
func (k *keys) options(opts search.Options) search.Options {
	opts.Threads, opts.Hash = cmp.Or(k.threads, opts.Threads), cmp.Or(k.hash, opts.Hash)
	return opts
}

// ownLimits returns a copy of the limits of the player's own, with a hard limit
// to its soft one; nil for none.
func (k *keys) ownLimits() *search.Limits {
	if k.limits == nil {
		return nil
	}
	l := *k.limits
	if l.SoftNodes > 0 && l.Nodes == 0 {
		l.Nodes = l.SoftNodes * hardNodesFactor
	}
	return &l
}

// title returns what results call the player, which is called base without keys.
func (k *keys) title(base string) string {
	if k.name != "" {
		return k.name
	}
	if len(k.shown) == 0 {
		return base
	}
	mark := "?"
	if strings.Contains(base, mark) {
		mark = "&"
	}
	return base + mark + strings.Join(k.shown, "&")
}
