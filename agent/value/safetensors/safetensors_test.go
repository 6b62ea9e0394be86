package safetensors_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"
	"testing"

	"apprentice/agent/value/safetensors"

	"github.com/google/go-cmp/cmp"
	oracle "github.com/nlpodyssey/safetensors"
)

// read reads a whole file.
func read(file []byte) (map[string]string, []safetensors.Tensor, error) {
	r := bytes.NewReader(file)
	h, err := safetensors.ReadHeader(r)
	if err != nil {
		return nil, nil, err
	}
	tensors, err := h.ReadTensors(r)
	return h.Metadata, tensors, err
}

// withHeader is a file of this header and size of data.
func withHeader(header string, size int) []byte {
	file := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(file, header...), make([]byte, size)...)
}

func TestRoundTrip(t *testing.T) {
	big := make([]float32, 3*16384+5) // more than is read at a time
	for i := range big {
		big[i] = float32(i) / 3
	}
	for _, tt := range []struct {
		name     string
		metadata map[string]string
		tensors  []safetensors.Tensor
	}{
		{name: "nothing", metadata: map[string]string{}},
		{"shapes", map[string]string{"a": "b", "": "\x00\t<\u2028>"}, []safetensors.Tensor{
			{Name: "z", Shape: []int{2, 1, 3}, Data: []float32{1, -2, 3, float32(math.Inf(1)), math.MaxFloat32, math.SmallestNonzeroFloat32}},
			{Name: "a scalar", Shape: []int{}, Data: []float32{7}},
			{Name: "none", Shape: []int{4, 0}, Data: []float32{}},
			{Name: "big", Shape: []int{len(big)}, Data: big},
		}},
	} {
		var b bytes.Buffer
		if err := safetensors.Write(&b, tt.metadata, tt.tensors); err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		metadata, tensors, err := read(b.Bytes())
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if diff := cmp.Diff(tt.metadata, metadata); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
		// A tensor without numbers may change places with its neighbour.
		if diff := cmp.Diff(byName(tt.tensors), byName(tensors)); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
		if st, err := oracle.Deserialize(b.Bytes()); err != nil || st.Len() != len(tt.tensors) {
			t.Errorf("%s: another implementation finds %d tensors: %v", tt.name, st.Len(), err)
		}
	}
}

func byName(tensors []safetensors.Tensor) map[string]safetensors.Tensor {
	m := map[string]safetensors.Tensor{}
	for _, t := range tensors {
		m[t.Name] = t
	}
	return m
}

// Files of another implementation are read.
func TestReadsOracle(t *testing.T) {
	data := []byte{0, 0, 128, 63, 0, 0, 0, 192}
	view, err := oracle.NewTensorView(oracle.F32, []uint64{2}, data)
	if err != nil {
		t.Fatal(err)
	}
	file, err := oracle.Serialize(map[string]oracle.TensorView{"b": view, "a": view}, map[string]string{"k": "v"})
	if err != nil {
		t.Fatal(err)
	}
	metadata, tensors, err := read(file)
	if err != nil {
		t.Fatal(err)
	}
	want := []safetensors.Tensor{{Name: "a", Shape: []int{2}, Data: []float32{1, -2}}, {Name: "b", Shape: []int{2}, Data: []float32{1, -2}}}
	if diff := cmp.Diff(want, tensors) + cmp.Diff(map[string]string{"k": "v"}, metadata); diff != "" {
		t.Error(diff)
	}
}

func TestReadErrors(t *testing.T) {
	for _, tt := range []struct{ header, want string }{
		{`[]`, "not a safetensors file"},
		{`{}}`, "not a JSON object"},
		{`{"__metadata__":{"a":1}}`, "not a map of strings"},
		{`{"a":7}`, `tensor "a"`},
		{`{"a":{"DTYPE":"F32","shape":[1],"data_offsets":[0,4]}}`, "want the fields"},
		{`{"a":{"dtype":"F32","shape":null,"data_offsets":[0,4]}}`, "want the fields"},
		{`{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}`, `dtype "F64", want "F32" or "I16"`},
		{`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}`, "3 data_offsets, want 2"},
		{`{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}`, `tensor "a"`},
		{`{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}`, "impossible or too large"},
		{`{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}`, "impossible or too large"},
		{`{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}`, "do not hold"},
		{`{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}`, "do not hold"},
		{`{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}`, "do not hold"},
		{`{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}`, "begins at byte 4 of the data, want 0"},
		{`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, `tensor "b" begins at byte 0 of the data, want 4`},
		{`{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}`, `tensor "a", number 0 of 3: file ends too early`},
		{`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, "bytes follow"},
	} {
		if _, _, err := read(withHeader(tt.header, 8)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", tt.header, err, tt.want)
		}
	}
}

func TestWriteErrors(t *testing.T) {
	one := []float32{1}
	for want, tensors := range map[string][]safetensors.Tensor{
		"used twice": {{Name: "a", Shape: []int{1}, Data: one}, {Name: "a", Shape: []int{1}, Data: one}},
		"reserved":   {{Name: "__metadata__", Shape: []int{1}, Data: one}},
		"not UTF-8":  {{Name: "\xff", Shape: []int{1}, Data: one}},
		"1 numbers":  {{Name: "a", Shape: []int{2}, Data: one}},
		"shape [-1":  {{Name: "a", Shape: []int{-1, -1}, Data: one}},
	} {
		var b bytes.Buffer
		if err := safetensors.Write(&b, nil, tensors); err == nil || !strings.Contains(err.Error(), want) || b.Len() > 0 {
			t.Errorf("%s: error %v after %d bytes", want, err, b.Len())
		}
	}
}

// Whatever we accept, another implementation accepts too, with the same
// tensors.
func FuzzAcceptedByOracle(f *testing.F) {
	f.Add(withHeader(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`, 8))
	f.Add(withHeader(`{"__metadata__":{"a":"b"},"b":{"dtype":"F32","shape":[],"data_offsets":[4,8]},"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}`, 8))
	f.Fuzz(func(t *testing.T, file []byte) {
		_, tensors, err := read(file)
		if err != nil {
			return
		}
		st, err := oracle.Deserialize(file)
		if err != nil {
			t.Fatalf("another implementation: %v", err)
		}
		for _, want := range tensors {
			if got, ok := st.Tensor(want.Name); !ok || got.DataLen() != uint64(4*len(want.Data)) {
				t.Errorf("tensor %q: another implementation has it: %t, of %d bytes", want.Name, ok, got.DataLen())
			}
		}
	})
}
