package match

import (
	"encoding/json"
	"io"
	"math"
	"time"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval"
	"apprentice/eval/rating"
	"apprentice/eval/stat"
)

// resultReport is the result of a match as JSON. Numbers that are infinite or
// unknown are null.
type resultReport struct {
	Program     string            `json:"program"`
	Platform    string            `json:"platform"`
	Begun       time.Time         `json:"begun"`
	Seconds     float64           `json:"seconds"` // of the last sitting
	Interrupted bool              `json:"interrupted"`
	Seed        uint64            `json:"seed"`
	Settings    map[string]string `json:"settings"`
	Games       int               `json:"games"`
	Players     []playerReport    `json:"players"` // the strongest first
	Pairings    []pairingReport   `json:"pairings"`
	SPRT        *sprtReport       `json:"sprt,omitempty"`
}

type playerReport struct {
	Name        string         `json:"name"`
	Elo         intervalReport `json:"elo"`              // the first player of the match has 0
	Reason      string         `json:"reason,omitempty"` // why it has no Elo
	Games       int            `json:"games"`
	Wins        int            `json:"wins"`
	Draws       int            `json:"draws"`
	Losses      int            `json:"losses"`
	Expectation *float64       `json:"expectation"`
}

// pairingReport is the result of two players from the view of A.
type pairingReport struct {
	A           string           `json:"a"`
	B           string           `json:"b"`
	Games       int              `json:"games"`
	Wins        int              `json:"wins"`
	Draws       int              `json:"draws"`
	Losses      int              `json:"losses"`
	WinsFirst   int              `json:"wins_as_first"`
	Penta       stat.Pentanomial `json:"penta"` // pairs with 0, 1/2, 1, 3/2, 2 points
	Expectation intervalReport   `json:"expectation"`
	Elo         intervalReport   `json:"elo"`
	NElo        intervalReport   `json:"nelo"`
	LOS         *float64         `json:"los"`
	Reasons     map[string]int   `json:"reasons"`
	Warning     string           `json:"warning,omitempty"` // faults ended more than a few games
	Plies       int64            `json:"plies"`
	Effort      [2]effortReport  `json:"effort"` // of A and of B
}

type effortReport struct {
	Moves        int     `json:"moves"`
	NodesAMove   float64 `json:"nodes_a_move"`
	DepthAMove   float64 `json:"depth_a_move"`
	SecondsAMove float64 `json:"seconds_a_move"`
}

// intervalReport is an estimate with its 95 % interval.
type intervalReport struct {
	Value *float64 `json:"value"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
}

type sprtReport struct {
	Elo0     float64  `json:"elo0"`
	Elo1     float64  `json:"elo1"`
	Alpha    float64  `json:"alpha"`
	Beta     float64  `json:"beta"`
	Model    string   `json:"model"`
	LLR      *float64 `json:"llr"`
	Lower    float64  `json:"lower"`
	Upper    float64  `json:"upper"`
	Decision string   `json:"decision"`
	Warning  string   `json:"warning,omitempty"` // that of the pairing
}

// finite returns x for JSON, which knows no infinity.
func finite(x float64) *float64 {
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return nil
	}
	return &x
}

func reportInterval(i stat.Interval) intervalReport {
	return intervalReport{finite(i.Value), finite(i.Low), finite(i.High)}
}

func reportEffort(e eval.Effort) effortReport {
	moves := float64(max(e.Moves, 1))
	return effortReport{e.Moves, float64(e.Nodes) / moves, float64(e.Depth) / moves, e.Time.Seconds() / moves}
}

// report returns the result of a match.
func (b *board) report(f *flags, head head, interrupted bool) resultReport {
	report := resultReport{
		Program: "apprentice " + console.Version(), Platform: console.Platform(),
		Begun: head.Begun, Seconds: b.took.Seconds(), Interrupted: interrupted,
		Seed: f.seed, Settings: head.Settings, Games: b.games,
		Players: []playerReport{}, Pairings: []pairingReport{},
	}
	for _, r := range b.ratings() {
		player := playerReport{
			Name: r.Name, Elo: reportInterval(r.Elo), Games: r.WDL.Games(),
			Wins: r.WDL.Wins, Draws: r.WDL.Draws, Losses: r.WDL.Losses, Expectation: finite(r.Expectation),
		}
		if r.Reason != rating.Rated {
			player.Reason = r.Reason.String()
		}
		report.Players = append(report.Players, player)
	}
	for _, r := range b.results {
		s := r.Strength()
		p := pairingReport{
			A: r.A, B: r.B, Games: r.Games(),
			Wins: r.WDL.Wins, Draws: r.WDL.Draws, Losses: r.WDL.Losses, WinsFirst: r.AsFirst.Wins,
			Penta: r.Pairs, Expectation: reportInterval(s.Expectation),
			Elo: reportInterval(s.Elo), NElo: reportInterval(s.NElo), LOS: finite(s.LOS),
			Reasons: map[string]int{}, Warning: r.Caveat(), Plies: r.Plies,
			Effort: [2]effortReport{reportEffort(r.Effort[0]), reportEffort(r.Effort[1])},
		}
		for reason, n := range r.Reasons {
			p.Reasons[reason.String()] = n
		}
		report.Pairings = append(report.Pairings, p)
	}
	if t := b.test; t != nil {
		lower, upper := t.Bounds()
		llr := b.results[0].LLR(*t)
		report.SPRT = &sprtReport{
			t.Elo0, t.Elo1, t.Alpha, t.Beta, t.Model.String(), finite(llr), lower, upper,
			t.Decide(llr).String(), b.results[0].Caveat(),
		}
	}
	return report
}

// write writes the result as indented JSON.
func (r resultReport) write(w io.Writer) error {
	e := json.NewEncoder(printable.JSON(w))
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(r)
}
