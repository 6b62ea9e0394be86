package games

import "testing"

// family is a game with variants; only names matter here.
type family struct {
	Game
	name     string
	variants []Game
	others   []string
}

func (f family) Name() string     { return f.name }
func (f family) Variants() []Game { return f.variants }

func (f family) OtherNames() []string { return f.others }

// loner is a game that knows of no variants.
type loner struct{ Game }

func TestVariant(t *testing.T) {
	g := family{name: "go", variants: []Game{family{name: "atari", others: []string{"capturego"}}, family{name: "toroidal"}}}
	tests := []struct {
		game Game
		name string
		want string // "" for none
	}{
		{g, "atari", "atari"},
		{g, "Toroidal", "toroidal"},
		{g, "Capture-Go", "atari"},
		{g, "capture go", "atari"},
		{g, "capture", ""},
		{g, "go", ""},
		{g, "", ""},
		{loner{}, "atari", ""},
	}
	for _, test := range tests {
		v, ok := Variant(test.game, test.name)
		if ok != (test.want != "") || ok && v.Name() != test.want {
			t.Errorf("variant %q is %v, want %q", test.name, v, test.want)
		}
	}
}
