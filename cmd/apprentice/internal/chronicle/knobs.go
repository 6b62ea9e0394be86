package chronicle

import (
	"maps"
	"slices"

	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// KnobsOf returns the knobs of a run.
func KnobsOf(c run.Config) (selfplay.Knobs, error) {
	var settings []string
	for _, name := range slices.Sorted(maps.Keys(c.Knobs)) {
		settings = append(settings, name+"="+c.Knobs[name])
	}
	return selfplay.ParseKnobs(settings)
}
