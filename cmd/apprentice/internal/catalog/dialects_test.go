package catalog

import (
	"testing"

	"apprentice/eval/engine"
	"apprentice/games/xiangqi"
)

// TestXiangqiDialects checks what each family of engines is told and
// understood to say.
func TestXiangqiDialects(t *testing.T) {
	pos := xiangqi.Game{}.Start()
	central, err := pos.ParseMove("h2e2")
	if err != nil {
		t.Fatal(err)
	}
	variant := engine.Identity{Protocol: engine.UCI, Name: "Fairy-Stockfish", Variants: []string{"chess", "xiangqi"}}
	d, err := DialectsOf(xiangqi.Game{})(variant)
	if err != nil || d.Variant != "xiangqi" {
		t.Fatalf("variant %q, error %v", d.Variant, err)
	}
	if got := d.FormatMove(pos, central); got != "h3e3" {
		t.Errorf("a UCI variant is told %q", got)
	}
	if m, err := d.ParseMove(pos, "h3e3"); m != central || err != nil {
		t.Errorf("h3e3 is read as %v, %v", m, err)
	}
	if m, err := d.ParseMove(pos, "h10g8"); err == nil { // Black's horse, and Red is to move
		t.Errorf("h10g8 is read as %s", pos.FormatMove(m))
	}
	for name, want := range map[string]string{
		"HoiXiangqi 0.1": "rheakaehr/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C5C1/9/RHEAKAEHR w 0 1",
		"Sjaak II 1.4.1": "rheakaehr/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C5C1/9/RHEAKAEHR w - - 0 1",
	} {
		d, err := DialectsOf(xiangqi.Game{})(engine.Identity{Protocol: engine.XBoard, Name: name})
		if err != nil {
			t.Fatal(err)
		}
		if got := d.FEN(pos); got != want {
			t.Errorf("%s is told %q", name, got)
		}
	}
}

// TestDialectOfSpec checks that a spec may ask for the other ranks.
func TestDialectOfSpec(t *testing.T) {
	pos := xiangqi.Game{}.Start()
	central, err := pos.ParseMove("h2e2")
	if err != nil {
		t.Fatal(err)
	}
	for dialect, want := range map[string]string{"1-10": "h3e3", "0-9": "h2e2"} {
		for _, protocol := range []engine.Protocol{engine.UCI, engine.UCCI} {
			id := engine.Identity{Protocol: protocol, Variants: []string{"xiangqi"}, Dialect: dialect}
			d, err := DialectsOf(xiangqi.Game{})(id)
			if err != nil {
				t.Fatal(err)
			}
			if got := d.FormatMove(pos, central); got != want {
				t.Errorf("%v in dialect %s is told %q", protocol, dialect, got)
			}
			if m, err := d.ParseMove(pos, want); m != central || err != nil {
				t.Errorf("%v in dialect %s: %s is read as %v, %v", protocol, dialect, want, m, err)
			}
		}
	}
	if _, err := DialectsOf(xiangqi.Game{})(engine.Identity{Dialect: "5-6"}); err == nil {
		t.Error("there is a dialect 5-6")
	}
}
