package record

import "apprentice/games"

// passes are the ways to write a pass: those of ChessBase (--), Chess Assistant
// (Z0), others, and of UCI (0000).
var passes = map[string]bool{"--": true, "Z0": true, "null": true, "@@@@": true, "0000": true}

// passText is how WritePGN writes a pass.
const passText = "--"

// canPass reports whether the side to move may pass: it is not in check, and the
// game is not over.
func canPass(pos games.Position) bool {
	return !pos.InCheck() && len(pos.Moves(nil, games.AllMoves)) > 0
}
