package learn

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"apprentice/agent/value/safetensors"
	"apprentice/internal/crc32c"
)

// stateFormat names what a file holds, and the version of it.
const stateFormat = "apprentice training state 3"

// The names of tensors and metadata in the file of a State.
const (
	tensorW      = "weights"
	tensorM      = "adamw.m"
	tensorV      = "adamw.v"
	tensorMean   = "average"
	tensorBest   = "best"
	metaFormat   = "format"
	metaShape    = "shape"
	metaRecipe   = "recipe"
	metaProgress = "progress"
	metaChecksum = "crc32c" // of all the above and all numbers; the format itself has none
)

// progressMeta is how far a State has come.
type progressMeta struct {
	Epoch, Step int
	Sum         float64 // of the losses in the epoch in work
	Losses      []Losses
}

// Encode returns the state as the bytes of a safetensors file with one vector
// each for the weights and for the two moments of AdamW. A vector holds feature
// weights, feature biases, output weights and output biases, padded with zeros
// to a multiple of 16. Equal states have equal bytes.
func (s *State) Encode() ([]byte, error) {
	shape, err := json.Marshal(s.shape)
	if err != nil {
		return nil, err
	}
	progress, err := json.Marshal(progressMeta{s.Epoch, s.Step, s.sum, s.Losses})
	if err != nil {
		return nil, err
	}
	tensors := []safetensors.Tensor{vector(tensorW, s.weights), vector(tensorM, s.m), vector(tensorV, s.v)}
	if s.average != nil {
		tensors = append(tensors, vector(tensorMean, s.average))
	}
	if s.best != nil {
		tensors = append(tensors, vector(tensorBest, s.best))
	}
	meta := map[string]string{
		metaFormat:   stateFormat,
		metaShape:    string(shape),
		metaRecipe:   s.recipe,
		metaProgress: string(progress),
	}
	meta[metaChecksum] = checksum(meta, tensors)
	var file bytes.Buffer
	file.Grow(len(tensors)*4*len(s.weights) + 1<<12)
	err = safetensors.Write(&file, meta, tensors)
	return file.Bytes(), err
}

func vector(name string, data []float32) safetensors.Tensor {
	return safetensors.Tensor{Name: name, Shape: []int{len(data)}, Data: data}
}

// checksum returns the CRC-32C of what a file says of the training and of the
// bytes of all numbers, in hexadecimal.
func checksum(meta map[string]string, tensors []safetensors.Tensor) string {
	sum := crc32c.New()
	for _, key := range [...]string{metaFormat, metaShape, metaRecipe, metaProgress} {
		fmt.Fprintf(sum, "%q", meta[key]) // quoted, so that it shows where one ends
	}
	var buf []byte
	for _, t := range tensors {
		fmt.Fprintf(sum, "%q", t.Name)
		for part := range slices.Chunk(t.Data, 1<<12) {
			buf = buf[:0]
			for _, x := range part {
				buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(x))
			}
			sum.Write(buf)
		}
	}
	return fmt.Sprintf("%08x", sum.Sum32())
}

// DecodeState returns the state that Encode wrote. Bytes that do not hold it
// any more, or never did, give an error.
func DecodeState(file []byte) (*State, error) {
	s, err := decodeState(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("training state: %w", err)
	}
	return s, nil
}

func decodeState(r *bytes.Reader) (*State, error) {
	header, err := safetensors.ReadHeader(r)
	if err != nil {
		return nil, err
	}
	meta := header.Metadata
	if meta[metaFormat] != stateFormat {
		return nil, fmt.Errorf("format is %q, want %q", meta[metaFormat], stateFormat)
	}
	s := &State{recipe: meta[metaRecipe]}
	if err := s.decodeMeta(meta); err != nil {
		return nil, err
	}
	vectors := map[string]*[]float32{tensorW: &s.weights, tensorM: &s.m, tensorV: &s.v, tensorMean: &s.average, tensorBest: &s.best}
	for _, t := range header.Tensors {
		if vectors[t.Name] == nil || t.Len != numParams(s.shape) {
			return nil, fmt.Errorf("tensor %q of %d numbers does not belong to a network of shape %+v", t.Name, t.Len, s.shape)
		}
	}
	tensors, err := header.ReadTensors(r)
	if err != nil {
		return nil, err
	}
	if got := checksum(meta, tensors); got != meta[metaChecksum] {
		return nil, fmt.Errorf("damaged: checksum is %s, want %q", got, meta[metaChecksum])
	}
	for _, t := range tensors {
		*vectors[t.Name] = t.Data
	}
	if s.weights == nil || s.m == nil || s.v == nil {
		return nil, fmt.Errorf("tensors %s, %s and %s must all be there", tensorW, tensorM, tensorV)
	}
	return s, s.checkNumbers()
}

// decodeMeta reads shape and progress.
func (s *State) decodeMeta(meta map[string]string) error {
	if err := json.Unmarshal([]byte(meta[metaShape]), &s.shape); err != nil {
		return fmt.Errorf("%s: %w", metaShape, err)
	}
	if err := s.shape.Check(); err != nil {
		return err
	}
	var p progressMeta
	if err := json.Unmarshal([]byte(meta[metaProgress]), &p); err != nil {
		return fmt.Errorf("%s: %w", metaProgress, err)
	}
	if p.Epoch < 0 || p.Epoch != len(p.Losses) || p.Step < max(p.Epoch, 1) || p.Sum < 0 {
		return fmt.Errorf("%s: %d epochs with %d steps, %d losses and a sum of %g", metaProgress, p.Epoch, p.Step, len(p.Losses), p.Sum)
	}
	s.Epoch, s.Step, s.sum, s.Losses = p.Epoch, p.Step, p.Sum, p.Losses
	return nil
}

// checkNumbers reports a number that training never makes and never gets rid
// of again.
func (s *State) checkNumbers() error {
	for _, part := range [...][]float32{s.weights, s.m, s.v, s.average, s.best} {
		for i, x := range part {
			if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
				return fmt.Errorf("number %d of a tensor is %v", i, x)
			}
		}
	}
	return nil
}
