package chronicle

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"apprentice/agent/learn"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

func encoded(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Every type says what it is, keeps its names, and leaves out what is not known.
func TestTypes(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", 3600))
	nan := math.NaN()
	slept, err := OfEvent(run.Event{ID: 7, At: at, Generation: 3, Data: event.Slept{Seconds: 60}})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		value any
		want  string
	}{
		{OfGeneration(run.Generation{
			Number: 3, State: run.Learning, Player: "ab", Plan: `{"Units":5}`, UnitsPlayed: 4, Games: 512,
			PlaySeconds: 1.5, LearnSeconds: nan, MeasureSeconds: nan, Loss: nan, HeldOut: nan, Started: at,
		}, nil), `{"v":1,"type":"generation","number":3,"state":"learning","player":"ab","plan":{"Units":5},"units":4,"games":512,` +
			`"positions":0,"nodes":0,"seconds":{"play":1.5,"learn":0,"measure":0},"cpu_seconds":{"play":0,"learn":0,"measure":0},"started":"2026-01-02T02:04:05Z"}`},
		{OfStatus(selfplay.Status{Generation: 2, Phase: run.Playing, Units: 8, UnitsDone: 2, Games: 256}, 3, math.Inf(1)),
			`{"v":1,"type":"progress","generation":2,"phase":"playing","share":0.25,"elapsed":3,"units":8,"units_done":2,"games":256}`},
		{OfStatus(selfplay.Status{Generation: 2, Phase: run.Learning, Epochs: 6, Progress: learn.Progress{Epoch: 2, Step: 5, Steps: 10, Loss: 0.5, PositionsPerSecond: nan}}, 3, 4),
			`{"v":1,"type":"progress","generation":2,"phase":"learning","share":0.5,"elapsed":3,"left":4,"epoch":2,"epochs":6,"loss":0.5}`},
		{OfMatch(run.Match{A: "gen:1", B: "random", Wins: 2, Penta: [5]int{4: 1}, Seconds: 1}),
			`{"v":1,"type":"match","a":"gen:1","b":"random","generation":0,"scale":0,"wins":2,"draws":0,"losses":0,"penta":[0,0,0,0,1],"seconds":1}`},
		{slept, `{"v":1,"type":"event","id":7,"at":"2026-01-02T02:04:05Z","event":"slept","generation":3,"text":` + encoded(t, event.Slept{Seconds: 60}.String()) + `,"data":{"seconds":60}}`},
	} {
		if diff := cmp.Diff(test.want, encoded(t, test.value)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// A plan or a rating that cannot be written as JSON does no harm.
func TestNoBrokenJSON(t *testing.T) {
	nan := math.NaN()
	g := OfGeneration(run.Generation{Plan: "{", PlaySeconds: nan, LearnSeconds: nan, MeasureSeconds: nan, PlayCPU: nan, LearnCPU: nan, MeasureCPU: nan, Loss: nan, HeldOut: nan},
		&run.Rating{Elo: nan, Low: math.Inf(-1), High: 5})
	var back Generation
	if err := json.Unmarshal([]byte(encoded(t, g)), &back); err != nil {
		t.Fatal(err)
	}
	if string(back.Plan) != "null" || back.Elo == nil || back.Elo.Value != nil || back.Elo.Low != nil || *back.Elo.High != 5 {
		t.Errorf("read back: %+v", back)
	}
}
