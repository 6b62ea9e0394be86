package learn

import "apprentice/games"

// Sample is one position to learn from, everything as its side to move sees
// it.
type Sample struct {
	Us, Them []games.Feature // active features of the views of the side to move and of its opponent
	Value    int             // what the searches from here on found, in centipawns (see Dataset.Add)
	Ply      int             // number of the ply within its game, at most maxPly
}

// A sample is stored as consecutive words of 16 bits:
//
//	value    two's complement
//	ply      number within its game
//	us       features of the side to move
//	them     as many features of its opponent
//
// How many features there are follows from where the next sample begins.
const (
	headerWords = 2
	maxPly      = 1<<16 - 1
)

// decode returns the sample that words hold. It shares their memory.
func decode(words []games.Feature) Sample {
	features := words[headerWords:]
	n := len(features) / 2
	return Sample{
		Us:    features[:n:n],
		Them:  features[n : 2*n : 2*n],
		Value: int(int16(words[0])),
		Ply:   int(words[1]),
	}
}

// appendSample appends the words of pos, which has that value for its side to
// move, at ply number i of a game. It returns false where the two views differ
// in the number of their features.
func appendSample(words []games.Feature, pos games.Position, value int16, i int) ([]games.Feature, bool) {
	stm := pos.Side()
	words = append(words, games.Feature(uint16(value)), games.Feature(min(i, maxPly)))
	begin := len(words)
	words = pos.Features(stm, words)
	middle := len(words)
	words = pos.Features(stm.Other(), words)
	return words, middle-begin == len(words)-middle
}
