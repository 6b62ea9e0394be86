package stat

import (
	"fmt"
	"math"
)

// Model is the unit of the hypotheses of an SPRT.
type Model uint8

// Models of an SPRT.
const (
	Logistic   Model = iota // Elo, as Elo() computes it from the expectation
	Normalized              // nElo: the number of games needed depends on it alone
	Bayesian                // BayesElo, with the draw rate as a parameter of its own; single games only
)

// String returns "logistic", "normalized" or "bayesian".
func (m Model) String() string {
	switch m {
	case Logistic:
		return "logistic"
	case Normalized:
		return "normalized"
	case Bayesian:
		return "bayesian"
	}
	return "unknown model"
}

// ParseModel returns the model of a name.
func ParseModel(name string) (Model, error) {
	for m := Logistic; m <= Bayesian; m++ {
		if m.String() == name {
			return m, nil
		}
	}
	return 0, fmt.Errorf("unknown SPRT model %q; want logistic, normalized or bayesian", name)
}

// SPRT is a sequential probability ratio test (Wald 1945) of H0, "A is Elo0
// stronger than B", against H1, "A is Elo1 stronger": play until the log
// likelihood ratio leaves the bounds. The ratio is generalised (GSPRT): the
// hypotheses fix only the mean of the distribution of scores, and maximum
// likelihood supplies the rest. An outcome that never occurred counts as one
// thousandth of an observation. The ratio is at most 0 if the games show Elo0
// or less, and at least 0 if they show Elo1 or more. After Van den Bergh, "A
// practical introduction to the GSPRT" and "Normalized Elo" (2020), and
// fishtest.
type SPRT struct {
	Elo0, Elo1  float64 // Elo0 < Elo1, in the unit of Model
	Alpha, Beta float64 // probabilities of accepting H1 if H0 holds, and H0 if H1 holds
	Model       Model
}

// Decision is the verdict of an SPRT so far.
type Decision uint8

// Decisions of an SPRT.
const (
	Undecided Decision = iota
	AcceptH0
	AcceptH1
)

// String returns "undecided", "H0" or "H1".
func (d Decision) String() string {
	return [...]string{"undecided", "H0", "H1"}[min(d, AcceptH1)]
}

// MaxSPRTElo is the largest Elo difference, of either sign, in a hypothesis of
// an SPRT: more than lies between random moves and the best players.
const MaxSPRTElo = 4000

// Check returns an error if the test is invalid. LLR means nothing for such a
// test.
func (t SPRT) Check() error {
	for _, bound := range []struct {
		name string
		elo  float64
	}{{"elo0", t.Elo0}, {"elo1", t.Elo1}} {
		if !(math.Abs(bound.elo) <= MaxSPRTElo) {
			return fmt.Errorf("SPRT: %s is %g; want a number from %d to %d", bound.name, bound.elo, -MaxSPRTElo, MaxSPRTElo)
		}
	}
	switch {
	case !(t.Elo0 < t.Elo1):
		return fmt.Errorf("SPRT: elo0 %g is not below elo1 %g", t.Elo0, t.Elo1)
	case !(t.Alpha > 0 && t.Beta > 0 && t.Alpha+t.Beta < 1):
		return fmt.Errorf("SPRT: alpha %g and beta %g must be positive with a sum below 1", t.Alpha, t.Beta)
	case t.Model > Bayesian:
		return fmt.Errorf("SPRT: unknown model %d", t.Model)
	}
	return nil
}

// Bounds returns the log likelihood ratios at which the test ends: H0 is
// accepted at lower or below, H1 at upper or above.
func (t SPRT) Bounds() (lower, upper float64) {
	return math.Log(t.Beta / (1 - t.Alpha)), math.Log((1 - t.Beta) / t.Alpha)
}

// Decide compares a log likelihood ratio with the bounds.
func (t SPRT) Decide(llr float64) Decision {
	lower, upper := t.Bounds()
	switch {
	case llr >= upper:
		return AcceptH1
	case llr <= lower:
		return AcceptH0
	}
	return Undecided
}

// LLR returns the log likelihood ratio of H1 to H0 given game pairs; NaN in the
// Bayesian model, which is defined for single games only.
func (t SPRT) LLR(p Pentanomial) float64 { return t.llr(p.sample()) }

// LLRGames returns the log likelihood ratio given single games.
func (t SPRT) LLRGames(w WDL) float64 { return t.llr(w.sample()) }

func (t SPRT) llr(s sample) float64 {
	if s.total() == 0 {
		return 0
	}
	s = s.regular()
	switch t.Model {
	case Bayesian:
		if len(s.n) != 3 {
			return math.NaN()
		}
		return bayesLLR(s, t.Elo0, t.Elo1)
	case Normalized:
		scale := math.Sqrt(s.games) / nEloPerSigma
		return s.lossAtT(t.Elo1*scale) - s.lossAtT(t.Elo0*scale)
	default:
		return s.lossAtElo(t.Elo1) - s.lossAtElo(t.Elo0)
	}
}

// bayesLLR is the log likelihood ratio in the model of BayesElo (Coulom 2005):
// P(win) = 1/(1+10^((drawElo-elo)/400)), P(loss) likewise with -elo, and so
// P(draw) = P(win) P(loss) (10^(drawElo/200) - 1). The sample decides drawElo.
func bayesLLR(s sample, elo0, elo1 float64) float64 {
	total := s.total()
	loss, win := s.n[0]/total, s.n[2]/total
	drawElo := 200 * math.Log10((1-loss)/loss*(1-win)/win)
	w := math.Log(EloExpectation(elo1-drawElo) / EloExpectation(elo0-drawElo))
	l := math.Log(EloExpectation(-elo1-drawElo) / EloExpectation(-elo0-drawElo))
	return s.n[0]*l + s.n[1]*(w+l) + s.n[2]*w
}
