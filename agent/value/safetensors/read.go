package safetensors

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// chunk is how many numbers are read at a time: memory grows only as fast as
// the file delivers.
const chunk = 1 << 14

// ReadHeader reads the header and leaves r at the first number. The caller
// looks at names and shapes before it asks for the numbers.
func ReadHeader(r io.Reader) (*Header, error) {
	var length [8]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, fmt.Errorf("header: %w", truncated(err))
	}
	n := binary.LittleEndian.Uint64(length[:])
	if n < 2 || n > MaxHeader {
		return nil, errNotSafetensors
	}
	text := make([]byte, n)
	switch m, err := io.ReadFull(r, text); {
	case m > 0 && text[0] != '{':
		return nil, errNotSafetensors
	case err != nil:
		return nil, fmt.Errorf("header of %d bytes: %w", n, truncated(err))
	}
	return parseHeader(text)
}

// ReadTensors reads the numbers of all tensors of h, in their order, from where
// ReadHeader left r, and makes sure that nothing follows them. A tensor of
// integers is an error; ReadInts reads those.
func (h *Header) ReadTensors(r io.Reader) ([]Tensor, error) {
	return h.read(r, false)
}

// ReadInts is ReadTensors for files all of whose tensors are of integers.
func (h *Header) ReadInts(r io.Reader) ([]Tensor, error) {
	return h.read(r, true)
}

func (h *Header) read(r io.Reader, ints bool) ([]Tensor, error) {
	tensors := make([]Tensor, len(h.Tensors))
	for i, info := range h.Tensors {
		if info.Ints != ints {
			want := float32Name
			if ints {
				want = int16Name
			}
			return nil, fmt.Errorf("tensor %q is of another dtype than %q", info.Name, want)
		}
		t := Tensor{Name: info.Name, Shape: info.Shape}
		var err error
		if ints {
			t.Ints, err = readInts(r, info.Len)
		} else {
			t.Data, err = readFloats(r, info.Len)
		}
		if err != nil {
			return nil, fmt.Errorf("tensor %q, number %d of %d: %w", info.Name, len(t.Data)+len(t.Ints), info.Len, err)
		}
		tensors[i] = t
	}
	var more [1]byte
	switch n, err := io.ReadFull(r, more[:]); {
	case n > 0:
		return nil, fmt.Errorf("bytes follow the last tensor")
	case err != io.EOF:
		return nil, err
	}
	return tensors, nil
}

// readFloats reads n numbers; with an error come those read before it.
func readFloats(r io.Reader, n int) ([]float32, error) {
	data := make([]float32, 0, min(n, chunk))
	var buf [float32Size * chunk]byte
	for len(data) < n {
		b := buf[:float32Size*min(n-len(data), chunk)]
		if _, err := io.ReadFull(r, b); err != nil {
			return data, truncated(err)
		}
		for ; len(b) > 0; b = b[float32Size:] {
			data = append(data, math.Float32frombits(binary.LittleEndian.Uint32(b)))
		}
	}
	return data, nil
}

// readInts is readFloats for integers.
func readInts(r io.Reader, n int) ([]int16, error) {
	data := make([]int16, 0, min(n, chunk))
	var buf [int16Size * chunk]byte
	for len(data) < n {
		b := buf[:int16Size*min(n-len(data), chunk)]
		if _, err := io.ReadFull(r, b); err != nil {
			return data, truncated(err)
		}
		for ; len(b) > 0; b = b[int16Size:] {
			data = append(data, int16(binary.LittleEndian.Uint16(b)))
		}
	}
	return data, nil
}
