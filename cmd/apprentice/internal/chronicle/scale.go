package chronicle

import (
	"encoding/json"
	"fmt"
	"strings"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/eval/stat"
	"apprentice/selfplay/run"
)

// scalePrefix begins the name of a version of the Elo scale of anchors in a run.
const scalePrefix = "anchors, version "

// ScaleName is what a run file calls a version of the Elo scale of anchors.
func ScaleName(version int) string { return fmt.Sprint(scalePrefix, version) }

// ScaleSettings is what the run file keeps of the conditions of a measurement on
// the Elo scale of anchors.
type ScaleSettings struct {
	Scale     int    `json:"scale"`               // version
	Signature string `json:"signature,omitempty"` // bench signature of the program that measured
	Made      string `json:"made,omitempty"`      // bench signature that the scale was made with
}

// Strength is the place of a generation on the Elo scale of anchors.
type Strength struct {
	stat.Interval
	Scale int  // version
	Games int  // that it was measured by
	Stale bool // it was measured with another search than the scale
}

// Words writes the place with its margin.
func (s Strength) Words() string {
	return fmt.Sprintf("%s +- %s", stat.Fixed(s.Value, 0), stat.Fixed(s.Margin(), 0))
}

// strengths returns the places of the generations on the newest scale that the
// run was measured on.
func strengths(all []run.External) map[int]Strength {
	found, newest := map[int]Strength{}, 0
	for _, e := range all {
		var s ScaleSettings
		if !strings.HasPrefix(e.Scale, scalePrefix) || json.Unmarshal([]byte(e.Settings), &s) != nil {
			continue
		}
		if s.Scale > newest {
			clear(found)
			newest = s.Scale
		}
		if s.Scale == newest {
			found[e.Generation] = Strength{stat.Interval{Value: e.Elo, Low: e.Low, High: e.High}, s.Scale, e.Games, s.Signature != s.Made}
		}
	}
	return found
}

// ScaleWords says on which scale the Elo of the run's generations is; "" before
// the first measurement.
func (h *History) ScaleWords() string {
	switch version := h.scale(); {
	case version > 0:
		text := fmt.Sprintf("Elo is on scale %d, by games with anchors that never change; random moves have 0", version)
		if stale := h.StaleWords(); stale != "" {
			text += "; " + stale
		}
		return text
	case len(h.Ratings) > 0:
		return "Elo is over generation 0, from all matches of the run: " + console.ProgramName() + " eval elo gives it a place on the scale that all runs share"
	}
	return ""
}

// scale returns the version of the scale that generations have a place on; 0 if
// none has.
func (h *History) scale() int {
	for _, s := range h.Strengths {
		return s.Scale
	}
	return 0
}

// StaleWords says that figures of the run are not on the scale as it was made;
// "" where they are.
func (h *History) StaleWords() string {
	var stale []int
	version := 0
	for n, s := range h.Strengths {
		if s.Stale {
			stale, version = append(stale, n), s.Scale
		}
	}
	if len(stale) == 0 {
		return ""
	}
	return fmt.Sprintf("scale %d was measured with another search than %s of this run: their Elo may be off", version, console.Plural(len(stale), "generation"))
}
