package engine

import (
	"strings"
)

// features are what an xboard engine declares. The zero value is not the default;
// see defaultFeatures.
type features struct {
	name      string
	variants  []string
	options   settings
	ping      bool // it answers "ping N" with "pong N"
	setboard  bool // it takes a FEN
	userMove  bool // moves come after the word usermove
	san       bool // it wants moves in SAN
	time      bool // it wants to know the clocks
	reuse     bool // it can play another game
	memory    bool // it takes "memory MEGABYTES"
	smp       bool // it takes "cores N"
	done      bool // it has declared all its features
	postponed bool // it asked for time to declare them
}

// defaultFeatures are the features of an engine that declares none, as the
// protocol defines them.
func defaultFeatures() features {
	return features{options: make(settings), time: true, reuse: true}
}

// known are the features of the protocol. All of them are accepted: those not used
// here only permit something that is never done, and some engines misbehave when a
// feature is rejected. Unknown features are rejected, since they may ask for
// anything.
var known = map[string]bool{
	"myname": true, "variants": true, "option": true, "ping": true, "setboard": true, "usermove": true, "san": true,
	"time": true, "reuse": true, "memory": true, "smp": true, "done": true,
	"analyze": true, "colors": true, "debug": true, "draw": true, "egt": true, "exclude": true, "highlight": true,
	"ics": true, "name": true, "nps": true, "pause": true, "playother": true, "setscore": true, "sigint": true,
	"sigterm": true,
}

// set takes one feature and reports whether we accept it.
func (f *features) set(name, value string) bool {
	on := value == "1"
	switch name {
	case "myname":
		f.name = value
	case "variants":
		f.variants = strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
	case "option":
		if x, ok := parseFeatureOption(value); ok && len(f.options) < maxSettings {
			f.options.add(x)
		}
	case "ping":
		f.ping = on
	case "setboard":
		f.setboard = on
	case "usermove":
		f.userMove = on
	case "san":
		f.san = on
	case "time":
		f.time = on
	case "reuse":
		f.reuse = on
	case "memory":
		f.memory = on
	case "smp":
		f.smp = on
	case "done":
		f.done, f.postponed = on, !on
	}
	return known[name]
}

// splitFeatures calls f for every NAME=VALUE of a feature line without its first
// word. Values with blanks are in quotes. It stops at anything else.
func splitFeatures(text string, f func(name, value string)) {
	for {
		text = strings.TrimLeft(text, " \t")
		name, rest, ok := strings.Cut(text, "=")
		if !ok || strings.ContainsAny(name, " \t\"") {
			return
		}
		var value string
		if quoted, isQuoted := strings.CutPrefix(rest, `"`); isQuoted {
			value, text, _ = strings.Cut(quoted, `"`)
		} else {
			value, text, _ = strings.Cut(rest, " ")
		}
		f(name, value)
	}
}

// The two settings that have commands of their own in xboard.
const (
	memorySetting = "memory"
	coresSetting  = "cores"
)

// settings returns the options that a spec may set.
func (f *features) settings() settings {
	if f.memory {
		f.options.add(setting{name: memorySetting, kind: kindSpin})
	}
	if f.smp {
		f.options.add(setting{name: coresSetting, kind: kindSpin})
	}
	return f.options
}
