package record

import (
	"strings"
	"testing"

	"apprentice/games"
	"apprentice/games/chess"
)

// TestReadLostByBoth covers a game that both players have lost: its mark is that
// of castling, too.
func TestReadLostByBoth(t *testing.T) {
	const moves = "1. e4 e5 2. Nf3 Nc6 3. Bc4 Bc5"
	const spelledMoves = "e2e4 e7e5 g1f3 b8c6 f1c4 f8c5"
	for _, test := range []struct {
		name, text, want string
		result           games.Result
	}{
		{"the tag says so", "[Result \"0-0\"]\n\n" + moves + " 0-0", spelledMoves, games.Ongoing},
		{"and a comment follows", "[Result \"0-0\"]\n\n" + moves + " 0-0 {both flags fell}", spelledMoves, games.Ongoing},
		{"other dashes and spaces", "[Result \"0 – 0\"]\n\n" + moves + " 0–0", spelledMoves, games.Ongoing},
		{"castling comes before it", "[Result \"0-0\"]\n\n" + moves + " 4. 0-0 0-0", spelledMoves + " e1g1", games.Ongoing},
		{"no moves", "[Result \"0-0\"]\n\n0-0", "", games.Ongoing},
		{"no moves, no tag", "[Event \"x\"]\n\n0-0", "", games.Ongoing},
		{"castling is no move", "[Result \"*\"]\n\n1. e4 e5 0-0", "e2e4 e7e5", games.Ongoing},
		{"castling ends the game", "[Result \"1-0\"]\n\n" + moves + " 0-0", spelledMoves + " e1g1", games.Win},
		{"castling with a number", "[Result \"0-0\"]\n\n" + moves + " 4.0-0", spelledMoves + " e1g1", games.Ongoing},
		{"a colon", "[Result \"0:0\"]\n\n" + moves + " 0:0", spelledMoves, games.Ongoing},
	} {
		played, errs := readAll(chess.Game{}, test.text+next)
		if len(played) != 2 || len(errs) > 0 {
			t.Errorf("%s: %d games, %v", test.name, len(played), errs)
			continue
		}
		if got := spelled(t, &played[0]); got != test.want || played[0].Outcome.Result != test.result {
			t.Errorf("%s: %s, %v; want %s, %v", test.name, got, played[0].Outcome.Result, test.want, test.result)
		}
	}
}

// TestReadForfeits covers the marks of games that one player has won without the
// other.
func TestReadForfeits(t *testing.T) {
	for text, want := range map[string]games.Result{
		"1-0F": games.Win, "0-1F": games.Loss, "1-0ff": games.Win, "1F-0F": games.Win, "0F-1F": games.Loss,
		"1-0 ff": games.Win, "+--": games.Win, "--+": games.Loss, "+:-": games.Win, "-:+": games.Loss, "1-0wo": games.Win,
		"[Result \"+/-\"]\n\n*": games.Win, "[Result \"-/+\"]\n\n*": games.Loss, "[Result \"1-0F\"]\n\n*": games.Win,
	} {
		played, errs := readAll(chess.Game{}, "[Event \"x\"]\n"+text+next)
		if len(played) != 2 || len(errs) > 0 || played[0].Outcome.Result != want || len(played[0].Plies) != 0 {
			t.Errorf("%q: %d games, %v: %+v; want %v", text, len(played), errs, played[0].Outcome, want)
		}
	}
	// White stands better, and nobody has won.
	if played, errs := readAll(chess.Game{}, "1. e4 +/- e5 *"); len(errs) > 0 || len(played) != 1 || len(played[0].Plies) != 2 {
		t.Errorf("a sign of judgement: %+v, %v", played, errs)
	}
}

