// Package splitmix is SplitMix64 (Steele, Lea and Flood, "Fast Splittable
// Pseudorandom Number Generators", 2014): a generator of 64-bit numbers and the
// two bijections it is made of. It fills the tables of Zobrist keys, derives
// seeds from seeds, and hashes identities. Nothing here is secret or hard to
// invert.
package splitmix

// Gamma is the step of the generator's counter: 2^64 divided by the golden
// ratio, made odd. Multiplied by it, small numbers spread over 64 bits.
const Gamma = 0x9e3779b97f4a7c15

// Source is a generator. Its value is the counter, so that Source(seed) is one
// that starts from a seed; all of the 2^64 numbers come once before any comes
// again. It is a rand.Source of math/rand/v2 and not safe for concurrent use.
type Source uint64

// Uint64 returns the next number.
func (s *Source) Uint64() uint64 {
	*s += Gamma
	return Finalize(uint64(*s))
}

// Hash returns the first number of Source(x): a bijection that spreads every
// bit of x over all bits of the result, and maps no small number to itself.
func Hash(x uint64) uint64 { return Finalize(x + Gamma) }

// Finalize is Hash without the step of the counter, so that Finalize(0) is 0.
func Finalize(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
