package learn

import (
	"apprentice/games"
	"apprentice/games/record"
)

// Sample is one position to learn from, everything as its side to move sees
// it.
type Sample struct {
	Us, Them []games.Feature // active features of the views of the side to move and of its opponent
	Value    int             // what the searches from here on found, in centipawns (see Dataset.Add)
	Result   games.Result    // of the game for the side to move
	Ply      int             // number of the ply within its game, at most maxPly
}

// A sample is stored as consecutive words of 16 bits:
//
//	value    two's complement
//	mark     result in the low two bits, ply above them
//	us       features of the side to move
//	them     as many features of its opponent
//
// How many features there are follows from where the next sample begins.
const (
	headerWords = 2
	resultBits  = 2
	resultMask  = 1<<resultBits - 1
	maxPly      = 1<<(16-resultBits) - 1
)

// decode returns the sample that words hold. It shares their memory.
func decode(words []games.Feature) Sample {
	features := words[headerWords:]
	n := len(features) / 2
	return Sample{
		Us:     features[:n:n],
		Them:   features[n : 2*n : 2*n],
		Value:  int(int16(words[0])),
		Result: games.Result(words[1] & resultMask),
		Ply:    int(words[1] >> resultBits),
	}
}

// appendSample appends the words of pos, from which a search chose to play p
// as ply number i of a game that ended with outcome for First. This is the one
// place where a result changes its view. It returns false where the two views
// differ in the number of their features.
func appendSample(words []games.Feature, pos games.Position, p record.Ply, i int, outcome games.Outcome) ([]games.Feature, bool) {
	stm := pos.Side()
	result := record.ForFirst(outcome, stm).Result // for First and back is the same swap
	words = append(words,
		games.Feature(uint16(p.Value)),
		games.Feature(result)|games.Feature(min(i, maxPly))<<resultBits)
	begin := len(words)
	words = pos.Features(stm, words)
	middle := len(words)
	words = pos.Features(stm.Other(), words)
	return words, middle-begin == len(words)-middle
}
