package chronicle

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/eval/curve"
	"apprentice/selfplay/run"
)

// place writes a measurement of a generation on a version of the scale into a
// run: 20 games with random moves, 4 with material:1 and some with material:4.
func place(t *testing.T, file *run.File, generation, version int, elo float64, signature string) {
	t.Helper()
	settings, err := json.Marshal(ScaleSettings{Scale: version, Signature: signature, Made: "7"})
	if err != nil {
		t.Fatal(err)
	}
	name := GenerationName(generation)
	match := func(b string, wins, losses int) run.Match {
		return run.Match{A: name, B: b, Generation: generation, Scale: version, Games: wins + losses, Wins: wins, Losses: losses, Settings: `{"nodes":400}`}
	}
	err = file.AddMeasurement(run.External{
		Generation: generation, Scale: ScaleName(version), Elo: elo, Low: elo - 40, High: elo + 40, Games: 54, Settings: string(settings),
	}, []run.Match{match("random", 20, 0), match("material:1", 4, 0), match("material:4", 12, 18)})
	if err != nil {
		t.Fatal(err)
	}
}

// A run shows the places on the newest scale, and the results that made them.
func TestPlaces(t *testing.T) {
	file := clitest.NewRun(t, 2)
	if h := historyOf(t, file); h.EloWords(1) != "+100 +- 30" || !strings.HasPrefix(h.ScaleWords(), "Elo is over generation 0, ") {
		t.Errorf("before the scale: %q, %q", h.EloWords(1), h.ScaleWords())
	}
	place(t, file, 1, 1, 300, "7")
	place(t, file, 1, 2, 500, "7")
	place(t, file, 2, 2, 640, "7")
	h := historyOf(t, file)
	if s := h.Strengths[1]; s.Value != 500 || s.Scale != 2 || s.Games != 54 || s.Stale || len(h.Strengths) != 2 {
		t.Errorf("places %+v", h.Strengths)
	}
	if got := h.Performance(2); got != "wins 100 % against random moves, 40 % against material:4; Elo 640 +- 40" {
		t.Error(got)
	}
	if got := h.Sentence(); !strings.HasSuffix(got, "it beats random moves always. Its Elo is 640, where random moves have 0.") {
		t.Error(got)
	}
	if got := h.Summary(1); !strings.Contains(got, "; 640 +- 40 Elo on scale 2, where random moves have 0 (") {
		t.Error(got)
	}
	if w := h.Results(1, "random"); w.Games() != 20 {
		t.Errorf("%v against random moves: games of other scales are among them", w)
	}
	if g := h.OfGeneration(h.Generations[1]); g.Strength == nil || *g.Strength.Value != 640 || g.Strength.Scale != 2 || *g.Elo.Value != 200 {
		t.Errorf("as JSON: %+v", g)
	}
	if got := h.ScaleWords(); got != "Elo is on scale 2, by games with anchors that never change; random moves have 0" {
		t.Error(got)
	}
	place(t, file, 3, 2, 700, "8")
	if got := historyOf(t, file).ScaleWords(); !strings.HasSuffix(got, "; scale 2 was measured with another search than 1 generation of this run: their Elo may be off") {
		t.Error(got)
	}
}

// Win rates are drawn against every anchor that was met in a telling number of
// games, and Elo on the scale; a picture of runs from before shows what they have.
func TestFigureOfPlaces(t *testing.T) {
	file := clitest.NewRun(t, 2)
	old := historyOf(t, clitest.NewRun(t, 2))
	place(t, file, 1, 1, 500, "7")
	place(t, file, 2, 1, 640, "7")
	h := historyOf(t, file)
	x, err := AbscissaOf("games", h.Rows)
	if err != nil {
		t.Fatal(err)
	}
	series := func(what string, h *History) (c curve.Chart, names []string) {
		t.Helper()
		of, err := TopicsOf(what)
		if err != nil {
			t.Fatal(err)
		}
		f, err := FigureOf([]*History{h}, of, x, false)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range f.Charts[0].Series {
			names = append(names, s.Name)
		}
		return f.Charts[0], names
	}
	if got := h.Rivals(); !slices.Equal(got, []string{"material:2", "material:4"}) {
		t.Errorf("its generations are told apart by %q", got)
	}
	if got := old.Rivals(); !slices.Equal(got, []string{"random", "material:2"}) {
		t.Errorf("generations from before are told apart by %q", got)
	}
	if _, names := series("winrate", h); !slices.Equal(names, []string{"random moves", "material:4"}) {
		t.Errorf("win rates against %q", names)
	}
	second := historyOf(t, file)
	two, err := FigureOf([]*History{h, second}, topics[:1], x, false)
	if err != nil || len(two.Charts[0].Series) != 2 || !strings.HasSuffix(two.Charts[0].Series[0].Name, ": material:4") {
		t.Errorf("two runs are compared by %+v, %v", two.Charts, err)
	}
	second.opponents, second.asked = append(second.opponents, "random"), []string{"random"}
	two, err = FigureOf([]*History{h, second}, topics[:1], x, false)
	if err != nil || len(two.Charts[0].Series) != 4 {
		t.Errorf("two runs are not compared by what somebody asked for: %+v, %v", two.Charts, err)
	}
	for what, want := range map[string]float64{"elo": 640, "joint": 200} {
		if c, _ := series(what, h); c.Series[0].Points[len(c.Series[0].Points)-1].Y != want {
			t.Errorf("%s ends at %+v, want %g", what, c.Series[0].Points, want)
		}
	}
	if c, _ := series("elo", old); c.Series[0].Points[1].Y != 200 || !strings.HasPrefix(c.Subtitle, "over generation 0") {
		t.Errorf("of a run from before: %q, %+v", c.Subtitle, c.Series[0].Points)
	}
}

// Engines of a ladder are drawn where somebody asks for them.
func TestAddLadder(t *testing.T) {
	file := clitest.NewRun(t, 2)
	if historyOf(t, file).AddLadder() {
		t.Error("a run that has met no engine has some")
	}
	_, err := file.AddMatch(run.Match{A: "gen:2", B: "stockfish", Generation: 2, Games: 20, Wins: 5, Losses: 15, Settings: `{"ladder":"tictactoe"}`})
	if err != nil {
		t.Fatal(err)
	}
	h := historyOf(t, file)
	before := len(h.Rows)
	if !h.AddLadder() || len(h.Rows) != before+1 {
		t.Fatalf("%d rows after %d", len(h.Rows), before)
	}
	got := curve.Collect(h.Rows, "win rate against stockfish", "", func(r curve.Row) float64 { return float64(r.Games) }).Points
	if len(got) != 1 || got[0].X != 3000 || got[0].Y != 0.25 || math.IsNaN(got[0].Low) {
		t.Errorf("points %+v", got)
	}
}

func TestOpponentName(t *testing.T) {
	for player, want := range map[string]string{
		"random": "random moves", "gen:3": "generation 3", "material:2": "material:2",
		"anchor:b@2500": "network b at 2,500 nodes", "anchor:odd": "anchor:odd",
	} {
		if got := chartName(player); len(got) > 18 || strings.HasPrefix(player, "anchor:b") && got != "net b, 2,500 nodes" {
			t.Errorf("%s is called %q in a chart", player, got)
		}
		if got := OpponentName(player); got != want {
			t.Errorf("%s is called %q, want %q", player, got, want)
		}
	}
}
