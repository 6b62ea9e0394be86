package event

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func number(x float64) *float64 { return &x }

// everyEvent holds one event of each kind with all its fields, and its
// sentence.
var everyEvent = []struct {
	data     Data
	sentence string
}{
	{Started{"0.2", "apprentice train", 2}, "started by 0.2: apprentice train"},
	{Ended{"time is up"}, "ended: time is up"},
	{Paused{"status"}, "paused by status"},
	{Resumed{}, "resumed"},
	{Ordered{"finish", "anna"}, "ordered to finish by anna"},
	{Planned{"width 256", "the game needs it", false}, "plan changed: width 256, because the game needs it"},
	{Planned{"expects 3 generations", "5m on 2 cores", true}, "plan made for 5m on 2 cores: expects 3 generations"},
	{Refused{"worse", number(0.75), number(0.5)}, "the network was refused: worse (loss 0.7500; its parent has 0.5000); the parent plays on"},
	{Relearned{"no checkpoint"}, "learns from the beginning: no checkpoint"},
	{Adjudication{10, 5, 1}, "10 games adjudicated; of 5 played out 1 ended otherwise"},
	{Warning{"clock", "the clock jumped"}, "warning: the clock jumped"},
	{Slept{3600}, "the machine slept for 1h"},
	{DiskLow{1_500_000, 2_000_000_000}, "the disk is nearly full: 1.5 MB free, 2.0 GB needed"},
	{ProgramChanged{Program{"0.1", "7"}, Program{"0.2", ""}}, "written by 0.2 from now on, instead of 0.1 (bench 7)"},
	{Waited{"add unit 3", 61, "pid 7"}, "waited 1m1s to add unit 3: another program held a lock (pid 7)"},
	{Starved{70_000_000, "pid 7"}, "the log is 70.0 MB: readers keep it from being written back (pid 7)"},
	{Rescued{"a.run", "it was moved"}, "rescued from a.run: it was moved"},
	{Pruned{3, 40, 1001}, "dropped 40 shards, 2 kB, from before generation 3"},
	{RatingFailed{"one player"}, "no ratings: one player"},
	{WorkerJoined{"b", 4, "0.2"}, "worker b joined (cores: 4, program: 0.2)"},
	{WorkerLeft{"b", "it was stopped", 7}, "worker b left (units: 7): it was stopped"},
	{WorkerRefused{"b", "another search"}, "worker b may not play: another search"},
	{Cheated{"b", 3, 2, 5, []int{1, 2}}, "worker b sent other games than those of the network (unit 3) and is refused; 2 units are played again; 5 units of generations 1 2 are suspect"},
	{Measured{40, number(12.4), 90}, "measured with 40 games in 1m30s: +12 Elo"},
}

// Each kind has its sentence, and comes back from its JSON as it was.
func TestEvents(t *testing.T) {
	tested := map[string]bool{}
	for _, e := range everyEvent {
		tested[e.data.Kind()] = true
		if got := e.data.String(); got != e.sentence {
			t.Errorf("%s says %q, want %q", e.data.Kind(), got, e.sentence)
		}
		text, err := Encode(e.data)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(e.data, Decode(e.data.Kind(), text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", e.data.Kind(), diff)
		}
	}
	for kind := range kinds {
		if !tested[kind] {
			t.Errorf("no test of %s", kind)
		}
	}
}

// The names of fields are what a file holds for good: lower case, one word or
// several with _ between.
func TestEventFields(t *testing.T) {
	for _, e := range everyEvent {
		text, err := json.Marshal(e.data)
		if err != nil {
			t.Fatal(err)
		}
		var fields map[string]any
		if err := json.Unmarshal(text, &fields); err != nil {
			t.Fatal(err)
		}
		for name := range fields {
			if name != strings.ToLower(name) || strings.Contains(name, " ") {
				t.Errorf("%s has a field %q", e.data.Kind(), name)
			}
		}
	}
}
