package eval

import (
	"fmt"
	"math"
)

// Model says in which unit the hypotheses of an SPRT are given.
type Model uint8

// Models of an SPRT.
const (
	Logistic   Model = iota // Elo, as Elo() computes it from the expectation
	Normalized              // nElo: the needed number of games depends on nothing else
	Bayesian                // BayesElo, with a drawing rate of its own; single games only
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
// distribution of scores is unknown but for its mean, and maximum likelihood
// fills in the rest. After Van den Bergh, "A practical introduction to the
// GSPRT" and "Normalized Elo" (2020), and fishtest.
type SPRT struct {
	Elo0, Elo1  float64 // Elo0 < Elo1, in the unit of Model
	Alpha, Beta float64 // probabilities to accept H1 where H0 holds, H0 where H1 holds
	Model       Model
}

// Decision is what an SPRT says so far.
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

// Check reports what is wrong with the test, if anything.
func (t SPRT) Check() error {
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

// LLR returns the log likelihood ratio of H1 to H0 given a number of pairs;
// NaN in the Bayesian model, which knows single games only.
func (t SPRT) LLR(p Pentanomial) float64 { return t.llr(p.sample()) }

// LLRGames returns the log likelihood ratio given single games.
func (t SPRT) LLRGames(w WDL) float64 { return t.llr(w.sample()) }

// LLROf returns the log likelihood ratio given a match: by complete pairs,
// except in the Bayesian model.
func (t SPRT) LLROf(r Result) float64 {
	if t.Model == Bayesian {
		return t.LLRGames(r.WDL)
	}
	return t.LLR(r.Pairs)
}

// Stop reports whether the match r decides the test. It serves as Options.Stop.
func (t SPRT) Stop(r Result) bool { return t.Decide(t.LLROf(r)) != Undecided }

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
		p0 := s.likeliestWithT(t.Elo0 * scale)
		p1 := s.likeliestWithT(t.Elo1 * scale)
		return s.logRatio(p0, p1)
	default:
		p0 := s.likeliestWithMean(EloExpectation(t.Elo0))
		p1 := s.likeliestWithMean(EloExpectation(t.Elo1))
		return s.logRatio(p0, p1)
	}
}

// regular replaces counts of zero by one thousandth of an observation, as
// fishtest does, so that every outcome remains possible.
func (s sample) regular() sample {
	n := make([]float64, len(s.n))
	for i := range n {
		n[i] = max(s.n[i], 1e-3)
	}
	return sample{n, s.games}
}

// logRatio returns the log likelihood ratio of the distribution p1 to p0.
func (s sample) logRatio(p0, p1 []float64) float64 {
	var sum float64
	for i, n := range s.n {
		sum += n * math.Log(p1[i]/p0[i])
	}
	return sum
}

// likeliestWithMean returns the distribution that makes the sample most likely
// among those with the given mean (Van den Bergh, GSPRT, proposition 1.1).
func (s sample) likeliestWithMean(mean float64) []float64 {
	offset := make([]float64, len(s.n))
	for i := range offset {
		offset[i] = s.score(i) - mean
	}
	return s.tilt(offset)
}

// likeliestWithT returns the distribution that makes the sample most likely
// among those whose mean lies t standard deviations above 1/2. The condition
// is not linear; as in fishtest it is linearised about the current solution
// until that stands still (Van den Bergh, Normalized Elo, section 4.1).
func (s sample) likeliestWithT(t float64) []float64 {
	const (
		rounds  = 10
		enough  = 1e-9
		neutral = 0.5
	)
	p := make([]float64, len(s.n))
	for i := range p {
		p[i] = 1 / float64(len(p))
	}
	offset := make([]float64, len(p))
	for range rounds {
		mean, variance := sample{p, s.games}.moments()
		sigma := math.Sqrt(variance)
		for i := range offset {
			z := (mean - s.score(i)) / sigma
			offset[i] = s.score(i) - neutral - t*sigma*(1+z*z)/2
		}
		q := s.tilt(offset)
		var change float64
		for i := range q {
			change = max(change, math.Abs(q[i]-p[i]))
		}
		p = q
		if change < enough {
			break
		}
	}
	return p
}

// tilt returns p[i] = f[i]/(1 + x*offset[i]), f being the shares of the sample
// and x such that the mean of offset under p is 0. offset must have both
// signs; otherwise no distribution meets the condition and tilt returns f.
func (s sample) tilt(offset []float64) []float64 {
	total := s.total()
	least, most := offset[0], offset[0]
	for _, a := range offset {
		least, most = min(least, a), max(most, a)
	}
	x := 0.0
	if least < 0 && most > 0 {
		x = bisect(-1/most, -1/least, func(x float64) float64 {
			var sum float64
			for i, a := range offset {
				sum += s.n[i] * a / (1 + x*a)
			}
			return sum
		})
	}
	p := make([]float64, len(offset))
	for i, a := range offset {
		p[i] = s.n[i] / total / (1 + x*a)
	}
	return p
}

// bisect returns the zero of a falling function between two of its poles, to
// the last bit.
func bisect(low, high float64, f func(float64) float64) float64 {
	for range 200 {
		mid := low + (high-low)/2
		if mid <= low || mid >= high {
			break
		}
		if f(mid) > 0 {
			low = mid
		} else {
			high = mid
		}
	}
	return low + (high-low)/2
}

// bayesLLR is the log likelihood ratio in the model of BayesElo (Coulom 2005):
// P(win) = 1/(1+10^((drawElo-elo)/400)), P(loss) likewise with -elo. The
// sample decides drawElo.
func bayesLLR(s sample, elo0, elo1 float64) float64 {
	total := s.total()
	loss, win := s.n[0]/total, s.n[2]/total
	drawElo := 200 * math.Log10((1-loss)/loss*(1-win)/win)
	shares := func(elo float64) []float64 {
		w, l := EloExpectation(elo-drawElo), EloExpectation(-elo-drawElo)
		return []float64{l, 1 - w - l, w}
	}
	return s.logRatio(shares(elo0), shares(elo1))
}
