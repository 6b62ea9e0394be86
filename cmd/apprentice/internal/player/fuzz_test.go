package player

import (
	"strings"
	"testing"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/printable"
)

// FuzzPlayerSpec checks that a player is named, or refused, and that one that is
// named has limits that can be kept. Files and programs are left alone.
func FuzzPlayerSpec(f *testing.F) {
	for _, s := range []string{
		"random", "material:2?name=x&nodes=5", "career:last?softnodes=400&tc=10+0.1&threads=1&hash=1", "gen:5@chess.run?nodes=400&name=x",
		"material:99999999999999999999", "career:last?hash=999999999", "?=&", "random?tc=1:2:3", "career:-1", "material:2?name=%1b[31m&depth=0",
	} {
		f.Add(s)
	}
	g := catalog.Default()
	f.Fuzz(func(t *testing.T, spec string) {
		who, keys, err := cutKeys(spec)
		if err != nil {
			return
		}
		if l := keys.limits; l != nil && (l.Nodes < 0 || l.SoftNodes < 0 || l.Depth < 0 || l.Depth > search.MaxPly || l.MoveTime < 0) {
			t.Fatalf("%q has limits %+v", spec, l)
		}
		var opts search.Options
		if keys.opts != nil {
			keys.opts(&opts)
		}
		if opts.Hash < 0 || opts.Hash > console.MaxHashMB || opts.Threads < 0 || opts.Threads > console.MaxParallel() {
			t.Fatalf("%q has options %+v", spec, opts)
		}
		kind, _, _ := strings.Cut(who, ":")
		if kind != "random" && kind != "material" {
			return
		}
		e, err := New(g, spec, search.Options{})
		if err == nil && (e.Name == "" || e.Name != printable.Text(e.Name) || e.New == nil) {
			t.Fatalf("%q is the player %+v", spec, e)
		}
	})
}
