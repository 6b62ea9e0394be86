package near

import "testing"

func TestWord(t *testing.T) {
	choices := []string{"for", "from", "game", "generation", "movetime", "Nodes", "a", "b"}
	for word, want := range map[string]string{
		"fro": "for", "frm": "from", "gmae": "game", "GAME": "game", "gen": "generation", "generations": "generation",
		"move-time": "movetime", "node": "Nodes", "nodse": "Nodes",
		"x": "", "": "", "depth": "", "xy": "", "fo": "for", "q": "",
	} {
		if got, ok := Word(word, choices); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %t; want %q", word, got, ok, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for pair, want := range map[[2]string]int{
		{"", ""}: 0, {"abc", ""}: 3, {"abc", "abc"}: 0, {"abc", "acb"}: 1, {"abc", "ab"}: 1, {"abc", "abxc"}: 1, {"kitten", "sitting"}: 3, {"士", "車"}: 1,
	} {
		if a, b := distance(pair[0], pair[1]), distance(pair[1], pair[0]); a != want || b != want {
			t.Errorf("%q: %d and %d, want %d", pair, a, b, want)
		}
	}
}
