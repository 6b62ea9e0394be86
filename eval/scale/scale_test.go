package scale_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"apprentice/eval"
	"apprentice/eval/scale"
	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/connectfour"
	"apprentice/games/tictactoe"
	"apprentice/games/xiangqi"
)

// shipped returns the scale of a game.
func shipped(t *testing.T, g games.Game) *scale.Scale {
	t.Helper()
	s, err := scale.Of(g.Name())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The scales that ship begin with random moves at 0, have a player for each
// anchor, and read back as they are written.
func TestShipped(t *testing.T) {
	for _, g := range []games.Game{chess.Game{}, xiangqi.Game{}, tictactoe.Game{}, connectfour.Game{}} {
		s := shipped(t, g)
		if s.Game != g.Name() || s.Version < 1 || s.Pairs < 1 || s.Anchors[0].Name != scale.Zero || s.Anchors[0].Elo != 0 {
			t.Errorf("%s: scale %d of %s with %d pairs begins with %+v", g.Name(), s.Version, s.Game, s.Pairs, s.Anchors[0])
		}
		for i, a := range s.Anchors {
			e, err := s.Player(g, a.Name)
			if err != nil || e.Name != a.Name || e.New == nil {
				t.Errorf("%s: anchor %s is the player %+v, error %v", g.Name(), a.Name, e, err)
			}
			if a.Low > a.Elo || a.Elo > a.High {
				t.Errorf("%s: anchor %+v", g.Name(), a)
			}
			if w := s.Met(a.Name, s.Anchors[max(i-1, 0)].Name); i > 0 && w.Games() != 2*s.Pairs {
				t.Errorf("%s: %s met the anchor below it in %d games, not %d", g.Name(), a.Name, w.Games(), 2*s.Pairs)
			}
		}
		var b bytes.Buffer
		if err := s.Write(&b); err != nil {
			t.Fatal(err)
		}
		again, err := scale.Read(&b)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s, again); diff != "" {
			t.Errorf("%s read back (-want +got):\n%s", g.Name(), diff)
		}
	}
	if _, err := scale.Of("no game"); !errors.Is(err, scale.ErrNoScale) {
		t.Errorf("scale of no game: %v", err)
	}
	if _, err := shipped(t, tictactoe.Game{}).Player(tictactoe.Game{}, "anchor:z@9"); err == nil || !strings.Contains(err.Error(), "it has [random ") {
		t.Errorf("an anchor that is none: %v", err)
	}
}

func TestReadBad(t *testing.T) {
	for _, text := range []string{
		"", "{}", `{"game": "a", "anchors": [{"name": "random"}]}`,
		`{"anchors": [{"name": "random"}, {"name": "random"}]}`,
		`{"anchors": [{"name": "random"}, {"name": ""}]}`,
		`{"anchors": [{"name": "random"}, {"name": "a", "elo": -5}]}`,
		`{"anchors": [{"name": "random"}, {"name": "a"}], "unknown": 1}`,
	} {
		if s, err := scale.Read(strings.NewReader(text)); err == nil {
			t.Errorf("%q is read as %+v", text, s)
		}
	}
}

// examine measures an anchor as if it were a stranger.
func examine(t *testing.T, g games.Game, s *scale.Scale, name string, games, workers int) scale.Standing {
	t.Helper()
	player, err := s.Player(g, name)
	if err != nil {
		t.Fatal(err)
	}
	player.Name = "stranger"
	standing, err := scale.Exam{Game: g, Scale: s, Player: player, Games: games, Workers: workers}.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return standing
}

// A player that is an anchor comes out where the anchor is.
func TestExamFindsPlace(t *testing.T) {
	g := tictactoe.Game{}
	s := shipped(t, g)
	for _, a := range s.Anchors {
		standing := examine(t, g, s, a.Name, 300, 1)
		if e := standing.Elo; !(e.Low-20 <= a.Elo && a.Elo <= e.High+20) || e.Margin() > 60 {
			t.Errorf("%s has %.0f Elo; measured %.0f [%.0f, %.0f]", a.Name, a.Elo, e.Value, e.Low, e.High)
		}
		if n := standing.Games(); n < 300 || n > 310 {
			t.Errorf("%s was measured by %d games, not 300", a.Name, n)
		}
	}
}

