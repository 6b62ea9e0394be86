package value

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"apprentice/agent/value/safetensors"
)

// Names of the tensors in a network file.
const (
	nameFeatureW = "feature.weight"
	nameFeatureB = "feature.bias"
	nameOutW     = "output.weight"
	nameOutB     = "output.bias"
)

// tensors returns the weights as a file holds them. They share the memory.
func (w *Weights) tensors() []safetensors.Tensor {
	return []safetensors.Tensor{
		{Name: nameFeatureW, Shape: []int{w.Features, w.Hidden}, Data: w.FeatureW},
		{Name: nameFeatureB, Shape: []int{w.Hidden}, Data: w.FeatureB},
		{Name: nameOutW, Shape: []int{w.Buckets, 2 * w.Hidden}, Data: w.OutW},
		{Name: nameOutB, Shape: []int{w.Buckets}, Data: w.OutB},
	}
}

// Write writes the network file of w, a safetensors file, and returns the
// SHA-256 of its bytes in hexadecimal, the name of the network everywhere. The
// same weights and metadata give the same bytes. The shape in meta is ignored.
func Write(out io.Writer, w *Weights, meta Meta) (sha string, err error) {
	if err := w.Check(); err != nil {
		return "", err
	}
	meta.Shape = w.Shape
	if meta.Generation < 0 || meta.Games < 0 || meta.Positions < 0 {
		return "", fmt.Errorf("metadata with a negative count: generation %d, games %d, positions %d", meta.Generation, meta.Games, meta.Positions)
	}
	fields, err := meta.format()
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	if err := safetensors.Write(io.MultiWriter(out, hash), fields, w.tensors()); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// Read reads a network file to its end and returns its weights, metadata and
// SHA-256. A file that is damaged, truncated or of another kind gives an error
// that says what is wrong; memory is claimed only for numbers that arrive.
func Read(in io.Reader) (*Weights, Meta, string, error) {
	hash := sha256.New()
	in = io.TeeReader(in, hash)
	w, meta, err := read(in)
	if err != nil {
		return nil, Meta{}, "", fmt.Errorf("network file: %w", err)
	}
	return w, meta, hex.EncodeToString(hash.Sum(nil)), nil
}

func read(in io.Reader) (*Weights, Meta, error) {
	h, err := safetensors.ReadHeader(in)
	if err != nil {
		return nil, Meta{}, err
	}
	return readFloat(in, h)
}

// readFloat reads what follows the header of a float file.
func readFloat(in io.Reader, h *safetensors.Header) (*Weights, Meta, error) {
	meta, err := parseMeta(h.Metadata, format)
	if err != nil {
		return nil, Meta{}, err
	}
	w := &Weights{Shape: meta.Shape}
	if err := w.setShape(h.Tensors); err != nil {
		return nil, Meta{}, err
	}
	tensors, err := h.ReadTensors(in)
	if err != nil {
		return nil, Meta{}, err
	}
	for _, t := range tensors {
		*w.slice(t.Name) = t.Data
	}
	meta.Shape = w.Shape
	return w, meta, w.Check()
}

// setShape takes the shape from what the header says of the tensors and makes
// sure that they are the four of a network, of shapes that agree.
func (w *Weights) setShape(infos []safetensors.Info) error {
	dims := map[string][]int{}
	for _, t := range infos {
		if w.slice(t.Name) == nil {
			return fmt.Errorf("unknown tensor %q", t.Name)
		}
		dims[t.Name] = t.Shape
	}
	for name, rank := range map[string]int{nameFeatureW: 2, nameFeatureB: 1, nameOutW: 2, nameOutB: 1} {
		if d, ok := dims[name]; !ok {
			return fmt.Errorf("tensor %q is missing", name)
		} else if len(d) != rank {
			return fmt.Errorf("tensor %q has shape %v, want %d dimensions", name, d, rank)
		}
	}
	w.Features, w.Hidden, w.Buckets = dims[nameFeatureW][0], dims[nameFeatureW][1], dims[nameOutB][0]
	if err := w.Shape.Check(); err != nil {
		return err
	}
	for _, t := range w.tensors() {
		for i, n := range t.Shape {
			if got := dims[t.Name]; got[i] != n {
				return fmt.Errorf("tensor %q has shape %v, want %v", t.Name, got, t.Shape)
			}
		}
	}
	return nil
}

// slice returns where the numbers of a tensor belong, nil for none of ours.
func (w *Weights) slice(name string) *[]float32 {
	switch name {
	case nameFeatureW:
		return &w.FeatureW
	case nameFeatureB:
		return &w.FeatureB
	case nameOutW:
		return &w.OutW
	case nameOutB:
		return &w.OutB
	}
	return nil
}
