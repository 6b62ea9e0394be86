package games

// Keys returns a source of Zobrist keys (Zobrist, 1970): random numbers of which
// a game gives one to each piece on each square and to whatever else decides
// what may be played, and XORs those of a position into Position.Key. The
// numbers are a function of the seed, the same in every build, and never repeat.
//
// They come from SplitMix64 (Steele, Lea, Flood, 2014).
func Keys(seed uint64) (next func() uint64) {
	return func() uint64 {
		seed += 0x9e3779b97f4a7c15
		z := seed
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		return z ^ z>>31
	}
}
