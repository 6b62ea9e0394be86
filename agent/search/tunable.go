package search

// Tunable is a margin that a tuner may move within whole numbers from Min to Max,
// by steps whose effect some thousands of games can show.
type Tunable struct {
	Name     string              // of the field of Margins
	Of       func(*Margins) *int // the field
	Step     int                 // how far a tuner moves it to see a difference, at the end of its work
	Min, Max int                 // beyond them trying wastes games or breaks the search
}

// Tunables returns the margins that a tuner may move, in the order of Margins.
// Those in plies are left out: a step of one is a jump, and the margins next to
// them have the same effect.
func Tunables() []Tunable {
	return []Tunable{
		{"AspirationWindow", func(m *Margins) *int { return &m.AspirationWindow }, 5, 4, 100},

		{"ReverseFutilityMargin", func(m *Margins) *int { return &m.ReverseFutilityMargin }, 14, 10, 300},
		{"ReverseFutilityBonus", func(m *Margins) *int { return &m.ReverseFutilityBonus }, 16, 0, 300},
		{"RazorMargin", func(m *Margins) *int { return &m.RazorMargin }, 50, 0, 900},
		{"RazorSlope", func(m *Margins) *int { return &m.RazorSlope }, 35, 0, 500},
		{"NullBase", func(m *Margins) *int { return &m.NullBase }, 350, 1024, 7000},
		{"NullDepth", func(m *Margins) *int { return &m.NullDepth }, 60, 0, 900},
		{"NullValue", func(m *Margins) *int { return &m.NullValue }, 40, 30, 900},
		{"NullStatic", func(m *Margins) *int { return &m.NullStatic }, 40, -200, 500},
		{"NullSlope", func(m *Margins) *int { return &m.NullSlope }, 7, 0, 100},
		{"ProbCutMargin", func(m *Margins) *int { return &m.ProbCutMargin }, 40, 20, 600},

		{"LMRBase", func(m *Margins) *int { return &m.LMRBase }, 160, -1000, 3000},
		{"LMRScale", func(m *Margins) *int { return &m.LMRScale }, 60, 50, 1200},
		{"LMRHistory", func(m *Margins) *int { return &m.LMRHistory }, 1600, 2000, 40000},
		{"LMRTactical", func(m *Margins) *int { return &m.LMRTactical }, 120, 0, 1500},
		{"LMRPV", func(m *Margins) *int { return &m.LMRPV }, 250, -500, 4000},
		{"LMRWasPV", func(m *Margins) *int { return &m.LMRWasPV }, 250, -500, 4000},
		{"LMRCut", func(m *Margins) *int { return &m.LMRCut }, 300, -500, 5000},
		{"LMRWorse", func(m *Margins) *int { return &m.LMRWorse }, 200, -500, 3000},
		{"LMRTableTactical", func(m *Margins) *int { return &m.LMRTableTactical }, 250, -500, 3000},
		{"LMRCheck", func(m *Margins) *int { return &m.LMRCheck }, 250, -500, 4000},
		{"LMRFailures", func(m *Margins) *int { return &m.LMRFailures }, 250, -500, 3000},
		{"LMRRefutation", func(m *Margins) *int { return &m.LMRRefutation }, 250, -500, 4000},
		{"LMRDeeper", func(m *Margins) *int { return &m.LMRDeeper }, 15, 0, 300},

		{"LMPBase", func(m *Margins) *int { return &m.LMPBase }, 3, 1, 60},
		{"LMPSlope", func(m *Margins) *int { return &m.LMPSlope }, 250, 0, 6000},
		{"LMPWorse", func(m *Margins) *int { return &m.LMPWorse }, 110, 100, 1100},
		{"FutilityMargin", func(m *Margins) *int { return &m.FutilityMargin }, 25, 0, 600},
		{"FutilitySlope", func(m *Margins) *int { return &m.FutilitySlope }, 22, 0, 400},
		{"SEEQuiet", func(m *Margins) *int { return &m.SEEQuiet }, 6, 0, 150},
		{"SEETactical", func(m *Margins) *int { return &m.SEETactical }, 22, 0, 400},
		{"HistoryMargin", func(m *Margins) *int { return &m.HistoryMargin }, 800, 200, 20000},
		{"DeltaMargin", func(m *Margins) *int { return &m.DeltaMargin }, 35, 0, 900},

		{"BonusSlope", func(m *Margins) *int { return &m.BonusSlope }, 55, 20, 1200},
		{"BonusOffset", func(m *Margins) *int { return &m.BonusOffset }, 55, -600, 900},
		{"BonusMax", func(m *Margins) *int { return &m.BonusMax }, 450, 300, 7000},
		{"Malus", func(m *Margins) *int { return &m.Malus }, 180, 0, 2300},
		{"AfterOne", func(m *Margins) *int { return &m.AfterOne }, 180, 0, 4000},
		{"AfterTwo", func(m *Margins) *int { return &m.AfterTwo }, 180, 0, 4000},
		{"AfterFour", func(m *Margins) *int { return &m.AfterFour }, 160, 0, 4000},
		{"CorrectionWeight", func(m *Margins) *int { return &m.CorrectionWeight }, 20, 5, 350},

		{"SingularMargin", func(m *Margins) *int { return &m.SingularMargin }, 5, 0, 80},
		{"DoubleMargin", func(m *Margins) *int { return &m.DoubleMargin }, 7, 0, 150},
	}
}
