package splitmix

import "testing"

// The first numbers from the seed 1234567, which implementations of SplitMix64
// are commonly checked against.
func TestPublishedNumbers(t *testing.T) {
	s := Source(1234567)
	for i, want := range []uint64{6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821} {
		if got := s.Uint64(); got != want {
			t.Errorf("number %d is %d, want %d", i, got, want)
		}
	}
}

// Hash is the first number of the generator, Finalize that of the counter
// before.
func TestHashes(t *testing.T) {
	for _, seed := range []uint64{0, 1, 90, 1 << 63, ^uint64(0)} {
		s := Source(seed)
		want := s.Uint64()
		if got := Hash(seed); got != want {
			t.Errorf("Hash(%d) = %d, want %d", seed, got, want)
		}
		if got := Finalize(uint64(s)); got != want {
			t.Errorf("Finalize(%d) = %d, want %d", uint64(s), got, want)
		}
	}
	if got := Finalize(0); got != 0 {
		t.Errorf("Finalize(0) = %d, want 0", got)
	}
}
