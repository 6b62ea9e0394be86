package record

import (
	"strings"
	"testing"

	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/connectfour"
	"apprentice/games/xiangqi"
)

// soldiers has three of Red's soldiers on its file 5.
const soldiers = "[FEN \"4k4/9/9/4P4/4P4/4P4/9/9/9/3K5 w - - 0 1\"]\n\n"

// TestReadNumbers covers moves without a letter, which look like move numbers.
func TestReadNumbers(t *testing.T) {
	const pair = "[FEN \"4k4/9/9/4P4/4P4/9/9/9/9/3K5 w - - 0 1\"]\n\n"
	for _, test := range []struct {
		game       games.Game
		text, want string
	}{
		// Soldiers of xiangqi.
		{xiangqi.Game{}, soldiers + "1. 25.4", "e5f5"},
		{xiangqi.Game{}, soldiers + "25.4", "e5f5"},
		{xiangqi.Game{}, soldiers + "1.25.4", "e5f5"},
		{xiangqi.Game{}, soldiers + "1. 25.4 K5=6 2. 15+1", "e5f5 e9f9 e6e7"},
		{xiangqi.Game{}, soldiers + "1.15+1+ K5=6 2.25=4!?", "e6e7 e9f9 e5f5"},
		{xiangqi.Game{}, pair + "1. +5=4", "e6f6"},
		{xiangqi.Game{}, pair + "1. +5.4", "e6f6"},
		{xiangqi.Game{}, pair + "1.-5.4 K5=6", "e5f5 e9f9"},

		// Correspondence chess.
		{chess.Game{}, "1. 5254 5755 2. 7163 2836", "e2e4 e7e5 g1f3 b8c6"},
		{chess.Game{}, "1.5254 5755 2.7163! 2836 3. 6134 7866 4. 5171", "e2e4 e7e5 g1f3 b8c6 f1c4 g8f6 e1g1"},
		{chess.Game{}, "1. e4 5755 2. Nf3", "e2e4 e7e5 g1f3"},
		{chess.Game{}, "[FEN \"8/1P2k3/8/8/8/8/4K3/8 w - - 0 1\"]\n\n1. 27281", "b7b8q"},
		{chess.Game{}, "[FEN \"8/1P2k3/8/8/8/8/4K3/8 w - - 0 1\"]\n\n1. 27284", "b7b8n"},
		{chess.Game{}, "[FEN \"4k3/8/8/8/8/8/8/4K2R w K - 0 1000\"]\n\n1000. 00 1000... 5857", "e1g1 e8e7"},

		// Columns of Connect Four, with numbers as people write them.
		{connectfour.Game{}, "1. 4 4 2. 3 2", "d d c b"},
		{connectfour.Game{}, "1. 1 1 2. 2 2", "a a b b"},
		{connectfour.Game{}, "1.1 1 2.2 2", "a a b b"},
		{connectfour.Game{}, "1 1 1 2 2 2 3 1 1", "a a b b a a"},
		{connectfour.Game{}, "4 4 3 2", "d d c b"},
		{connectfour.Game{}, "1 d d 2 c b", "d d c b"},
		{connectfour.Game{}, "1. d 1... d 2. c b", "d d c b"},
	} {
		played, errs := readAll(test.game, "[Event \"x\"]\n"+test.text+" *")
		if len(played) != 1 || len(errs) > 0 || spelled(t, &played[0]) != test.want {
			t.Errorf("%q: %d games, %v: %s; want %s", test.text, len(played), errs, spelled(t, &played[0]), test.want)
		}
	}
}

