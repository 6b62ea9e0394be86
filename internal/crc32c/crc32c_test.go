package crc32c

import "testing"

// The check value of CRC-32C in the catalogue of parametrised CRC algorithms,
// and a test vector of iSCSI (RFC 3720, B.4): 32 zeros.
func TestPublishedSums(t *testing.T) {
	for text, want := range map[string]uint32{"": 0, "123456789": 0xe3069283, string(make([]byte, 32)): 0x8a9136aa} {
		if got := Sum([]byte(text)); got != want {
			t.Errorf("Sum(%q) = %#x, want %#x", text, got, want)
		}
	}
}

// Bytes that come in parts have the sum of the whole.
func TestParts(t *testing.T) {
	whole := []byte("123456789")
	for cut := range len(whole) + 1 {
		if got, want := Update(Sum(whole[:cut]), whole[cut:]), Sum(whole); got != want {
			t.Errorf("cut after %d bytes: Update gives %#x, want %#x", cut, got, want)
		}
		h := New()
		_, _ = h.Write(whole[:cut]) // never fails
		_, _ = h.Write(whole[cut:])
		if got, want := h.Sum32(), Sum(whole); got != want {
			t.Errorf("cut after %d bytes: New gives %#x, want %#x", cut, got, want)
		}
	}
}
