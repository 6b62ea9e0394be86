package games

// String returns "ongoing", "loss", "draw" or "win".
func (r Result) String() string {
	switch r {
	case Ongoing:
		return "ongoing"
	case Loss:
		return "loss"
	case Draw:
		return "draw"
	case Win:
		return "win"
	}
	return "unknown result"
}

var reasons = map[Reason]string{
	NoReason:             "none",
	Checkmate:            "checkmate",
	Stalemate:            "stalemate",
	Repetition:           "repetition",
	MoveLimit:            "move limit",
	InsufficientMaterial: "insufficient material",
	Line:                 "line",
	BoardFull:            "board full",
	PerpetualCheck:       "perpetual check",
	PerpetualChase:       "perpetual chase",
	PlyCap:               "ply cap",
	Adjudicated:          "adjudication",
	Resigned:             "resignation",
	TimeForfeit:          "time forfeit",
	IllegalMove:          "illegal move",
	Disconnected:         "disconnection",
	Aborted:              "aborted",
}

// String returns the name of the reason in plain words.
func (r Reason) String() string {
	if s, ok := reasons[r]; ok {
		return s
	}
	return "unknown reason"
}
