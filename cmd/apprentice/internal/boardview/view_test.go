package boardview_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"apprentice/cmd/apprentice/internal/boardview"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/games"
)

// styles calls f for every game of the catalog and every way to draw it.
func styles(t *testing.T, f func(t *testing.T, b games.Board, s boardview.Style)) {
	for _, name := range catalog.Names() {
		g, err := catalog.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, colors := range []boardview.Colors{boardview.Mono, boardview.Basic, boardview.Full} {
			for _, pieces := range []boardview.Pieces{boardview.Auto, boardview.Solid, boardview.Outline, boardview.Letters} {
				for _, ascii := range []bool{false, true} {
					for _, flip := range []bool{false, true} {
						s := boardview.Style{Look: catalog.LookOf(g), Colors: colors, Pieces: pieces, ASCII: ascii, Flip: flip}
						t.Run(fmt.Sprintf("%s/colours %d/pieces %d/ascii %v/flip %v", name, colors, pieces, ascii, flip), func(t *testing.T) {
							f(t, g.Start().Board(), s)
						})
					}
				}
			}
		}
	}
}

// rooms are sizes of windows, from none at all to large ones.
var rooms = []boardview.Size{{0, 0}, {1, 1}, {16, 8}, {20, 10}, {35, 17}, {50, 22}, {60, 28}, {80, 38}, {200, 58}}

// fit returns the view of a board in a room.
func fit(b games.Board, s boardview.Style, room boardview.Size) boardview.View {
	return boardview.Fit(s, len(b), len([]rune(b[0])), room, boardview.Size{})
}

// all is a scene in which everything is marked.
func all(b games.Board) boardview.Scene {
	last := len(b) - 1
	return boardview.Scene{
		Pieces: b,
		Last:   []boardview.Square{{0, 0}, {1, 1}}, Check: []boardview.Square{{0, 1}},
		Targets: []boardview.Square{{1, 0}, {last, 0}}, Possible: []boardview.Square{{0, 2}},
		Chosen: &boardview.Square{Row: last, Column: 1}, Cursor: &boardview.Square{Row: last, Column: 2},
		Hints: []boardview.Hint{{From: boardview.Square{Row: 2, Column: 2}, To: boardview.Square{Row: 1, Column: 2}, Rank: 1}},
	}
}

func TestDrawKeepsToItsSize(t *testing.T) {
	styles(t, func(t *testing.T, b games.Board, s boardview.Style) {
		for _, room := range rooms {
			v := fit(b, s, room)
			text := ansi.Strip(v.Draw(all(b)))
			lines := strings.Split(text, "\n")
			if len(lines) > v.Size().Height {
				t.Errorf("%v: %d lines, want at most %d", room, len(lines), v.Size().Height)
			}
			for _, line := range lines {
				if w := ansi.StringWidth(line); w > v.Size().Width {
					t.Errorf("%v: line %q has %d columns, want at most %d", room, line, w, v.Size().Width)
				}
				if s.ASCII && strings.Trim(line, "\x20\x21\x22\x23\x24\x25\x26'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~") != "" {
					t.Errorf("%v: line %q is not ASCII", room, line)
				}
			}
		}
	})
}

func TestFitGrowsAndKeepsItsShape(t *testing.T) {
	styles(t, func(t *testing.T, b games.Board, s boardview.Style) {
		before := boardview.Size{}
		for _, room := range rooms {
			v := fit(b, s, room)
			c := v.Cell()
			if c.Width != 2*c.Height || c.Height < 1 || c.Height > 5 {
				t.Errorf("%v: cells of %v", room, c)
			}
			if c.Width < before.Width {
				t.Errorf("%v: cells of %v are smaller than in a smaller room", room, c)
			}
			if size := v.Size(); c.Height > 1 && (size.Width > room.Width || size.Height > room.Height) {
				t.Errorf("%v: the board takes %v", room, size)
			}
			before = c
		}
		if before.Height != 5 {
			t.Errorf("in a large room cells are %v", before)
		}
		small := boardview.Fit(s, len(b), len([]rune(b[0])), rooms[len(rooms)-1], boardview.Size{Width: 4, Height: 2})
		if small.Cell().Width != 4 {
			t.Errorf("cells of at most 4 are %v", small.Cell())
		}
	})
}

