package play

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"apprentice/agent/career"
	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/eval"
)

func TestOpponentsOfSpecs(t *testing.T) {
	g := catalog.Default()
	who := opponents{g}
	stages := career.Stages(g.Name())
	last := fmt.Sprintf("generation %d", stages[len(stages)-1].Generation)
	for _, test := range []struct {
		spec, name string
		nodes      int64
		hurries    bool
	}{
		{"career:0", "generation 0", 0, true},
		{"career:last", last, 0, true},
		{"career:0?nodes=20", "generation 0", 20, true},
		{"career:0?nodes=20&name=child", "child", 20, true},
		{"career:0?threads=2&nodes=20", "career:0?threads=2&nodes=20", 20, false},
		{"level:1", "level 1", career.Levels(g.Name())[0].Nodes, true},
		{"random", "random", 0, false},
		{"material:2", "material:2", 0, false},
	} {
		o, err := who.find(test.spec)
		if err != nil || o.Name != test.name || o.Spec != test.spec {
			t.Errorf("%s is %q, error %v; want %q", test.spec, o.Name, err, test.name)
			continue
		}
		if o.Limits == nil && test.nodes != 0 || o.Limits != nil && o.Limits.Nodes != test.nodes {
			t.Errorf("%s has limits %+v, want %d nodes", test.spec, o.Limits, test.nodes)
		}
		p, err := o.Open(t.Context())
		if err != nil {
			t.Errorf("%s: %v", test.spec, err)
			continue
		}
		defer p.Close()
		if p.CanHurry() != test.hurries {
			t.Errorf("%s can hurry: %v", test.spec, p.CanHurry())
		}
		pos := g.Start()
		r, err := p.Think(t.Context(), eval.Situation{Pos: pos}, search.Limits{Nodes: 50}, nil)
		if err != nil || !pos.Legal(r.Move) {
			t.Errorf("%s plays %v, error %v", test.spec, r.Move, err)
		}
	}
	for _, spec := range []string{"", "career:999", "gen:1@missing.run", "engine:/missing/engine/of?protocol=x", "material:0", "career:0?nodes=x", "level:0", "level:x", "level:99"} {
		if o, err := who.find(spec); err == nil {
			t.Errorf("%q is %v", spec, o.Name)
		}
	}
}

// Whoever can be chosen can be found again by what a journal has kept of it.
func TestAllOpponentsAreFound(t *testing.T) {
	for _, name := range catalog.Names() {
		g, err := catalog.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		who := opponents{g}
		all := who.all()
		if len(all) < 2 {
			t.Errorf("%s has %d opponents", name, len(all))
		}
		for _, o := range all {
			if again, err := who.find(o.Spec); err != nil || again.Name != o.Name || o.Note == "" {
				t.Errorf("%s, %s: %q, %q, error %v", name, o.Spec, again.Name, o.Note, err)
			}
		}
	}
}

func TestLoadGames(t *testing.T) {
	g := catalog.Default()
	path := filepath.Join(t.TempDir(), "games")
	for _, test := range []struct {
		text, wrong, start string
		plies              []int
	}{
		{"1. e4 e5 *\n\n1. d4 *\n", "", "", []int{2, 1}},
		{"4k3/8/8/8/8/8/4P3/4K3 w - - 0 1\n", "", "4k3/8/8/8/8/8/4P3/4K3 w - - 0 1", []int{0}},
		{"1. e4 e5 2. Ke3 *\n", "", "", []int{2}},
		{"", "there is no game of chess", "", nil},
		{"1. Ke8 *\n", "line 1", "", nil},
		{"4k3/8/8/8/8/8/8/1K5R w H - 0 1\n", "it is a position of chess960, not of chess", "", nil},
	} {
		if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
			t.Fatal(err)
		}
		list, err := loadGames(path, g)
		if test.wrong != "" {
			if err == nil || !strings.Contains(err.Error(), test.wrong) {
				t.Errorf("%q: error %v, want %q", test.text, err, test.wrong)
			}
			continue
		}
		var plies []int
		for _, game := range list {
			plies = append(plies, len(game.Plies))
		}
		if err != nil || !slices.Equal(plies, test.plies) || list[0].Start != test.start {
			t.Errorf("%q: games of %v plies, error %v; want %v", test.text, plies, err, test.plies)
		}
	}
	for _, path := range []string{filepath.Join(t.TempDir(), "missing"), t.TempDir()} {
		if _, err := loadGames(path, g); err == nil {
			t.Errorf("%s is read", path)
		}
	}
}

// The digit of a level chooses it, 0 the tenth; no key chooses two.
func TestKeysOfOpponents(t *testing.T) {
	for _, g := range catalog.Games() {
		seen := map[string]string{}
		for _, o := range (opponents{g}).all() {
			if o.Key == "" {
				continue
			}
			if other, twice := seen[o.Key]; twice {
				t.Errorf("%s: %s chooses %s and %s", g.Name(), o.Key, other, o.Name)
			}
			seen[o.Key] = o.Name
		}
		for i, l := range career.Levels(g.Name()) {
			if want := fmt.Sprintf("level %d", l.Number); i < 10 && seen[fmt.Sprint(l.Number%10)] != want {
				t.Errorf("%s: %d chooses %q, want %s", g.Name(), l.Number%10, seen[fmt.Sprint(l.Number%10)], want)
			}
		}
	}
}

// Nobody is offered somebody weaker than the weakest.
func TestGreetingOfLevels(t *testing.T) {
	t.Chdir(t.TempDir())
	who := opponents{catalog.Default()}
	for level, want := range map[int]string{0: "Too strong?", 1: "a stronger one", 3: "level 3 of "} {
		if text := (&flags{level: level}).greeting(who); !strings.Contains(text, want) {
			t.Errorf("level %d: %q, want %q", level, text, want)
		}
	}
}
