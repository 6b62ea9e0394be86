package cli

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/spf13/pflag"
)

// readDecimal has the flags of numbers read them as people write them. The package
// that defines the flags reads them as Go does, where 010 is eight.
func readDecimal(flags *pflag.FlagSet) {
	flags.VisitAll(func(flag *pflag.Flag) {
		if _, done := flag.Value.(decimalValue); done {
			return // a flag that several commands share
		}
		switch flag.Value.Type() {
		case "int", "int64", "uint64", "float64":
			flag.Value = decimalValue{flag.Value}
		}
	})
}

// decimalValue is the value of a flag of a number.
type decimalValue struct{ pflag.Value }

// Forms of numbers: those that are passed on without the zeros they begin with, and
// others that are numbers of Go only.
var (
	wholeNumber = regexp.MustCompile(`^([+-]?)0*([0-9]+)$`)
	goNumber    = regexp.MustCompile(`^[+-]?0[xXbBoO]|_`)
)

// Set implements pflag.Value.
func (d decimalValue) Set(text string) error {
	text = wholeNumber.ReplaceAllString(strings.TrimSpace(text), "$1$2")
	if !goNumber.MatchString(text) {
		return d.Value.Set(text)
	}
	if n, err := strconv.ParseInt(text, 0, 64); err == nil {
		return decimalError(fmt.Sprintf("want digits alone: %d", n))
	}
	return decimalError("want digits alone")
}

// decimalError says how to write a number that only programs write so.
type decimalError string

// Error says it.
func (d decimalError) Error() string { return string(d) }