func TestSquareAtFindsTheMiddleOfEverySquare(t *testing.T) {
	styles(t, func(t *testing.T, b games.Board, s boardview.Style) {
		for _, room := range rooms {
			v := fit(b, s, room)
			for row := range b {
				for column := range []rune(b[row]) {
					want := boardview.Square{Row: row, Column: column}
					x, y := v.Middle(want)
					for dx := range 2 { // a piece is two columns wide
						if got, ok := v.SquareAt(x+dx, y); !ok || got != want {
							t.Fatalf("%v: %v at %d, %d is %v, %v", room, want, x+dx, y, got, ok)
						}
					}
				}
			}
			for _, outside := range [][2]int{{-1, 0}, {0, -1}, {1000, 0}, {0, 1000}} {
				if got, ok := v.SquareAt(outside[0], outside[1]); ok {
					t.Errorf("%v: %v is %v", room, outside, got)
				}
			}
		}
	})
}

// Where pieces stand tells nothing, as at the start of tic-tac-toe, both sides
// are put on the board.
func twoKings(b games.Board) games.Board {
	rows := make(games.Board, len(b))
	for i := range rows {
		rows[i] = strings.Repeat(".", len([]rune(b[i])))
	}
	rows[0] = "k" + rows[0][1:]
	rows[len(rows)-1] = "K" + rows[len(rows)-1][1:]
	return rows
}

func TestSidesDifferWithoutColour(t *testing.T) {
	styles(t, func(t *testing.T, b games.Board, s boardview.Style) {
		if s.Pieces == boardview.Solid && s.Colors != boardview.Mono {
			return // which is what was asked for
		}
		for _, room := range rooms[2:] {
			b := twoKings(b)
			v := fit(b, s, room)
			first, second := v, b
			swapped := append(games.Board{}, second...)
			for i, row := range swapped {
				swapped[i] = strings.NewReplacer("k", "K", "K", "k").Replace(row)
			}
			if ansi.Strip(first.Draw(boardview.Scene{Pieces: b})) == ansi.Strip(first.Draw(boardview.Scene{Pieces: swapped})) {
				t.Errorf("%v: both sides look the same", room)
			}
		}
	})
}

// Columns are those of the terminal: a piece that is two cells wide must not move
// what stands right of it.
func TestPiecesStandInTheirColumns(t *testing.T) {
	styles(t, func(t *testing.T, b games.Board, s boardview.Style) {
		if s.Pieces == boardview.Auto && s.Colors != boardview.Mono {
			s.Pieces = boardview.Outline // pictures are no text
		}
		for _, room := range rooms[2:] {
			v := fit(b, s, room)
			lines := strings.Split(ansi.Strip(v.Draw(boardview.Scene{Pieces: b})), "\n")
			for row := range b {
				for column, letter := range []rune(b[row]) {
					if letter == '.' {
						continue
					}
					x, y := v.Middle(boardview.Square{Row: row, Column: column})
					cell := ansi.Cut(lines[y], x, x+1)
					if cell == "" {
						cell = ansi.Cut(lines[y], x, x+2)
					}
					if cell == "" || strings.TrimSpace(cell) == "" {
						t.Fatalf("%v: no piece in column %d of %q", room, x, lines[y])
					}
				}
			}
		}
	})
}

func TestMarksAreSeenWithoutColour(t *testing.T) {
	g, err := catalog.Lookup("chess")
	if err != nil {
		t.Fatal(err)
	}
	b := g.Start().Board()
	v := fit(b, boardview.Style{Look: catalog.LookOf(g)}, boardview.Size{Width: 60, Height: 26})
	square := boardview.Square{Row: 7, Column: 4}
	for name, test := range map[string]struct {
		scene boardview.Scene
		want  string
	}{
		"last move":  {boardview.Scene{Last: []boardview.Square{square}}, "(♔)"},
		"check":      {boardview.Scene{Check: []boardview.Square{square}}, "!♔!"},
		"chosen":     {boardview.Scene{Chosen: &square}, "<♔>"},
		"cursor":     {boardview.Scene{Cursor: &square}, "[♔]"},
		"target":     {boardview.Scene{Targets: []boardview.Square{square}}, "x♔x"},
		"possible":   {boardview.Scene{Possible: []boardview.Square{square}}, "?♔?"},
		"empty":      {boardview.Scene{Targets: []boardview.Square{{4, 4}}}, "•"},
		"the second": {boardview.Scene{Hints: []boardview.Hint{{From: square, To: square, Rank: 2}}}, "2"},
	} {
		test.scene.Pieces = b
		text := ansi.Strip(v.Draw(test.scene))
		if !strings.Contains(text, test.want) {
			t.Errorf("%s: no %q in\n%s", name, test.want, text)
		}
		if plain := ansi.Strip(v.Draw(boardview.Scene{Pieces: b})); strings.Count(plain, test.want) >= strings.Count(text, test.want) {
			t.Errorf("%s: %q is there without the mark", name, test.want)
		}
	}
}
