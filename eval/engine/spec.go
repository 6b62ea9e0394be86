package engine

import (
	"fmt"
	"net/url"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"apprentice/agent/search"
)

// Option is an option of an engine and the value to set.
type Option struct{ Name, Value string }

// Spec says which engine to start and how it plays.
type Spec struct {
	Path    string         // of the executable
	Args    []string       // command line arguments
	Options []Option       // set once, in this order
	Limits  *search.Limits // own limits of a move; nil for those of the match
}

// Keys of a spec that are not options of the engine.
const (
	keyArgs     = "args"
	keyNodes    = "nodes"
	keyDepth    = "depth"
	keyMoveTime = "movetime"
)

// ParseSpec reads a specification in the form of a URL without its scheme:
//
//	stockfish?UCI_LimitStrength=true&UCI_Elo=1350&movetime=100ms
//
// The path is looked up as a shell would, and in /usr/games, where Debian
// keeps its engines. The keys args (split at spaces), nodes, depth and
// movetime are understood here; every other key is an option of the engine.
func ParseSpec(s string) (Spec, error) {
	path, query, _ := strings.Cut(s, "?")
	var spec Spec
	var err error
	if spec.Path, err = lookPath(path); err != nil {
		return Spec{}, fmt.Errorf("engine %q: %w", s, err)
	}
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		key, text, _ := strings.Cut(pair, "=")
		if key, err = url.QueryUnescape(key); err == nil {
			text, err = url.QueryUnescape(text)
		}
		if err == nil {
			err = spec.set(key, text)
		}
		if err != nil {
			return Spec{}, fmt.Errorf("engine %q: %w", s, err)
		}
	}
	return spec, nil
}

// set takes one key of a spec.
func (s *Spec) set(key, text string) error {
	var err error
	switch key {
	case keyArgs:
		s.Args = strings.Fields(text)
	case keyNodes:
		s.limits().Nodes, err = strconv.ParseInt(text, 10, 64)
	case keyDepth:
		s.limits().Depth, err = strconv.Atoi(text)
	case keyMoveTime:
		s.limits().MoveTime, err = time.ParseDuration(text)
	default:
		s.Options = append(s.Options, Option{key, text})
	}
	if err != nil {
		return fmt.Errorf("%s=%s: %w", key, text, err)
	}
	return nil
}

func (s *Spec) limits() *search.Limits {
	if s.Limits == nil {
		s.Limits = new(search.Limits)
	}
	return s.Limits
}

// gamesFolder holds the engines of Debian's packages; few have it on their PATH.
const gamesFolder = "/usr/games/"

func lookPath(path string) (string, error) {
	found, err := exec.LookPath(path)
	if err != nil && !strings.ContainsRune(path, '/') {
		if inGames, err := exec.LookPath(gamesFolder + path); err == nil {
			return inGames, nil
		}
	}
	return found, err
}

// String returns a short name: the executable and its options.
func (s Spec) String() string {
	name := s.Path[strings.LastIndexByte(s.Path, '/')+1:]
	var shown []string
	for _, o := range s.Options {
		shown = append(shown, o.Name+"="+o.Value)
	}
	if len(shown) == 0 {
		return name
	}
	return name + "?" + strings.Join(slices.Clip(shown), "&")
}
