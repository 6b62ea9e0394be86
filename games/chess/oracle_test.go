package chess

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	arbiter "github.com/notnil/chess"

	"apprentice/games"
	"apprentice/games/gametest"
)

// oraclePlies is how many half-moves TestOracle compares; a fortieth of them
// under -short.
const oraclePlies = 200_000

// TestOracle plays random games beside notnil/chess: the same legal moves in
// every position and the same outcome.
func TestOracle(t *testing.T) {
	left := oraclePlies
	if testing.Short() {
		left /= 40
	}
	const seed = 7
	rng := rand.New(rand.NewPCG(seed, 0))
	starts := append([]string{startFEN}, corners...)
	for game := 0; left > 0; game++ {
		left -= playBesideOracle(t, rng, starts[game%len(starts)])
		if t.Failed() {
			t.Fatalf("seed %d, game %d", seed, game)
		}
	}
}

// playBesideOracle plays one random game to its end and returns its length.
func playBesideOracle(t *testing.T, rng *rand.Rand, fen string) (plies int) {
	p := mustParse(t, fen)
	oracle, err := newArbiter(fen)
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]int)
	for ; ; plies++ {
		outcome, err := arbitrate(oracle, seen)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Outcome(); got != outcome {
			t.Errorf("%s: outcome %v by %v, notnil/chess says %v by %v",
				p.FEN(), got.Result, got.Reason, outcome.Result, outcome.Reason)
			return plies
		}
		moves := p.Moves(nil, games.AllMoves)
		valid := oracle.ValidMoves()
		if got, want := names(moves), oracleNames(valid); !slices.Equal(got, want) {
			t.Errorf("%s: moves %v, notnil/chess has %v", p.FEN(), got, want)
			return plies
		}
		if outcome.Over() {
			return plies + 1
		}
		m := moves[rng.IntN(len(moves))]
		oracle = oracle.Update(findMove(oracle, formatMove(m)))
		p.Make(m, nil)
	}
}

func names(moves []games.Move) []string {
	names := make([]string, len(moves))
	for i, m := range moves {
		names[i] = formatMove(m)
	}
	slices.Sort(names)
	return names
}

func oracleNames(moves []*arbiter.Move) []string {
	names := make([]string, len(moves))
	for i, m := range moves {
		names[i] = m.String()
	}
	slices.Sort(names)
	return names
}

func TestArbitrate(t *testing.T) {
	tests := []struct {
		name, fen string
		moves     []string
		want      games.Outcome
		wrong     bool
	}{
		{name: "fool's mate", moves: []string{"f3", "e5", "g4", "Qh4#"},
			want: games.Outcome{Result: games.Loss, Reason: games.Checkmate}},
		{name: "going on", moves: []string{"e4", "e5"}},
		{name: "repetition", moves: []string{"Nf3", "Nf6", "Ng1", "Ng8", "Nf3", "Nf6", "Ng1", "Ng8"},
			want: games.Outcome{Result: games.Draw, Reason: games.Repetition}},
		{name: "no repetition for want of a capture en passant",
			moves: []string{"e4", "Nf6", "Nf3", "Ng8", "Ng1", "Nf6", "Nf3", "Ng8", "Ng1"},
			want:  games.Outcome{Result: games.Draw, Reason: games.Repetition}},
		{name: "played on after the end",
			moves: []string{"Nf3", "Nf6", "Ng1", "Ng8", "Nf3", "Nf6", "Ng1", "Ng8", "e4"}, wrong: true},
		{name: "fifty moves", fen: "4k3/8/8/8/8/8/8/4K2R w - - 99 100", moves: []string{"Rh2"},
			want: games.Outcome{Result: games.Draw, Reason: games.MoveLimit}},
		{name: "bare kings", fen: "4k3/8/8/8/8/8/4p3/4K3 w - - 0 1", moves: []string{"Kxe2"},
			want: games.Outcome{Result: games.Draw, Reason: games.InsufficientMaterial}},
		{name: "stalemate", fen: "7k/8/6K1/8/8/8/8/5Q2 w - - 0 1", moves: []string{"Qf7"},
			want: games.Outcome{Result: games.Draw, Reason: games.Stalemate}},
		{name: "no position", fen: "8/8/8/8/8/8/8/8 w - - 0 1", wrong: true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var moves []games.Move
			if p, err := ParseFEN(cmp.Or(test.fen, startFEN)); err == nil {
				for _, text := range test.moves {
					moves = append(moves, gametest.Move(t, p, text))
					p.Make(moves[len(moves)-1], nil)
				}
			}
			got, err := Game{}.Arbitrate(test.fen, moves)
			if (err != nil) != test.wrong || got != test.want {
				t.Errorf("%v by %v, error %v; want %v by %v", got.Result, got.Reason, err, test.want.Result, test.want.Reason)
			}
		})
	}
	illegal := []games.Move{newMove(e1, e8)}
	if _, err := (Game{}).Arbitrate("", illegal); err == nil {
		t.Error("the king jumped across the board without an error")
	}
}
