package stat

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// referenceCase is a case of sprt-elo-reference.json: counts, and what
// fastchess and fishtest make of them. Which fields are there depends on the
// case.
type referenceCase struct {
	Kind                string
	Wins, Losses, Draws int
	LL, LD, WL, DD      int
	WD, WW              int

	NElo        *float64 `json:"nelo"`
	NEloErr     *float64 `json:"nelo_err"`
	Elo         *float64 `json:"elo"`
	EloErr      *float64 `json:"elo_err"`
	Score       *float64 `json:"score"`
	LOS         string   `json:"los"`
	FishtestElo *float64 `json:"fishtest_elo"`
	FishtestErr *float64 `json:"fishtest_err95"`
	FishtestLOS *float64 `json:"fishtest_los_pct"`

	Alpha, Beta, Elo0, Elo1 float64
	Model                   string
	LLRFastchess            float64 `json:"llr_fastchess"`
	LLRFishtest             float64 `json:"llr_fishtest_code"`
}

func (c referenceCase) wdl() WDL { return WDL{Wins: c.Wins, Draws: c.Draws, Losses: c.Losses} }

func (c referenceCase) penta() Pentanomial {
	return Pentanomial{c.LL, c.LD, c.DD + c.WL, c.WD, c.WW}
}

func (c referenceCase) strength() Strength {
	if c.Kind == "penta" {
		return c.penta().Strength()
	}
	return c.wdl().Strength()
}

// readReference returns the cases of the shared suite, or skips the test where
// the checkout has none beside it.
func readReference(t *testing.T) (elo, sprt []referenceCase) {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "suites", "sprt-elo-reference.json")
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("no %s", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	var suite struct {
		Source, Tolerance, Note string
		Elo, SPRT               []referenceCase
	}
	known := json.NewDecoder(bytes.NewReader(data))
	known.DisallowUnknownFields() // every figure of the suite is compared with something
	if err := known.Decode(&suite); err != nil {
		t.Fatal(err)
	}
	if len(suite.Elo) == 0 || len(suite.SPRT) == 0 {
		t.Fatalf("%s: no cases", path)
	}
	return suite.Elo, suite.SPRT
}

// The stated tolerance: fastchess compares with 1 % relative error, and prints
// the likelihood of superiority with two decimals. Code of fishtest was run on
// the counts; its digits are all good, but for zero counts, which it replaces
// by a thousandth also when it computes Elo.
const (
	fastchessTolerance = 0.01
	fishtestTolerance  = 2e-4
)

func TestReferenceElo(t *testing.T) {
	cases, _ := readReference(t)
	for _, c := range cases {
		s := c.strength()
		check := func(what string, got float64, want *float64, tolerance float64) {
			t.Helper()
			if want != nil && !(math.Abs(got-*want) <= tolerance*math.Abs(*want)) {
				t.Errorf("%+v: %s is %.4f, want %.4f within %g", c, what, got, *want, tolerance)
			}
		}
		check("nElo", s.NElo.Value, c.NElo, fastchessTolerance)
		check("nElo error", s.NElo.Margin(), c.NEloErr, fastchessTolerance)
		check("Elo", s.Elo.Value, c.Elo, fastchessTolerance)
		check("Elo error", s.Elo.Margin(), c.EloErr, fastchessTolerance)
		check("expectation", s.Expectation.Value, c.Score, fastchessTolerance)
		check("Elo of fishtest", s.Elo.Value, c.FishtestElo, fishtestTolerance)
		check("Elo error of fishtest", s.Elo.Margin(), c.FishtestErr, fishtestTolerance)
		if got := percent(s.LOS); c.LOS != "" && got != c.LOS {
			t.Errorf("%+v: LOS is %s, want %s", c, got, c.LOS)
		}
		if got := 100 * s.LOS; math.Abs(got-*c.FishtestLOS) > 0.001 {
			t.Errorf("%+v: LOS is %.4f %%, want %.4f %%", c, got, *c.FishtestLOS)
		}
	}
}

func TestReferenceSPRT(t *testing.T) {
	_, cases := readReference(t)
	for _, c := range cases {
		model, err := ParseModel(c.Model)
		if err != nil {
			t.Fatal(err)
		}
		test := SPRT{Elo0: c.Elo0, Elo1: c.Elo1, Alpha: c.Alpha, Beta: c.Beta, Model: model}
		if err := test.Check(); err != nil {
			t.Errorf("%+v: %v", c, err)
		}
		llr := test.LLRGames(c.wdl())
		if c.Kind == "penta" {
			llr = test.LLR(c.penta())
		}
		if math.Abs(llr-c.LLRFastchess) > fastchessTolerance*math.Abs(c.LLRFastchess) {
			t.Errorf("%+v: LLR is %.4f, fastchess has %.2f", c, llr, c.LLRFastchess)
		}
		if math.Abs(llr-c.LLRFishtest) > max(1e-4, 1e-6*math.Abs(c.LLRFishtest)) {
			t.Errorf("%+v: LLR is %.5f, fishtest has %.4f", c, llr, c.LLRFishtest)
		}
	}
}

// percent formats a probability as fastchess does.
func percent(p float64) string {
	return strings.TrimSpace(formatFloat(100*p, 2)) + " %"
}
