package stat

// sample is a discrete distribution of scores as it was observed: n[i] times
// the score i/(len(n)-1). An observation is a game or the mean of a pair.
type sample struct {
	n     []float64
	games float64 // of one observation
}

func (w WDL) sample() sample {
	return sample{[]float64{float64(w.Losses), float64(w.Draws), float64(w.Wins)}, 1}
}

func (p Pentanomial) sample() sample {
	s := sample{make([]float64, len(p)), 2}
	for i, n := range p {
		s.n[i] = float64(n)
	}
	return s
}

// score is the score of outcome i.
func (s sample) score(i int) float64 { return float64(i) / float64(len(s.n)-1) }

// total is the number of observations.
func (s sample) total() float64 {
	var total float64
	for _, n := range s.n {
		total += n
	}
	return total
}

// moments returns the mean and the variance of one observation.
func (s sample) moments() (mean, variance float64) {
	total := s.total()
	for i, n := range s.n {
		mean += n * s.score(i)
	}
	mean /= total
	for i, n := range s.n {
		d := s.score(i) - mean
		variance += n * d * d
	}
	return mean, variance / total
}

// Variance returns the variance of the score of a game; NaN without games.
func (w WDL) Variance() float64 {
	_, variance := w.sample().moments()
	return variance
}

// Variance returns the variance of the mean score of a pair; NaN without pairs.
func (p Pentanomial) Variance() float64 {
	_, variance := p.sample().moments()
	return variance
}

// sign is -1, 0 or 1.
func sign(x float64) float64 {
	switch {
	case x < 0:
		return -1
	case x > 0:
		return 1
	}
	return 0
}
