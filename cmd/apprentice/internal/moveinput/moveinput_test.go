package moveinput_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"apprentice/cmd/apprentice/internal/boardview"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/moveinput"
	"apprentice/games"
)

// legal returns the legal moves of a position of a game.
func legal(t *testing.T, game, fen string) *moveinput.Legal {
	t.Helper()
	g, err := catalog.Lookup(game)
	if err != nil {
		t.Fatal(err)
	}
	pos := g.Start()
	if fen != "" {
		if pos, err = g.ParseFEN(fen); err != nil {
			t.Fatal(err)
		}
	}
	return reader(g).Legal(pos)
}

// reader reads moves as play does without flags.
func reader(g games.Game) *moveinput.Reader {
	shown := games.Style{Describe: games.Position.Describe, ParseMove: games.Position.ParseMove}
	typed := games.Style{Describe: games.Position.FormatMove, ParseMove: games.Position.ParseMove}
	if s, ok := g.(games.Styled); ok {
		styles := s.Styles()
		shown = styles[0]
		typed = styles[slices.IndexFunc(styles, func(s games.Style) bool { return s.Name == games.CoordinateStyle })]
	}
	return moveinput.New(g, shown, typed)
}

const promotion = "6k1/P7/8/8/8/8/5PPP/1b4K1 w - - 0 1"

func TestRead(t *testing.T) {
	for _, test := range []struct{ game, fen, text, want string }{
		{"chess", "", "Nf3", "Nf3"},
		{"chess", "", "nf3", "Nf3"},
		{"chess", "", "NF3", "Nf3"},
		{"chess", "", " e2  e4 ", "e4"},
		{"chess", "", "e2-e4", "e4"},
		{"chess", "", "g1f3", "Nf3"},
		{"chess", "rnbqkbnr/pppp1ppp/8/4p3/4P3/8/PPPP1PPP/RNBQKBNR w KQkq - 0 2", "bc4", "Bc4"},
		{"chess", "r3k3/8/8/8/8/8/8/4K2R w K - 0 1", "o-o", "O-O"},
		{"chess", promotion, "a8=N", "a8=N"},
		{"chess", promotion, "a7a8=Q", "a8=Q+"},
		{"chess", promotion, "a7 a8 r", "a8=R+"},
		{"chess", promotion, "a8", "a8=Q+ a8=R+ a8=B a8=N"},
		{"chess", promotion, "a7a8", "a8=Q+ a8=R+ a8=B a8=N"},
		{"xiangqi", "", "C2=5", "C2=5"},
		{"xiangqi", "", "c2=5", "C2=5"},
		{"xiangqi", "", "炮二平五", "C2=5"},
		{"xiangqi", "", "h2e2", "C2=5"},
		{"xiangqi", "", "h2 e2", "C2=5"},
		{"tictactoe", "", "b2", "b2"},
		{"tictactoe", "", "B2", "b2"},
	} {
		found, err := legal(t, test.game, test.fen).Read(test.text)
		var names []string
		for _, m := range found {
			names = append(names, m.Name)
		}
		if got := strings.Join(names, " "); err != nil || got != test.want {
			t.Errorf("%s, %q: %q, error %v; want %q", test.game, test.text, got, err, test.want)
		}
	}
}

func TestRefusedMovesSayWhyAndWhatIsNear(t *testing.T) {
	for _, test := range []struct{ game, fen, text, why, near string }{
		{"chess", "6k1/8/8/8/8/8/3R4/3K4 w - - 0 1", "Rc8", "no such move is legal", "Rd8+"},
		{"chess", "", "Nh5", "no such move is legal", "Nh3"},
		{"chess", "", "Qx", "not a move", ""},
		{"chess", "", "e5", "no such move is legal", "e3"},
		{"chess", "rnbqkbnr/ppp1pppp/8/3p4/4P3/8/PPPP1PPP/RNBQKBNR w KQkq d6 0 2", "d5", "needs the file of the pawn", "exd5"},
		{"chess", "", "\x1b[2J", "not a move", ""},
		{"chess", "4k3/8/8/8/8/8/4r3/4K2N w - - 0 1", "Ng3", "does not answer the check", ""},
		{"xiangqi", "", "C3=5", "no cannon on its file 3", "C2=5"},
		{"tictactoe", "", "d4", "a1 to c3", ""},
	} {
		found, err := legal(t, test.game, test.fen).Read(test.text)
		var refused *moveinput.Refused
		if !errors.As(err, &refused) || len(found) > 0 {
			t.Errorf("%s, %q: %v, error %v", test.game, test.text, found, err)
			continue
		}
		if !strings.Contains(refused.Why, test.why) || strings.Contains(refused.Why, "/") {
			t.Errorf("%s, %q: because %q, want %q without the position", test.game, test.text, refused.Why, test.why)
		}
		if test.near != "" && !slices.Contains(refused.Near, test.near) {
			t.Errorf("%s, %q: near are %q, want %s among them", test.game, test.text, refused.Near, test.near)
		}
		if len(refused.Near) > 3 {
			t.Errorf("%s, %q: %d moves are near", test.game, test.text, len(refused.Near))
		}
	}
}

func TestComplete(t *testing.T) {
	for _, test := range []struct{ game, text, want string }{
		{"chess", "N", "Na3 Nc3 Nf3 Nh3"},
		{"chess", "nf", "Nf3"},
		{"chess", "e2", "e2e3 e2e4"},
		{"chess", "zz", ""},
		{"xiangqi", "C2=", "C2=7 C2=6 C2=5 C2=4 C2=3 C2=1"},
		{"xiangqi", "炮二平", "炮二平七 炮二平六 炮二平五 炮二平四 炮二平三 炮二平一"},
		{"tictactoe", "c", "c1 c2 c3"},
	} {
		got := legal(t, test.game, "").Complete(test.text)
		want := strings.Fields(test.want)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s, %q: %q, want %q", test.game, test.text, got, want)
		}
	}
}

// What squares say and what coordinates say is the same, for every legal move.
func TestSquares(t *testing.T) {
	for _, name := range catalog.Names() {
		l := legal(t, name, "")
		g, _ := catalog.Lookup(name)
		pos := g.Start()
		for _, m := range l.All() {
			before := pos.Board()
			pos.Make(m.Move, nil)
			after := pos.Board()
			pos.Unmake()
			at := func(b games.Board, s boardview.Square) rune { return []rune(b[s.Row])[s.Column] }
			if at(after, m.To) == '.' || !m.Drop && (at(before, m.From) == '.' || at(after, m.From) != '.') {
				t.Errorf("%s, %s: from %v to %v", name, m.Name, m.From, m.To)
			}
			if found := l.Between(m.From, m.To); !slices.ContainsFunc(found, func(o moveinput.Move) bool { return o.Move == m.Move }) {
				t.Errorf("%s, %s: not between %v and %v", name, m.Name, m.From, m.To)
			}
			if !m.Drop && len(l.From(m.From)) == 0 {
				t.Errorf("%s, %s: nothing moves from %v", name, m.Name, m.From)
			}
		}
	}
}

func FuzzTypedMove(f *testing.F) {
	for _, text := range []string{"Nf3", "e2 e4", "炮二平五", "", "\x00", "O-O", "a8"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, name := range catalog.Names() {
			l := legal(t, name, "")
			found, err := l.Read(text)
			if (err == nil) != (len(found) > 0) {
				t.Errorf("%s, %q: %v, error %v", name, text, found, err)
			}
			l.Complete(text)
			l.Possible(text)
		}
	})
}
