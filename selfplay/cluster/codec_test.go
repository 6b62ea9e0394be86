package cluster

import (
	"bytes"
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A result comes back as it was sent.
func TestResultRoundTrip(t *testing.T) {
	want := result{Job: "1.2.3", Nonce: "n", Generation: 1, Unit: 7, Network: "abc", Nodes: 5, Seconds: 1.5, CRC: math.MaxUint32, Part: 1, Parts: 3}
	got, part, err := decodeResult(encodeResult(want, []byte("games")))
	must(t, err)
	if diff := cmp.Diff(want, got); diff != "" || string(part) != "games" {
		t.Errorf("part %q (-sent +read):\n%s", part, diff)
	}
}

// Whatever else comes is an error and takes no memory for what it claims.
func TestResultRefused(t *testing.T) {
	good := result{Generation: 1, Parts: 1}
	changed := func(change func(*result)) []byte {
		r := good
		change(&r)
		return encodeResult(r, []byte("x"))
	}
	for name, data := range map[string][]byte{
		"nothing":         nil,
		"no part":         encodeResult(good, nil),
		"long header":     append([]byte{0xff, 0xff, 0xff, 0x7f}, make([]byte, 100)...),
		"header too long": {5, '{', '}'},
		"endless varint":  bytes.Repeat([]byte{0xff}, 20),
		"not JSON":        {2, 'x', 'y', 'z'},
		"no parts":        changed(func(r *result) { r.Parts = 0 }),
		"part of fewer":   changed(func(r *result) { r.Part = 1 }),
		"negative part":   changed(func(r *result) { r.Part = -1 }),
		"many parts":      changed(func(r *result) { r.Parts = maxParts + 1 }),
		"negative unit":   changed(func(r *result) { r.Unit = -1 }),
		"no generation":   changed(func(r *result) { r.Generation = 0 }),
		"negative time":   changed(func(r *result) { r.Seconds = -1 }),
		"negative nodes":  changed(func(r *result) { r.Nodes = -1 }),
	} {
		if _, _, err := decodeResult(data); !errors.Is(err, errMessage) {
			t.Errorf("%s: error %v, want %v", name, err, errMessage)
		}
	}
	if err := decode(make([]byte, maxSmall+1), new(beat)); !errors.Is(err, errMessage) {
		t.Errorf("a large message: %v", err)
	}
}

// Parts put together are the shard, and none is larger than asked for.
func TestSplit(t *testing.T) {
	blob := []byte("abcdefgh")
	for size := range 10 {
		parts := split(blob, size)
		if !bytes.Equal(bytes.Join(parts, nil), blob) {
			t.Errorf("parts of %d bytes: %q", size, parts)
		}
		for _, p := range parts {
			if len(p) > max(size, 1) || len(p) == 0 {
				t.Errorf("a part of %d bytes where %d are allowed", len(p), size)
			}
		}
	}
}

func FuzzResult(f *testing.F) {
	f.Add(encodeResult(result{Generation: 1, Parts: 1}, []byte("x")))
	f.Fuzz(func(t *testing.T, data []byte) {
		if r, part, err := decodeResult(data); err == nil && (r.Parts < 1 || len(part) == 0) {
			t.Errorf("read %+v of %d bytes", r, len(part))
		}
	})
}
