package engine

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Option is an option of an engine and the value to set.
type Option struct {
	Name, Value string
	Button      bool // the option has no value and is pressed
}

// String returns the option as it stands in a spec, unescaped.
func (o Option) String() string {
	if o.Button {
		return o.Name
	}
	return o.Name + "=" + o.Value
}

// Kinds of settings, with their names in UCI.
const (
	kindCheck  = "check"
	kindSpin   = "spin"
	kindCombo  = "combo"
	kindButton = "button"
	kindString = "string"
)

// setting is an option as an engine declares it.
type setting struct {
	name, kind string
	min, max   int // of a spin; no bounds if both are 0
	choices    []string
}

// settings are the options of an engine, keyed by their names in lower case.
type settings map[string]setting

func (s settings) add(x setting) { s[strings.ToLower(x.name)] = x }

// find returns the setting of a name in any case.
func (s settings) find(name string) (setting, bool) {
	x, ok := s[strings.ToLower(name)]
	return x, ok
}

// check returns the option as the engine writes it, or an error if the engine
// does not have it or would ignore the value: a strength that was never set must
// not be measured.
func (s settings) check(o Option) (Option, error) {
	x, ok := s.find(o.Name)
	if !ok {
		return o, fmt.Errorf("it has no option %q", o.Name)
	}
	o.Name = x.name
	return o, x.check(&o)
}

func (x setting) check(o *Option) error {
	wrong := func(want string) error { return fmt.Errorf("option %s is %q; want %s", x.name, o.Value, want) }
	if o.Button != (x.kind == kindButton) {
		if o.Button {
			return fmt.Errorf("option %s needs a value", x.name)
		}
		return wrong("no value: it is a button")
	}
	switch x.kind {
	case kindCheck:
		on, err := strconv.ParseBool(strings.ToLower(o.Value))
		if err != nil {
			return wrong("true or false")
		}
		o.Value = strconv.FormatBool(on)
	case kindSpin:
		n, err := strconv.Atoi(o.Value)
		bounded := x.min != 0 || x.max != 0
		if err != nil || bounded && (n < x.min || n > x.max) {
			if !bounded {
				return wrong("a whole number")
			}
			return wrong(fmt.Sprintf("%d to %d", x.min, x.max))
		}
	case kindCombo:
		i := slices.IndexFunc(x.choices, func(c string) bool { return strings.EqualFold(c, o.Value) })
		if i < 0 && len(x.choices) > 0 {
			return wrong("one of " + strings.Join(x.choices, ", "))
		}
		if i >= 0 {
			o.Value = x.choices[i]
		}
	}
	return nil
}

// parseSetting reads what follows the word option in UCI ("name N type T ...")
// and UCCI ("N type T ..."). ok is false for anything else.
func parseSetting(text string) (x setting, ok bool) {
	text = strings.TrimPrefix(text, "name ")
	name, rest, ok := strings.Cut(text, " type ")
	words := strings.Fields(rest)
	if !ok || len(words) == 0 {
		return setting{}, false
	}
	x = setting{name: strings.TrimSpace(name), kind: words[0]}
	var key string
	var value []string
	finish := func() {
		text := strings.Join(value, " ")
		switch key {
		case "min":
			x.min, _ = strconv.Atoi(text)
		case "max":
			x.max, _ = strconv.Atoi(text)
		case "var":
			x.choices = append(x.choices, text)
		}
		value = nil
	}
	for _, word := range words[1:] {
		switch word {
		case "default", "min", "max", "var":
			finish()
			key = word
		default:
			value = append(value, word)
		}
	}
	finish()
	return x, true
}

// parseFeatureOption reads the value of an option feature of xboard:
// "NAME -KIND ARGUMENTS". ok is false without a kind.
func parseFeatureOption(text string) (x setting, ok bool) {
	name, rest, ok := strings.Cut(text, " -")
	if !ok {
		return setting{}, false
	}
	kind, rest, _ := strings.Cut(rest, " ")
	x = setting{name: strings.TrimSpace(name), kind: kindString}
	switch kind {
	case "check":
		x.kind = kindCheck
	case "button", "save", "reset":
		x.kind = kindButton
	case "spin", "slider":
		x.kind = kindSpin
		if words := strings.Fields(rest); len(words) >= 3 {
			x.min, _ = strconv.Atoi(words[1])
			x.max, _ = strconv.Atoi(words[2])
		}
	case "combo":
		x.kind = kindCombo
		for choice := range strings.SplitSeq(rest, "///") {
			x.choices = append(x.choices, strings.TrimPrefix(strings.TrimSpace(choice), "*"))
		}
	}
	return x, true
}
