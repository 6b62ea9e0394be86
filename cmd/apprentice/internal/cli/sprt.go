package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"apprentice/eval/stat"
)

// SPRTFlag is a sequential test as a person asks for it: the flags --sprt and
// --model.
type SPRTFlag struct {
	set         *pflag.FlagSet
	Text, model string
}

// Defaults of a test. The model is that of fishtest and fastchess: the games
// that a test needs then depend on its bounds alone, not on how many are drawn.
const (
	defaultModel = stat.Normalized
	defaultError = 0.05 // alpha and beta
)

// Add adds the flags. usage says what is done with the test.
func (f *SPRTFlag) Add(flags *pflag.FlagSet, usage string) {
	f.set = flags
	flags.StringVar(&f.Text, "sprt", "", fmt.Sprintf("%s: elo0,elo1 or elo0,elo1,alpha,beta, as in 0,5 (alpha and beta default to %g)", usage, defaultError))
	flags.StringVar(&f.model, "model", defaultModel.String(), "unit of elo0 and elo1: normalized (nElo, as in fishtest and fastchess), logistic (Elo) or bayesian (BayesElo, of games instead of pairs)")
}

// Test returns the test that the flags ask for; nil for none.
func (f *SPRTFlag) Test() (*stat.SPRT, error) {
	if f.Text == "" {
		if f.set.Changed("model") {
			return nil, errors.New("--model has no effect without --sprt")
		}
		return nil, nil
	}
	var numbers []float64
	for word := range strings.SplitSeq(f.Text, ",") {
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
		return nil, fmt.Errorf("--sprt is %q; want elo0,elo1 or elo0,elo1,alpha,beta, as in 0,5,0.05,0.05", f.Text)
	}
	test.Elo0, test.Elo1 = numbers[0], numbers[1]
	var err error
	if test.Model, err = stat.ParseModel(f.model); err != nil {
		return nil, fmt.Errorf("--model: %w", err)
	}
	return test, test.Check()
}
