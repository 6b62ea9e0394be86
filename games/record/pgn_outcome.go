package record

import (
	"slices"
	"strings"
	"unicode"

	"apprentice/games"
)

// resultToken returns the token that ends the movetext of a game.
func resultToken(r games.Result) string {
	switch r {
	case games.Win:
		return "1-0"
	case games.Draw:
		return "1/2-1/2"
	case games.Loss:
		return "0-1"
	}
	return "*"
}

// parseResult reads such a token, and the forms that one meets in files: other
// separators, ½, the words of Chinese files, and the marks of a game that somebody
// has won without playing.
// Dashes are plain ones already. A game that both have lost, 0-0, is not among
// them: castling is written so as well.
func parseResult(token string) (games.Result, bool) {
	switch strings.ToUpper(token) {
	case "红胜", "紅勝", "红先胜", "紅先勝":
		return games.Win, true
	case "黑胜", "黑勝", "红先负", "紅先負":
		return games.Loss, true
	case "和", "和棋", "和局", "红先和", "紅先和":
		return games.Draw, true
	case "1-0", "1:0", "+--", "+:-", "1-0F", "1-0FF", "1F-0F", "1-0WO":
		return games.Win, true
	case "0-1", "0:1", "--+", "-:+", "0-1F", "0-1FF", "0F-1F", "0-1WO":
		return games.Loss, true
	case "1/2-1/2", "1/2", "1/2:1/2", "½-½", "½", "½:½", "0.5-0.5", "0.5:0.5", "0,5-0,5", "0,5:0,5", ".5-.5":
		return games.Draw, true
	case "*":
		return games.Ongoing, true
	}
	return games.Ongoing, false
}

// resultTag returns the result that the Result tag of a game gives, which may
// have other marks and spaces in it; Ongoing if it gives none.
func (g *PGNGame) resultTag() (result games.Result, bothLost bool) {
	var b strings.Builder
	for _, r := range g.Tag("Result") {
		if !unicode.IsSpace(r) {
			writePlain(&b, r)
		}
	}
	switch value := b.String(); value {
	case "+/-":
		return games.Win, false
	case "-/+":
		return games.Loss, false
	case "0-0", "0:0", "0F-0F":
		return games.Ongoing, true
	default:
		result, _ = parseResult(value)
		return result, false
	}
}

// terminations are the values of the Termination tag (PGN standard 9.8.1). The
// first reason of a value is the one that reading it gives.
var terminations = []struct {
	value  string
	reason games.Reason
}{
	{"adjudication", games.Adjudicated},
	{"adjudication", games.PlyCap},
	{"time forfeit", games.TimeForfeit},
	{"rules infraction", games.IllegalMove},
	{"abandoned", games.Disconnected},
	{"abandoned", games.Aborted},
}

// termination returns the value of the Termination tag for an outcome.
func termination(o games.Outcome) string {
	for _, t := range terminations {
		if t.reason == o.Reason {
			return t.value
		}
	}
	if !o.Over() {
		return "unterminated"
	}
	return "normal"
}

// reasonOf is the inverse of termination, as far as the tag says.
func reasonOf(value string) games.Reason {
	for _, t := range terminations {
		if strings.EqualFold(t.value, strings.TrimSpace(value)) {
			return t.reason
		}
	}
	return games.NoReason
}

// reasonNamed returns the reason of that name, as it stands in the comment at
// the end of a game that WritePGN wrote.
func reasonNamed(name string) games.Reason {
	for r := games.NoReason + 1; r <= games.Aborted; r++ {
		if r.String() == name {
			return r
		}
	}
	return games.NoReason
}

// outcome returns the outcome from the token, the tags, the last comment and
// the rules.
func (g *reading) outcome() games.Outcome {
	result := g.result
	if !g.resulted || result == games.Ongoing {
		result, _ = g.resultTag()
	}
	byRule := ForFirst(g.pos.Outcome(), g.pos.Side())
	switch {
	case g.err != nil || !byRule.Over():
	case len(g.pos.Moves(nil, games.AllMoves)) == 0: // whatever the file says
		return byRule
	case byRule.Reason == games.InsufficientMaterial && result == games.Ongoing:
		return byRule
	case byRule.Result == result && (byRule.Reason == games.InsufficientMaterial || g.names(byRule.Reason)):
		return byRule
	}
	o := games.Outcome{Result: result}
	if result == games.Ongoing {
		return o
	}
	if o.Reason = reasonNamed(g.comment); o.Reason < games.RuleReasons {
		o.Reason = reasonOf(g.Tag("Termination"))
	}
	return o
}

// names reports whether the file says that the game ended by a rule: in the last
// comment or in the Termination tag, in our words or in those of other programs.
func (g *reading) names(r games.Reason) bool {
	words := []string{r.String()}
	switch r {
	case games.Repetition:
		words = append(words, "threefold", "3-fold", "3 fold")
	case games.MoveLimit:
		words = append(words, "fifty", "50 move", "50-move")
	}
	said := strings.ToLower(g.comment + " " + g.Tag("Termination"))
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(said, w) })
}
