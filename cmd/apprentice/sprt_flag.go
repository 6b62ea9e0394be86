package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"apprentice/eval/stat"
)

// sprtFlag is a sequential test as a person asks for it: the flags --sprt and
// --model.
type sprtFlag struct {
	set         *pflag.FlagSet
	text, model string
}

// Defaults of a test. The model is that of fishtest and fastchess: the games
// that a test needs then depend on its bounds alone, not on how many are drawn.
const (
	defaultModel = stat.Normalized
	defaultError = 0.05 // alpha and beta
)

// add adds the flags. usage says what is done with the test.
func (f *sprtFlag) add(flags *pflag.FlagSet, usage string) {
	f.set = flags
	flags.StringVar(&f.text, "sprt", "", fmt.Sprintf("%s: elo0,elo1 or elo0,elo1,alpha,beta, as in 0,5 (alpha and beta are %g where left out)", usage, defaultError))
	flags.StringVar(&f.model, "model", defaultModel.String(), "the unit of elo0 and elo1: normalized (nElo, as fishtest and fastchess have it), logistic (Elo) or bayesian (BayesElo, games instead of pairs)")
}

// test returns the test that the flags ask for; nil for none.
func (f *sprtFlag) test() (*stat.SPRT, error) {
	if f.text == "" {
		if f.set.Changed("model") {
			return nil, errors.New("--model says nothing without --sprt")
		}
		return nil, nil
	}
	var numbers []float64
	for word := range strings.SplitSeq(f.text, ",") {
		x, err := strconv.ParseFloat(strings.TrimSpace(word), 64)
		if err != nil && !errors.Is(err, strconv.ErrRange) { // infinite then, which Check refuses by name
			numbers = nil
			break
		}
		numbers = append(numbers, x+0) // no -0
	}
	test := &stat.SPRT{Alpha: defaultError, Beta: defaultError}
	switch len(numbers) {
	case 2:
	case 4:
		test.Alpha, test.Beta = numbers[2], numbers[3]
	default:
		return nil, fmt.Errorf("--sprt is %q; want elo0,elo1 or elo0,elo1,alpha,beta, as in 0,5,0.05,0.05", f.text)
	}
	test.Elo0, test.Elo1 = numbers[0], numbers[1]
	var err error
	if test.Model, err = stat.ParseModel(f.model); err != nil {
		return nil, fmt.Errorf("--model: %w", err)
	}
	return test, test.Check()
}
