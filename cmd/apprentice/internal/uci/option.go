package uci

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// option is a setting of the engine.
type option struct {
	name string // may have blanks in it
	ucci string // what UCCI calls it; "": the name, less its blanks
	kind string // with default and bounds, as both protocols declare them
	set  func(text string) error
}

// The kinds of options. Each calls set with a value that has been checked; its
// errors are told with the name of the option.

func spin(name string, value, low, high int, set func(int) error) option {
	return option{
		name: name,
		kind: fmt.Sprintf("spin default %d min %d max %d", value, low, high),
		set: func(text string) error {
			n, err := strconv.Atoi(text)
			if err != nil {
				return fmt.Errorf("%q is no number", text)
			}
			if n < low || n > high {
				return fmt.Errorf("%d is not in [%d, %d]", n, low, high)
			}
			return set(n)
		},
	}
}

func check(name string, value bool, set func(bool) error) option {
	return option{
		name: name,
		kind: fmt.Sprintf("check default %t", value),
		set: func(text string) error {
			on, err := strconv.ParseBool(strings.ToLower(text))
			if err != nil {
				return fmt.Errorf("%q is neither true nor false", text)
			}
			return set(on)
		},
	}
}

func combo(name, value string, choices []string, set func(choice int) error) option {
	return option{
		name: name,
		kind: fmt.Sprintf("combo default %s var %s", value, strings.Join(choices, " var ")),
		set: func(text string) error {
			i := slices.IndexFunc(choices, func(c string) bool { return strings.EqualFold(c, text) })
			if i < 0 {
				return fmt.Errorf("%q is not one of %s", text, strings.Join(choices, ", "))
			}
			return set(i)
		},
	}
}

// empty is how the protocol writes a string that is none.
const empty = "<empty>"

func text(name, value string, set func(string) error) option {
	if value == "" {
		value = empty
	}
	return option{
		name: name,
		kind: "string default " + value,
		set: func(text string) error {
			if text == empty {
				text = ""
			}
			return set(text)
		},
	}
}

func button(name string, press func()) option {
	return option{name: name, kind: "button", set: func(string) error { press(); return nil }}
}

// in returns the option with another name in UCCI.
func (o option) in(name string) option {
	o.ucci = name
	return o
}

// is reports whether a program means this option. Letter case does not matter,
// nor whether blanks are written as such.
func (o option) is(name string) bool {
	plain := func(s string) string { return strings.ToLower(strings.ReplaceAll(s, " ", "_")) }
	return plain(name) == plain(o.name) || o.ucci != "" && plain(name) == plain(o.ucci)
}

// declare returns what follows the word option.
func (o option) declare(p protocol) string {
	if p != protocolUCCI {
		return fmt.Sprintf("name %s type %s", o.name, o.kind)
	}
	name := o.ucci
	if name == "" {
		name = strings.ReplaceAll(o.name, " ", "_")
	}
	return fmt.Sprintf("%s type %s", name, o.kind)
}

// setOption sets an option to what the words after setoption say.
func (e *Engine) setOption(args []string) error {
	name, value := optionWords(args, e.style.protocol)
	for _, o := range e.options() {
		if !o.is(name) {
			continue
		}
		if err := o.set(value); err != nil {
			return fmt.Errorf("option %s: %w", o.name, err)
		}
		return nil
	}
	return fmt.Errorf("no option %q", name)
}

// optionWords splits "name NAME value VALUE", or "NAME VALUE" in UCCI.
func optionWords(args []string, p protocol) (name, value string) {
	if len(args) > 0 && args[0] == "name" {
		args = args[1:]
	} else if p == protocolUCCI && len(args) > 0 {
		return args[0], strings.Join(args[1:], " ")
	}
	before, after := args, []string(nil)
	if i := slices.Index(args, "value"); i >= 0 {
		before, after = args[:i], args[i+1:]
	}
	return strings.Join(before, " "), strings.Join(after, " ")
}
