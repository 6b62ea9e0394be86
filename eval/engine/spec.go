package engine

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"apprentice/agent/search"
	"apprentice/eval"
)

// Spec says which engine to start and how it plays.
type Spec struct {
	Path     string         // of the executable
	Args     []string       // command line arguments
	Protocol Protocol       // that the engine speaks
	Variant  string         // what the engine calls the game; "": as the dialect says
	Dialect  string         // a name for Dialects to understand; "": its own choice
	Options  []Option       // set once per process, in this order
	Limits   *search.Limits // own limits of a move; nil for those of the match
	Margin   time.Duration  // allowed overrun of its time; 0: that of the match
	Patience Patience       // zero fields have defaults
	Dialects Dialects       // chooses the dialect; nil: the game's own notation. Not part of the text of a spec
}

// Patience is how long to wait for an engine.
type Patience struct {
	Start time.Duration // until it has introduced itself; 0: DefaultStart
	Ready time.Duration // until it has carried out commands; 0: DefaultReady
	Move  time.Duration // for a move without a time limit; 0: DefaultMove
	Grace time.Duration // for a move after its time is over; 0: DefaultGrace
	Quit  time.Duration // until it ends by itself; 0: DefaultQuit
}

// Defaults of Patience. Those before the first move are long, since a loaded
// machine takes seconds to start a big engine.
const (
	DefaultStart = 10 * time.Second
	DefaultReady = 10 * time.Second
	DefaultMove  = 5 * time.Minute
	DefaultGrace = 5 * time.Second
	DefaultQuit  = 500 * time.Millisecond
)

func (p Patience) withDefaults() Patience {
	for _, d := range []struct {
		field *time.Duration
		value time.Duration
	}{{&p.Start, DefaultStart}, {&p.Ready, DefaultReady}, {&p.Move, DefaultMove}, {&p.Grace, DefaultGrace}, {&p.Quit, DefaultQuit}} {
		if *d.field == 0 {
			*d.field = d.value
		}
	}
	return p
}

// Keys of a spec that are not options of the engine.
const (
	keyArgs     = "args"
	keyArg      = "arg"
	keyProtocol = "protocol"
	keyVariant  = "variant"
	keyDialect  = "dialect"
	keyNodes    = "nodes"
	keyDepth    = "depth"
	keyMoveTime = "movetime"
	keyMargin   = "margin"
	keyPatience = "patience"
)

// ownKeys are all of them.
var ownKeys = []string{keyArgs, keyArg, keyProtocol, keyVariant, keyDialect, keyNodes, keyDepth, keyMoveTime, keyMargin, keyPatience}

// ParseSpec reads a specification in the form of a URL without its scheme:
//
//	stockfish?UCI_LimitStrength=true&UCI_Elo=1350&movetime=100ms
//
// The path ends at the first question mark. It is looked up as in a shell, and in
// /usr/games, where Debian keeps its engines. What follows is escaped as in a URL
// if necessary: %26 for &, %2B for +, %25 for %; a blank need not be escaped. These
// keys, in lower case, are understood here:
//
//	protocol=P   uci (the default), ucci or xboard
//	args=A B     arguments, split at blanks
//	arg=A        one argument, blanks included; may be repeated
//	variant=V    what the engine calls the game
//	dialect=D    how the engine writes positions and moves
//	nodes=N      limits of the engine's moves
//	depth=N
//	movetime=T   as in 100ms
//	margin=T     allowed overrun of its time: some engines look at the clock too rarely
//	patience=T   how long to wait for a move without a time limit
//
// Every other key is an option of the engine, with a value or, for a button,
// without one. Letter case does not matter in names.
func ParseSpec(s string) (Spec, error) {
	spec, err := parseSpec(s)
	if err != nil {
		return Spec{}, fmt.Errorf("engine %q: %w", s, err)
	}
	return spec, nil
}

func parseSpec(s string) (spec Spec, err error) {
	path, query, _ := strings.Cut(s, "?")
	found, err := lookPath(path)
	if err != nil {
		return spec, err
	}
	spec, err = parseKeys(query)
	spec.Path = found
	return spec, err
}

// parseKeys reads what follows the path.
func parseKeys(query string) (spec Spec, err error) {
	given := map[string]string{}
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		key, text, hasValue := strings.Cut(pair, "=")
		if key, err = unescape(key); err != nil {
			return spec, err
		}
		if text, err = unescape(text); err != nil {
			return spec, fmt.Errorf("%s: %w", key, err)
		}
		mark := key
		if !slices.Contains(ownKeys, key) {
			mark = "option " + strings.ToLower(key)
		}
		if before, twice := given[mark]; twice && key != keyArg {
			return spec, fmt.Errorf("%s is given twice: %s and %s", key, before, text)
		}
		given[mark] = text
		if err := spec.set(key, text, hasValue); err != nil {
			return spec, err
		}
	}
	return spec, nil
}

