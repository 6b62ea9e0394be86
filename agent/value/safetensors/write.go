package safetensors

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"unicode/utf8"
)

// Write writes tensors, in their order, and metadata as one file. It fails,
// before it writes anything, if a name occurs twice or is reserved, a text is
// not UTF-8, a shape does not agree with its data, or a limit is exceeded.
func Write(w io.Writer, metadata map[string]string, tensors []Tensor) error {
	header, err := formatHeader(metadata, tensors)
	if err != nil {
		return err
	}
	buf := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	if _, err := w.Write(append(buf, header...)); err != nil {
		return err
	}
	for _, t := range tensors {
		for part := range slices.Chunk(t.Data, chunk) {
			buf = buf[:0]
			for _, x := range part {
				buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(x))
			}
			if _, err := w.Write(buf); err != nil {
				return err
			}
		}
		for part := range slices.Chunk(t.Ints, chunk) {
			buf = buf[:0]
			for _, x := range part {
				buf = binary.LittleEndian.AppendUint16(buf, uint16(x))
			}
			if _, err := w.Write(buf); err != nil {
				return err
			}
		}
	}
	return nil
}

// formatHeader writes the JSON by hand around its parts, since a Go map would
// lose the order of the tensors.
func formatHeader(metadata map[string]string, tensors []Tensor) ([]byte, error) {
	for k, v := range metadata {
		if !utf8.ValidString(k) || !utf8.ValidString(v) {
			return nil, fmt.Errorf("metadata %q is not UTF-8", k)
		}
	}
	var b bytes.Buffer
	b.WriteByte('{')
	if len(metadata) > 0 {
		if err := field(&b, metadataKey, metadata); err != nil { // Marshal sorts the keys
			return nil, err
		}
	}
	seen := map[string]bool{metadataKey: true}
	var end int64
	for _, t := range tensors {
		if seen[t.Name] || !utf8.ValidString(t.Name) {
			return nil, fmt.Errorf("tensor name %q is not UTF-8, reserved or used twice", t.Name)
		}
		seen[t.Name] = true
		e := entry{DType: float32Name, Shape: make([]int64, len(t.Shape))}
		count, unit := len(t.Data), int64(float32Size)
		if t.Ints != nil {
			e.DType, count, unit = int16Name, len(t.Data)+len(t.Ints), int16Size
		}
		size := 1
		for i, n := range t.Shape {
			e.Shape[i] = int64(n)
			if n < 0 || n > MaxData {
				size = -1
				break
			}
			size *= n
		}
		if size != count {
			return nil, fmt.Errorf("tensor %q has %d numbers, shape %v", t.Name, count, t.Shape)
		}
		if t.Ints != nil && len(t.Data) > 0 {
			return nil, fmt.Errorf("tensor %q has both floats and integers", t.Name)
		}
		begin := end
		end += unit * int64(size)
		e.Offsets = []int64{begin, end}
		if err := field(&b, t.Name, e); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	for b.Len()%alignment != 0 {
		b.WriteByte(' ')
	}
	if b.Len() > MaxHeader || end > MaxData {
		return nil, fmt.Errorf("header of %d or data of %d bytes is too large (limits %d and %d)", b.Len(), end, MaxHeader, int64(MaxData))
	}
	return b.Bytes(), nil
}

// field appends "key":value to a JSON object that is being written.
func field(b *bytes.Buffer, key string, value any) error {
	name, err := json.Marshal(key)
	if err != nil {
		return err
	}
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	if b.Len() > 1 {
		b.WriteByte(',')
	}
	b.Write(name)
	b.WriteByte(':')
	b.Write(text)
	return nil
}