// The games go to the anchors of about equal strength, and the number of workers
// changes nothing.
func TestExamSpendsGames(t *testing.T) {
	g := connectfour.Game{}
	s := shipped(t, g)
	standing := examine(t, g, s, "material:2", 160, 1)
	if diff := cmp.Diff(standing, examine(t, g, s, "material:2", 160, 3)); diff != "" {
		t.Errorf("by 3 workers (-want +got):\n%s", diff)
	}
	const shown, tried, even = 20, 4, 382.0
	for _, e := range standing.Scores {
		i := 0
		for s.Anchors[i].Name != e.B {
			i++
		}
		distance := s.Anchors[i].Elo - standing.Elo.Value
		if n := e.WDL().Games(); max(distance, -distance) > even+100 && n > shown && n > tried {
			t.Errorf("%d games with %s, which is %+.0f Elo away", n, e.B, distance)
		}
	}
	if len(standing.Scores) < 3 {
		t.Errorf("met %+v", standing.Scores)
	}
}

// Elo from anchors alone: even with one of them is its place, and who wins
// everything is above the strongest one, at a number.
func TestElo(t *testing.T) {
	s := &scale.Scale{Anchors: []scale.Anchor{{Name: "random"}, {Name: "a", Elo: 500}}}
	even := eval.Encounters([]eval.Result{evenResult("x", "a", 50, 0, 50)})
	if e := s.Elo("x", even); e.Value < 499 || e.Value > 501 || e.Margin() < 40 || e.Margin() > 90 {
		t.Errorf("even with a: %v", e)
	}
	all := eval.Encounters([]eval.Result{evenResult("x", "a", 100, 0, 0)})
	if e := s.Elo("x", all); !(e.Value > 1000 && e.Value < 3000) {
		t.Errorf("everything won: %v", e)
	}
	far := append(even, eval.Encounters([]eval.Result{evenResult("x", "random", 20, 0, 0)})...)
	if e := s.Elo("x", far); e.Value < 480 || e.Value > 520 {
		t.Errorf("with games that were won anyway: %v", e)
	}
	if e := s.Elo("x", nil); e.Value == e.Value {
		t.Errorf("without games: %v", e)
	}
}

// evenResult returns a match with these wins, draws and losses, half of them
// with either side.
func evenResult(a, b string, wins, draws, losses int) eval.Result {
	r := eval.Result{A: a, B: b}
	r.AsFirst.Wins, r.AsFirst.Draws, r.AsFirst.Losses = wins/2, draws/2, losses/2
	r.AsSecond.Wins, r.AsSecond.Draws, r.AsSecond.Losses = wins-wins/2, draws-draws/2, losses-losses/2
	return r
}

// Making a scale twice gives the same one; other figures are another version.
func TestMaking(t *testing.T) {
	g := tictactoe.Game{}
	make := func(old *scale.Scale, pairs int, signature string, workers int) *scale.Scale {
		t.Helper()
		s, err := scale.Making{Game: g, Old: old, Pairs: pairs, Signature: signature, Workers: workers}.Play(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	old := shipped(t, g)
	first := make(old, 20, "1", 1)
	if first.Version != old.Version+1 || first.Signature != "1" || first.Pairs != 20 || !first.Stale("2") || first.Stale("1") {
		t.Errorf("version %d with signature %q and %d pairs", first.Version, first.Signature, first.Pairs)
	}
	if diff := cmp.Diff(first, make(first, 20, "1", 2)); diff != "" {
		t.Errorf("again (-want +got):\n%s", diff)
	}
	if other := make(first, 20, "2", 1); other.Version != first.Version+1 {
		t.Errorf("with another search: version %d after %d", other.Version, first.Version)
	}
}
