package player

import (
	"testing"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/printable"
)

// FuzzPlayerSpec checks that a text names a player, or is refused, and that a
// player has limits that can be kept. No file is read, and no program started.
func FuzzPlayerSpec(f *testing.F) {
	for _, s := range []string{
		"random", "material:2?name=x&nodes=5", "career:last?softnodes=400&tc=10+0.1&threads=1&hash=1", "gen:5@chess.run?nodes=400&name=x",
		"material:99999999999999999999", "career:last?hash=999999999", "?=&", "random?tc=1:2:3", "career:-1", "material:2?name=%1b[31m&depth=0",
	} {
		f.Add(s)
	}
	g := catalog.Default()
	f.Fuzz(func(t *testing.T, text string) {
		_, keys, err := cutKeys(text)
		if err != nil {
			return
		}
		if l := keys.ownLimits(); l != nil && (l.Nodes < 0 || l.SoftNodes < 0 || l.Depth < 0 || l.Depth > search.MaxPly || l.MoveTime < 0) {
			t.Fatalf("%q has limits %+v", text, l)
		}
		if opts := keys.options(search.Options{}); opts.Hash < 0 || opts.Hash > console.MaxHashMB || opts.Threads < 0 || opts.Threads > console.MaxParallel() {
			t.Fatalf("%q has options %+v", text, opts)
		}
		spec, err := ParseSpec(text)
		if err != nil {
			return
		}
		if spec.String() != text {
			t.Fatalf("%q is the spec %q", text, spec)
		}
		if spec.kind != kindRandom && spec.kind != kindMaterial {
			return
		}
		e, err := spec.Entrant(g, search.Options{})
		if err != nil || e.Name == "" || e.Name != printable.Text(e.Name) || e.New == nil {
			t.Fatalf("%q is the player %+v, %v", text, e, err)
		}
	})
}