// TestReadResults covers the forms of a draw, and castling that looks like a
// number.
func TestReadResults(t *testing.T) {
	for _, draw := range []string{"1/2-1/2", "1/2", "½-½", "½", "½:½", "0.5-0.5", "0,5-0,5", "0.5:0.5", ".5-.5", "1/2 - 1/2"} {
		played, errs := readAll(chess.Game{}, "[Event \"x\"]\n[Result \""+draw+"\"]\n\n1. e4 e5 "+strings.ReplaceAll(draw, " ", "")+next)
		if len(played) != 2 || len(errs) > 0 || played[0].Outcome.Result != games.Draw || len(played[0].Plies) != 2 {
			t.Errorf("%q: %d games, %v: %+v", draw, len(played), errs, played[0].Outcome)
		}
	}
	const moves = "1. e4 e5 2. Nf3 Nc6 3. Bc4 Bc5 "
	for _, castling := range []string{"4. 00", "4.00", "00", "00+", "4. 0-0", "4. 00 d6 5. d3"} {
		played, errs := readAll(chess.Game{}, moves+castling+" *")
		if len(played) != 1 || len(errs) > 0 || !strings.Contains(spelled(t, &played[0]), "c5 e1g1") && !strings.HasSuffix(spelled(t, &played[0]), "e1g1") {
			t.Errorf("%q: %d games, %v: %s", castling, len(played), errs, spelled(t, &played[0]))
		}
	}
	long, errs := readAll(chess.Game{}, "1. d4 d5 2. Nc3 Nc6 3. Bf4 Bf5 4. Qd2 Qd7 5. 000 000 *")
	if len(long) != 1 || len(errs) > 0 || !strings.HasSuffix(spelled(t, &long[0]), "e1c1 e8c8") {
		t.Errorf("%d games, %v", len(long), errs)
	}
}

// TestReadClaims covers draws that a player may claim: the file says whether it
// was claimed.
func TestReadClaims(t *testing.T) {
	const threefold = "1. Nf3 Nf6 2. Ng1 Ng8 3. Nf3 Nf6 4. Ng1 Ng8 "
	const fifty = "[FEN \"4k3/8/8/8/8/8/8/R3K3 w - - 99 80\"]\n\n80. Rb1 "
	repetition := games.Outcome{Result: games.Draw, Reason: games.Repetition}
	for _, test := range []struct {
		text string
		want games.Outcome
	}{
		{threefold + "*", games.Outcome{}},
		{threefold, games.Outcome{}},
		{"[Result \"1-0\"]\n[Termination \"time forfeit\"]\n\n" + threefold + "1-0", games.Outcome{Result: games.Win, Reason: games.TimeForfeit}},
		{threefold + "1/2-1/2", games.Outcome{Result: games.Draw}},
		{threefold + "{repetition} 1/2-1/2", repetition},
		{threefold + "{Draw by 3-fold repetition} 1/2-1/2", repetition},
		{"[Termination \"Threefold repetition\"]\n\n" + threefold + "1/2-1/2", repetition},
		{"1. Nf3 Nf6 {repetition} 1/2-1/2", games.Outcome{Result: games.Draw}}, // it is none
		{fifty + "*", games.Outcome{}},
		{fifty + "1/2-1/2", games.Outcome{Result: games.Draw}},
		{fifty + "{Draw by fifty moves rule} 1/2-1/2", games.Outcome{Result: games.Draw, Reason: games.MoveLimit}},
		{"[FEN \"4k3/8/8/8/8/8/4p3/4K3 w - - 0 1\"]\n\n1. Kxe2 *", games.Outcome{Result: games.Draw, Reason: games.InsufficientMaterial}},
		{"[FEN \"7k/8/8/6Q1/8/8/8/K7 w - - 0 1\"]\n\n1. Qg6 1-0", games.Outcome{Result: games.Draw, Reason: games.Stalemate}},
	} {
		played, errs := readAll(chess.Game{}, "[Event \"x\"]\n"+test.text+next)
		if len(played) != 2 || len(errs) > 0 || played[0].Outcome != test.want {
			t.Errorf("%q: %d games, %v: %v by %v; want %v by %v", test.text, len(played), errs,
				played[0].Outcome.Result, played[0].Outcome.Reason, test.want.Result, test.want.Reason)
		}
	}
}