// unescape returns the text that a part of a spec stands for. A text with a line
// end is an error, since it cannot be sent to an engine.
func unescape(s string) (string, error) {
	text, err := url.QueryUnescape(s)
	if err != nil {
		return "", fmt.Errorf("%q has a %% that begins no character; write %%25 for it", s)
	}
	if strings.ContainsAny(text, "\n\r\x00") {
		return "", fmt.Errorf("%q has a line end in it", text)
	}
	return text, nil
}

// set takes one key of a spec.
func (s *Spec) set(key, text string, hasValue bool) error {
	wrong := func(want string) error { return fmt.Errorf("%s=%s: want %s", key, text, want) }
	var err error
	switch key {
	case "":
		return fmt.Errorf("no key before =%s", text)
	case keyArgs:
		s.Args = append(s.Args, strings.Fields(text)...)
	case keyArg:
		s.Args = append(s.Args, text)
	case keyProtocol:
		s.Protocol, err = ParseProtocol(text)
	case keyVariant:
		s.Variant = text
	case keyDialect:
		s.Dialect = text
	case keyNodes, keyDepth, keyMoveTime:
		if s.Limits == nil {
			s.Limits = new(search.Limits)
		}
		_, err = eval.SetLimit(s.Limits, key, text)
	case keyMargin:
		if s.Margin, err = time.ParseDuration(text); err != nil || s.Margin < time.Millisecond {
			return wrong("a time, as in 100ms")
		}
	case keyPatience:
		if s.Patience.Move, err = time.ParseDuration(text); err != nil || s.Patience.Move < time.Millisecond {
			return wrong("a time, as in 30s")
		}
	default:
		s.Options = append(s.Options, Option{Name: key, Value: text, Button: !hasValue})
	}
	return err
}

// gamesFolder holds the engines of Debian's packages. It is rarely on the PATH.
const gamesFolder = "/usr/games/"

func lookPath(path string) (string, error) {
	if path == "" {
		return "", errors.New("it has no path")
	}
	found, err := exec.LookPath(path)
	if err == nil {
		return found, nil
	}
	if strings.ContainsAny(path, `/\`) {
		var failed *exec.Error
		var system *fs.PathError
		switch {
		case errors.As(err, &system):
			err = system.Err
		case errors.As(err, &failed):
			err = failed.Err
		}
		return "", fmt.Errorf("it cannot be started: %w", err)
	}
	if inGames, err := exec.LookPath(gamesFolder + path); err == nil {
		return inGames, nil
	}
	return "", notInstalled{}
}

// Installed returns the names of the engines that Debian's packages have
// installed, sorted; none elsewhere.
func Installed() []string {
	entries, err := os.ReadDir(gamesFolder)
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if _, err := exec.LookPath(gamesFolder + e.Name()); err == nil {
			names = append(names, e.Name())
		}
	}
	return names
}

// notInstalled is the error for an engine that is named without a folder and was
// not found.
type notInstalled struct{}

// Error says where it was looked for.
func (notInstalled) Error() string {
	return "it is not installed: no folder of PATH has it, nor has " + gamesFolder + "; check the name, or give its file with its folder"
}

// Unwrap returns exec.ErrNotFound.
func (notInstalled) Unwrap() error { return exec.ErrNotFound }

// String returns a short name: the executable, its options, and whatever else
// makes it a different player than the executable alone.
func (s Spec) String() string {
	var shown []string
	if s.Variant != "" {
		shown = append(shown, keyVariant+"="+s.Variant)
	}
	for _, o := range s.Options {
		shown = append(shown, o.String())
	}
	if l := s.Limits; l != nil {
		if l.Nodes > 0 {
			shown = append(shown, fmt.Sprintf("%s=%d", keyNodes, l.Nodes))
		}
		if l.Depth > 0 {
			shown = append(shown, fmt.Sprintf("%s=%d", keyDepth, l.Depth))
		}
		if l.MoveTime > 0 {
			shown = append(shown, fmt.Sprintf("%s=%v", keyMoveTime, l.MoveTime))
		}
	}
	name := filepath.Base(s.Path)
	if len(shown) == 0 {
		return name
	}
	return name + "?" + strings.Join(shown, "&")
}
