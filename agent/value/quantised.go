package value

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"apprentice/agent/value/safetensors"
)

// nameOutShift is the tensor of a file of integers that a float file does not
// have.
const nameOutShift = "output.shift"

// limbs is how many int16 hold an output bias, the lowest first.
const limbs = 4

// WriteQuantised writes n as a file of integers, half the size of its float
// file, and returns the SHA-256 of the file. Such a network plays and cannot be
// learnt from. meta.Source should name the float file.
func WriteQuantised(out io.Writer, n *Network, meta Meta) (sha string, err error) {
	meta.Shape = n.shape
	fields, err := meta.format()
	if err != nil {
		return "", err
	}
	fields[keyFormat] = formatInts
	shift := make([]int16, len(n.outShift))
	for b, s := range n.outShift {
		shift[b] = int16(s)
	}
	bias := make([]int16, 0, limbs*len(n.outB))
	for _, x := range n.outB {
		for i := range limbs {
			bias = append(bias, int16(x>>(16*i)))
		}
	}
	s := n.shape
	hash := sha256.New()
	err = safetensors.Write(io.MultiWriter(out, hash), fields, []safetensors.Tensor{
		{Name: nameFeatureW, Shape: []int{s.Features, s.Hidden}, Ints: n.featureW},
		{Name: nameFeatureB, Shape: []int{s.Hidden}, Ints: n.featureB},
		{Name: nameOutW, Shape: []int{s.Buckets, 2 * s.Hidden}, Ints: n.outW},
		{Name: nameOutB, Shape: []int{s.Buckets, limbs}, Ints: bias},
		{Name: nameOutShift, Shape: []int{s.Buckets}, Ints: shift},
	})
	return hex.EncodeToString(hash.Sum(nil)), err
}

// ReadNetwork reads a network file of either kind to its end and returns the
// network ready to play: a float file is rounded by Quantize. The two files of
// one network give the same values. See Read for what it accepts.
func ReadNetwork(in io.Reader) (*Network, Meta, error) {
	n, meta, err := readNetwork(in)
	if err != nil {
		return nil, Meta{}, fmt.Errorf("network file: %w", err)
	}
	return n, meta, nil
}

func readNetwork(in io.Reader) (*Network, Meta, error) {
	h, err := safetensors.ReadHeader(in)
	if err != nil {
		return nil, Meta{}, err
	}
	if h.Metadata[keyFormat] == formatInts {
		return readInts(in, h)
	}
	w, meta, err := readFloat(in, h)
	if err != nil {
		return nil, Meta{}, err
	}
	n, err := Quantize(w)
	return n, meta, err
}

// readInts reads what follows the header of a file of integers.
func readInts(in io.Reader, h *safetensors.Header) (*Network, Meta, error) {
	meta, err := parseMeta(h.Metadata, formatInts)
	if err != nil {
		return nil, Meta{}, err
	}
	dims := map[string][]int{}
	for _, t := range h.Tensors {
		dims[t.Name] = t.Shape
	}
	n := &Network{shape: meta.Shape}
	if err := n.setShape(dims); err != nil {
		return nil, Meta{}, err
	}
	tensors, err := h.ReadInts(in)
	if err != nil {
		return nil, Meta{}, err
	}
	for _, t := range tensors {
		n.set(t)
	}
	meta.Shape = n.shape
	return n, meta, n.check()
}

// setShape takes the shape from the shapes of the tensors and makes sure that
// they are the five of a file of integers, of shapes that agree.
func (n *Network) setShape(dims map[string][]int) error {
	for name, rank := range map[string]int{nameFeatureW: 2, nameFeatureB: 1, nameOutW: 2, nameOutB: 2, nameOutShift: 1} {
		if d, ok := dims[name]; !ok {
			return fmt.Errorf("tensor %q is missing", name)
		} else if len(d) != rank {
			return fmt.Errorf("tensor %q has shape %v, want %d dimensions", name, d, rank)
		}
	}
	s := &n.shape
	s.Features, s.Hidden, s.Buckets = dims[nameFeatureW][0], dims[nameFeatureW][1], dims[nameOutShift][0]
	if err := s.Check(); err != nil {
		return err
	}
	want := map[string][2]int{nameFeatureW: {s.Features, s.Hidden}, nameFeatureB: {s.Hidden}, nameOutW: {s.Buckets, 2 * s.Hidden},
		nameOutB: {s.Buckets, limbs}, nameOutShift: {s.Buckets}}
	for name, d := range dims {
		w, ok := want[name]
		if !ok {
			return fmt.Errorf("unknown tensor %q", name)
		}
		if d[0] != w[0] || len(d) > 1 && d[1] != w[1] {
			return fmt.Errorf("tensor %q has shape %v, want %v", name, d, w[:len(d)])
		}
	}
	return nil
}

// set takes the numbers of a tensor.
func (n *Network) set(t safetensors.Tensor) {
	switch t.Name {
	case nameFeatureW:
		n.featureW = t.Ints
	case nameFeatureB:
		n.featureB = t.Ints
	case nameOutW:
		n.outW = t.Ints
	case nameOutB:
		n.outB = make([]int64, len(t.Ints)/limbs)
		for i, x := range t.Ints {
			n.outB[i/limbs] |= int64(uint16(x)) << (16 * (i % limbs))
		}
	case nameOutShift:
		n.outShift = make([]uint8, len(t.Ints))
		for b, x := range t.Ints {
			n.outShift[b] = maxShift + 1 // which check refuses
			if x >= 0 && x <= maxShift {
				n.outShift[b] = uint8(x)
			}
		}
	}
}

// check makes sure that no number could overflow: those of Quantize never do.
func (n *Network) check() error {
	for i, x := range n.outW {
		if x < -maxOutput || x > maxOutput {
			return fmt.Errorf("%s: weight %d is %d, beyond +-%d", nameOutW, i, x, maxOutput)
		}
	}
	for b, x := range n.outB {
		if x < -maxBias || x > maxBias {
			return fmt.Errorf("%s: bias %d is %d, beyond +-%d", nameOutB, b, x, int64(maxBias))
		}
		if n.outShift[b] > maxShift {
			return fmt.Errorf("%s: shift of bucket %d is not within 0 and %d", nameOutShift, b, maxShift)
		}
	}
	return n.checkOverflow()
}