// TestReadNothingInSilence covers symbols where a move stands that are no move:
// they cost their game.
func TestReadNothingInSilence(t *testing.T) {
	for _, test := range []struct {
		game  games.Game
		text  string
		plies int
	}{
		{chess.Game{}, "1. Sf3 d5", 0},
		{chess.Game{}, "1. e4 5950 2. d4", 1},  // no square has a 0 or a 9
		{chess.Game{}, "1. e4 57551 2. d4", 1}, // nothing is promoted
		{chess.Game{}, "1. e4 e5 2. d4 +0.31 d5", 3},
		{chess.Game{}, "1. 52 54 57 55", 0}, // a number after a number
		{chess.Game{}, "1 e4 e5 2 5 4", 2},
		{chess.Game{}, "1. e4 e5 2. ♘ d6", 2},
		{chess.Game{}, "1. e4 e5 2. N f3", 2}, // not the pawn, after a novelty
		{chess.Game{}, "1. e4 e5 2.N f3", 2},
		{chess.Game{}, "1. e4 e5 2. 1/4 d5", 2},
		{chess.Game{}, "1. e4 d5 2. d5", 2},
		{chess.Game{}, "1. e4 d5 2. e5 f5 3. f6", 4},
		{xiangqi.Game{}, soldiers + "1. 45=4 K5=4", 0},
		{xiangqi.Game{}, "1. 7747 7062", 0},
		{xiangqi.Game{}, "1. C2=5 12.3 H8+7", 1},
		{connectfour.Game{}, "1. 8 4", 0},
	} {
		played, errs := readAll(test.game, "[Event \"x\"]\n"+test.text+" *\n\n[Event \"y\"]\n\n*\n")
		if len(played) != 2 || len(errs) != 1 || !strings.Contains(errs[0].Error(), "move \"") || len(played[0].Plies) != test.plies {
			t.Errorf("%q: %d games, %v: %d plies; want %d and an error", test.text, len(played), errs, len(played[0].Plies), test.plies)
		}
	}
	for _, text := range []string{
		"1. e4! !! 1... ... e5 ?! 2 Nf3 +- 2.. Nc6 N += 3 . Bb5 a6 D ± 4, Ba4", "1 e4 e5 2 Nf3 Nc6 3 Bb5 a6 4 Ba4", "1: e4 e5 2: Nf3 Nc6 3: Bb5 a6 4: Ba4",
	} {
		played, errs := readAll(chess.Game{}, text+" *")
		if len(played) != 1 || len(errs) > 0 || len(played[0].Plies) != 7 {
			t.Errorf("%q: %d games, %v: %s", text, len(played), errs, spelled(t, &played[0]))
		}
	}
}

// TestReadAfterResult covers what stands in the line of a result: a remark, or
// the next game.
func TestReadAfterResult(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{"e4 e5 1-0 d4 d5 0-1 ff\n1. c4 *", []string{"e2e4 e7e5", "d2d4 d7d5", "c2c4"}},
		{"e4 e5 1-0 time\n1. c4 *", []string{"e2e4 e7e5", "c2c4"}},
		{"e4 e5 1-0 Nf3 d5 *", []string{"e2e4 e7e5", "g1f3 d7d5"}},
	} {
		played, errs := readAll(chess.Game{}, test.text)
		if len(played) != len(test.want) || len(errs) > 0 {
			t.Errorf("%q: %d games, %v", test.text, len(played), errs)
			continue
		}
		for i := range played {
			if got := spelled(t, &played[i]); got != test.want[i] {
				t.Errorf("%q: game %d is %s; want %s", test.text, i+1, got, test.want[i])
			}
		}
	}
}

// TestReadBlanks covers results and castling with blanks in them.
func TestReadBlanks(t *testing.T) {
	for _, test := range []struct {
		result string
		want   games.Result
	}{
		{"1 - 0", games.Win}, {"0 - 1", games.Loss}, {"1- 0", games.Win}, {"0 -1", games.Loss}, {"1 : 0", games.Win}, {"1 – 0", games.Win},
		{"1/2 - 1/2", games.Draw}, {"1/2- 1/2", games.Draw}, {"1/2 -1/2", games.Draw}, {"½ - ½", games.Draw}, {"0.5 - 0.5", games.Draw},
		{"0,5 - 0,5", games.Draw}, {".5 - .5", games.Draw}, {"1\n- 0", games.Win},
	} {
		for _, text := range []string{"[Event \"x\"]\n1. e4 e5 " + test.result + next, "1. e4 e5 " + test.result + "\n1. c4 c5 *"} {
			played, errs := readAll(chess.Game{}, text)
			if len(played) != 2 || len(errs) > 0 || played[0].Outcome.Result != test.want || len(played[0].Plies) != 2 || len(played[1].Plies) != 2 {
				t.Errorf("%q: %d games, %v: %+v", text, len(played), errs, played[0].Outcome)
			}
		}
	}
	const moves = "1. e4 e5 2. Nf3 Nc6 3. Bc4 Bc5 4. "
	for _, castling := range []string{"0 - 0", "O - O", "0 - 0 Nf6", "0- 0 d6 5. d3"} {
		played, errs := readAll(chess.Game{}, moves+castling+" 1 - 0")
		if len(played) != 1 || len(errs) > 0 || !strings.Contains(spelled(t, &played[0]), "f8c5 e1g1") || played[0].Outcome.Result != games.Win {
			t.Errorf("%q: %d games, %v: %s", castling, len(played), errs, spelled(t, &played[0]))
		}
	}
	long, errs := readAll(chess.Game{}, "1. d4 d5 2. Nc3 Nc6 3. Bf4 Bf5 4. Qd2 Qd7 5. 0 - 0 - 0 O - O - O *")
	if len(long) != 1 || len(errs) > 0 || !strings.HasSuffix(spelled(t, &long[0]), "e1c1 e8c8") {
		t.Errorf("%d games, %v", len(long), errs)
	}
}
