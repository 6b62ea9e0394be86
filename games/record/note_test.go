package record

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"apprentice/games"
	"apprentice/games/chess"
)

func TestNoteComment(t *testing.T) {
	full := Note{Depth: 12, Nodes: 12345, Time: 53 * time.Millisecond}
	value := Ply{Value: 31, Flags: HasValue}
	for _, test := range []struct {
		note *Note
		ply  Ply
		want string
	}{
		{&full, value, "+0.31/12 0.053s 12345n"},
		{&full, Ply{Value: -mateValue + 4, Flags: HasValue}, "-M2/12 0.053s 12345n"},
		{nil, value, "+0.31"},
		{nil, Ply{}, ""},
		{&Note{}, value, "+0.31 0.000s"},
		{&Note{Nodes: 1}, value, "+0.31 0.000s 1n"},
		{&full, Ply{}, "0.053s 12345n"},
		{&Note{Time: time.Second}, Ply{}, ""}, // a move without a thought
	} {
		if got := test.note.comment(test.ply); got != test.want {
			t.Errorf("%+v behind %+v is %q, want %q", test.note, test.ply, got, test.want)
		}
	}
}

// Notes stand behind every move and take nothing from what is read again.
func TestWriteNotedPGN(t *testing.T) {
	g := Game{
		Plies:   line(t, chess.Game{}, "", "e2e4", "e7e5", "g1f3"),
		Outcome: games.Outcome{Result: games.Draw, Reason: games.Adjudicated},
	}
	g.Plies[1].Value, g.Plies[1].Flags = -20, HasValue
	g.Plies[2].Value, g.Plies[2].Flags = 15, HasValue
	var out bytes.Buffer
	notes := []Note{{}, {Depth: 7, Nodes: 400, Time: 2 * time.Millisecond}, {Time: time.Second}}
	if err := WriteNotedPGN(&out, chess.Game{}, &g, nil, notes); err != nil {
		t.Fatal(err)
	}
	if want := "1. e4 e5 {-0.20/7 0.002s 400n} 2. Nf3 {+0.15 1.000s} {adjudication} 1/2-1/2\n"; !strings.Contains(out.String(), want) {
		t.Errorf("no %q in\n%s", want, &out)
	}
	played, errs := readAll(chess.Game{}, out.String())
	if len(errs) > 0 || len(played) != 1 || played[0].Outcome != g.Outcome {
		t.Fatalf("%v, %v", played, errs)
	}
	if diff := cmp.Diff(g.Plies, played[0].Plies); diff != "" {
		t.Error(diff)
	}
}
