package xiangqi

import (
	"testing"

	"apprentice/games"
	"apprentice/games/gametest"
)

func TestOutcome(t *testing.T) {
	tests := []struct {
		fen    string
		result games.Result
		reason games.Reason
	}{
		{startFEN, games.Ongoing, games.NoReason},
		{"R3k4/1R7/9/9/9/9/9/9/9/3K5 b - - 0 1", games.Loss, games.Checkmate},
		{"3k5/9/9/9/9/9/9/9/3r1r3/4K4 w - - 0 1", games.Loss, games.Stalemate},
		{"4k4/3R1R3/9/9/9/9/9/9/9/3K5 b - - 0 1", games.Loss, games.Stalemate},
		// Two cannons on a file, the front one its own screen.
		{"3aka3/4c4/9/9/4C4/4C4/9/9/9/4K4 b - - 0 1", games.Ongoing, games.NoReason},
		{"3aka3/9/9/9/4C4/4C4/9/9/9/4K4 b - - 0 1", games.Loss, games.Checkmate},
		// Pieces that cannot cross the river, and what can.
		{"2bak1b2/4a4/9/9/9/9/9/9/4A4/2BAK1B2 w - - 0 1",
			games.Draw, games.InsufficientMaterial},
		{"3k5/9/9/9/9/9/9/9/9/4K4 b - - 0 1", games.Draw, games.InsufficientMaterial},
		{"3k5/9/9/9/9/9/P8/9/9/4K4 b - - 0 1", games.Ongoing, games.NoReason},
		{"3k4n/9/9/9/9/9/9/9/9/4K4 b - - 0 1", games.Ongoing, games.NoReason},
		{"3k4c/9/9/9/9/9/9/9/9/4K4 b - - 0 1", games.Ongoing, games.NoReason},
		{"3k4r/9/9/9/9/9/9/9/9/4K4 b - - 0 1", games.Ongoing, games.NoReason},
		{"3a1k3/4a4/9/9/9/9/9/9/9/4K4 b - - 0 1", games.Draw, games.InsufficientMaterial},
		// 120 plies without a capture; mate and stalemate come first.
		{"4k4/9/9/9/9/9/9/9/9/R2K5 w - - 119 80", games.Ongoing, games.NoReason},
		{"4k4/9/9/9/9/9/9/9/9/R2K5 w - - 120 80", games.Draw, games.MoveLimit},
		{"R3k4/1R7/9/9/9/9/9/9/9/3K5 b - - 120 90", games.Loss, games.Checkmate},
		{"4k4/3R1R3/9/9/9/9/9/9/9/3K5 b - - 120 90", games.Loss, games.Stalemate},
		{"4k4/4R4/9/9/9/9/9/9/9/3K5 b - - 120 90", games.Draw, games.MoveLimit}, // Kxe8 is left
	}
	for _, test := range tests {
		p := mustParse(t, test.fen)
		want := games.Outcome{Result: test.result, Reason: test.reason}
		for _, q := range []games.Position{p, flip(p)} {
			if got := q.Outcome(); got != want {
				t.Errorf("%s: %v by %v, want %v by %v", q.FEN(), got.Result, got.Reason, want.Result, want.Reason)
			}
		}
	}
}

// TestMoveLimitIsNotReset checks that a soldier's move does not count as
// progress and a capture does.
func TestMoveLimitIsNotReset(t *testing.T) {
	const fen = "4k4/9/9/9/4p4/P8/9/9/9/R2K5 w - - 118 80"
	p := mustParse(t, fen)
	gametest.Play(t, p, "a4a5", "e5e4")
	if got := p.Outcome().Reason; got != games.MoveLimit {
		t.Errorf("%s: ended by %v, want the move limit", p.FEN(), got)
	}
	p = mustParse(t, "4k4/9/9/9/p8/P8/9/9/9/R2K5 w - - 118 80")
	gametest.Play(t, p, "a4a5", "e9e8")
	if p.Outcome().Over() || p.clock != 1 {
		t.Errorf("%s: ended by %v though a piece was taken", p.FEN(), p.Outcome().Reason)
	}
}
