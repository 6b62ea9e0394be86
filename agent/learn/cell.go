package learn

import "apprentice/internal/splitmix"

// Samples lie on disk by cells: a hash of game and ply gives each sample one of
// a fixed number of them, so that the samples of a cell, and of any range of
// cells, are a random subset of all. Learning reads a bucket of neighbouring
// cells at a time and takes its samples in random order, which mixes games as
// a shuffle of all samples does.
const (
	cellBits = 12
	numCells = 1 << cellBits
)

// cellOf returns the cell of a ply of the game with that identity.
func cellOf(identity uint64, ply int) uint16 {
	return uint16(splitmix.Hash(identity^uint64(ply)) >> (64 - cellBits))
}

// bucketSamples is how many samples a bucket of cells has at most, as chance
// has it: few enough that three buckets are a small part of a memory of 100 MB,
// many enough that reading one of a window of a billion samples does not mean
// tiny reads.
const bucketSamples = 1 << 18

// bucketCount returns into how many buckets of equally many cells this many
// samples are cut: a power of two, for which a bucket holds about limit of them
// or half as many, and at most a bucket for each cell. It depends on nothing
// else, least of all on memory, since it decides the order of learning.
func bucketCount(samples, limit int) int {
	n := 1
	for n < numCells && samples > n*limit {
		n *= 2
	}
	return n
}
