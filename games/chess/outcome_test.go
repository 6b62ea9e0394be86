package chess

import (
	"strings"
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
		{"rnb1kbnr/pppp1ppp/8/4p3/6Pq/5P2/PPPPP2P/RNBQKBNR w KQkq - 1 3", games.Loss, games.Checkmate},
		{"7k/5Q2/6K1/8/8/8/8/8 b - - 0 1", games.Draw, games.Stalemate},
		// Insufficient material, and what is not.
		{"4k3/8/8/8/8/8/8/4K3 w - - 0 1", games.Draw, games.InsufficientMaterial},
		{"4k3/8/8/8/8/8/8/4KN2 w - - 0 1", games.Draw, games.InsufficientMaterial},
		{"4k3/8/8/8/8/8/8/4KB2 b - - 0 1", games.Draw, games.InsufficientMaterial},
		{"4kb2/8/8/8/8/8/8/2B1K3 b - - 0 1", games.Draw, games.InsufficientMaterial},
		{"4k3/8/8/4B3/3B4/8/8/2B1K3 b - - 0 1", games.Draw, games.InsufficientMaterial},
		{"2b1k3/8/8/8/8/8/8/2B1K3 b - - 0 1", games.Ongoing, games.NoReason},
		{"4k3/8/8/8/8/8/8/3NKN2 b - - 0 1", games.Ongoing, games.NoReason},
		{"4k1n1/8/8/8/8/8/8/4KN2 b - - 0 1", games.Ongoing, games.NoReason},
		{"4k1n1/8/8/8/8/8/8/4KB2 b - - 0 1", games.Ongoing, games.NoReason},
		{"4k3/8/8/8/8/8/4P3/4K3 b - - 0 1", games.Ongoing, games.NoReason},
		// The fifty-move rule; a mate comes first.
		{"4k3/8/8/8/8/8/8/4K2R w - - 99 80", games.Ongoing, games.NoReason},
		{"4k3/8/8/8/8/8/8/4K2R w - - 100 80", games.Draw, games.MoveLimit},
		{"k6R/8/1K6/8/8/8/8/8 b - - 100 80", games.Loss, games.Checkmate},
		{"k6R/3b4/1K6/8/8/8/8/8 b - - 100 80", games.Draw, games.MoveLimit}, // Bc8 is left
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

func TestRepetition(t *testing.T) {
	const (
		rooks = "4k2r/8/8/8/8/8/8/R3K3 w Qk - 0 1"
		step  = "4k3/8/8/8/2p5/8/3P4/4K3 w - - 0 1" // d4 allows cxd3 e.p.
		pin   = "8/8/8/8/k1p4R/8/3P4/4K3 w - - 0 1" // d4 does not: the king would be in check
	)
	around := "Nf3 Nf6 Ng1 Ng8 "
	kings := "Ke2 Ke7 Ke1 Ke8 "
	tests := []struct {
		name, fen, moves string
		ply              int
		want             bool
	}{
		{"second time in the game", startFEN, around, 0, false},
		{"third time in the game", startFEN, around + around, 0, true},
		{"second time within the search", startFEN, around, 4, true},
		{"first time was before the root", startFEN, around, 3, false},
		{"two times before the root", startFEN, around + around, 1, true},
		{"other moves between", startFEN, around + "Nc3 Nc6 Nb1 Nb8", 0, true},
		{"castling rights lost on the way", rooks, kings + kings, 0, false},
		{"third time without the rights", rooks, kings + kings + kings, 0, true},
		{"a capture en passant was possible", step, "d4 Ke7 Ke2 Ke8 Ke1 Ke7 Ke2 Ke8 Ke1", 0, false},
		{"and the third time it was not", step, "d4 Ke7 Ke2 Ke8 Ke1 Ke7 Ke2 Ke8 Ke1 Ke7 Ke2 Ke8 Ke1", 0, true},
		{"a pinned capture en passant does not count", pin, "d4 Kb4 Kd1 Ka4 Ke1 Kb4 Kd1 Ka4 Ke1", 0, true},
		{"a pass between", startFEN, "Nf3 Nf6 Ng1 Ng8 -- -- Nf3 Nf6 Ng1 Ng8", 0, false},
		{"after a pass, within the search", startFEN, "-- -- Nf3 Nf6 Ng1 Ng8", 4, true},
		{"a pair of passes", startFEN, "-- --", 2, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := mustParse(t, test.fen)
			for text := range strings.FieldsSeq(test.moves) {
				if text == "--" {
					p.Make(games.NoMove, nil)
					continue
				}
				gametest.Play(t, p, text)
			}
			want := games.Outcome{}
			if test.want {
				want = games.Outcome{Result: games.Draw, Reason: games.Repetition}
			}
			if got := p.Ended(test.ply); got != want {
				t.Errorf("%s after %s: %v by %v, want %v", p.FEN(), test.moves, got.Result, got.Reason, want.Result)
			}
		})
	}
}

// TestRepetitionAcrossClone checks that a copy remembers what the original
// has seen.
func TestRepetitionAcrossClone(t *testing.T) {
	p := NewPosition()
	gametest.Play(t, p, "Nf3", "Nf6", "Ng1", "Ng8", "Nf3", "Nf6")
	c := p.Clone().(*Position)
	gametest.Play(t, c, "Ng1", "Ng8")
	if got := c.Outcome().Reason; got != games.Repetition {
		t.Errorf("the copy ended by %v, want a repetition", got)
	}
	if len(p.stack) != 6 || p.Outcome().Over() {
		t.Errorf("moves of the copy reached the original: %s", p.FEN())
	}
}
