// Package safetensors reads and writes the safetensors format of Hugging Face
// (github.com/huggingface/safetensors): named arrays of numbers that Python and
// every tool of the field can open. It is only as much of the format as networks
// and optimiser states here need: float32 or int16 tensors and text metadata. It knows
// nothing of what the tensors mean; package value and package learn do.
//
// A file is eight bytes of header length (little endian), a JSON header, and
// the numbers, little endian, without gaps. The same tensors and metadata
// always give the same bytes.
package safetensors

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Limits of a file. They are far above any network here and keep a damaged or
// malicious header from asking for the whole memory.
const (
	MaxHeader = 1 << 20 // bytes of JSON
	MaxData   = 1 << 32 // bytes of numbers
)

const (
	metadataKey = "__metadata__"
	float32Name = "F32"
	float32Size = 4
	int16Name   = "I16"
	int16Size   = 2
	alignment   = 8 // of the numbers, by padding the header with spaces
)

// Tensor is a named array. Data holds its numbers row by row; their count is
// the product of Shape. A tensor of integers holds them in Ints instead, which
// is then not nil.
type Tensor struct {
	Name  string
	Shape []int
	Data  []float32
	Ints  []int16
}

// Info is what a header says about a tensor.
type Info struct {
	Name  string
	Shape []int
	Len   int // the product of Shape
	Ints  bool
}

// Header is what a file holds before its numbers: its metadata and, in the
// order of their numbers, its tensors.
type Header struct {
	Metadata map[string]string
	Tensors  []Info
}

// entry is a tensor in the JSON header.
type entry struct {
	DType   string  `json:"dtype"`
	Shape   []int64 `json:"shape"`
	Offsets []int64 `json:"data_offsets"`
}

// placed is a tensor and where its numbers lie.
type placed struct {
	Info
	begin, end int64
}

// parseHeader checks the JSON header: known type, sane shapes, numbers that
// fill the data section without gaps or overlaps.
func parseHeader(text []byte) (*Header, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return nil, fmt.Errorf("header is not a JSON object: %w", err)
	}
	h := &Header{Metadata: map[string]string{}}
	var tensors []placed
	for name, raw := range fields {
		if name == metadataKey {
			if err := json.Unmarshal(raw, &h.Metadata); err != nil {
				return nil, fmt.Errorf("%s is not a map of strings: %w", metadataKey, err)
			}
			continue
		}
		t, err := parseEntry(raw)
		if err != nil {
			return nil, fmt.Errorf("tensor %q: %w", name, err)
		}
		t.Name = name
		tensors = append(tensors, t)
	}
	slices.SortFunc(tensors, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.begin, b.begin), cmp.Compare(a.end, b.end), cmp.Compare(a.Name, b.Name))
	})
	var end int64
	for _, t := range tensors {
		if t.begin != end {
			return nil, fmt.Errorf("tensor %q begins at byte %d of the data, want %d", t.Name, t.begin, end)
		}
		end = t.end
		h.Tensors = append(h.Tensors, t.Info)
	}
	return h, nil
}

// parseEntry checks what the header says of one tensor by itself.
func parseEntry(raw json.RawMessage) (placed, error) {
	var fields map[string]json.RawMessage // not an entry at once: that would ignore the case of names
	if err := json.Unmarshal(raw, &fields); err != nil {
		return placed{}, err
	}
	var e entry
	for name, dst := range map[string]any{"dtype": &e.DType, "shape": &e.Shape, "data_offsets": &e.Offsets} {
		if text, ok := fields[name]; !ok || string(text) == "null" || len(fields) != 3 {
			return placed{}, fmt.Errorf("want the fields dtype, shape and data_offsets, no others")
		}
		if err := json.Unmarshal(fields[name], dst); err != nil {
			return placed{}, fmt.Errorf("%s: %w", name, err)
		}
	}
	unit := int64(float32Size)
	switch e.DType {
	case float32Name:
	case int16Name:
		unit = int16Size
	default:
		return placed{}, fmt.Errorf("dtype %q, want %q or %q", e.DType, float32Name, int16Name)
	}
	if len(e.Offsets) != 2 {
		return placed{}, fmt.Errorf("%d data_offsets, want 2", len(e.Offsets))
	}
	size := unit
	shape := make([]int, len(e.Shape))
	for i, n := range e.Shape {
		if n < 0 || n > MaxData || n > 0 && size > MaxData/n {
			return placed{}, fmt.Errorf("shape %v is impossible or too large", e.Shape)
		}
		size *= n
		shape[i] = int(n)
	}
	begin, end := e.Offsets[0], e.Offsets[1]
	if begin < 0 || end < begin || end > MaxData || end-begin != size {
		return placed{}, fmt.Errorf("data_offsets %v do not hold shape %v of %s: %d bytes", e.Offsets, e.Shape, e.DType, size)
	}
	return placed{Info{Shape: shape, Len: int(size / unit), Ints: e.DType == int16Name}, begin, end}, nil
}

// errTruncated is an early end of the file as a plain sentence.
var errTruncated = errors.New("file ends too early")

// errNotSafetensors is the error of a file that does not begin as the format
// says. The eight bytes of any other file are a number that says nothing.
var errNotSafetensors = errors.New("not a safetensors file: it does not begin with a header")

// truncated turns the two forms of an early end into one.
func truncated(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return errTruncated
	}
	return err
}
