package value

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"runtime"
	"strings"
	"testing"

	"apprentice/agent/value/safetensors"
	"apprentice/games/chess"
	"apprentice/games/tictactoe"

	"github.com/google/go-cmp/cmp"
	oracle "github.com/nlpodyssey/safetensors"
)

// testFile is a small network file with all metadata in use.
func testFile(t testing.TB) (w *Weights, meta Meta, file []byte, sha string) {
	t.Helper()
	g := tictactoe.Game{}
	w = trained(ShapeOf(g, 32, 3), 5)
	meta = Meta{
		Game: g.Name(), InputSet: g.InputSet(), Generation: 7, Parent: strings.Repeat("ab", 32),
		Games: 1 << 40, Positions: 3, Note: "näive \"<quotes>\"", Extra: map[string]string{"seed": "9", "run": "test"},
		Shape: w.Shape,
	}
	var b bytes.Buffer
	sha, err := Write(&b, w, meta)
	if err != nil {
		t.Fatal(err)
	}
	return w, meta, b.Bytes(), sha
}

func TestFileRoundTrip(t *testing.T) {
	w, meta, file, sha := testFile(t)
	if sum := sha256.Sum256(file); sha != hex.EncodeToString(sum[:]) {
		t.Errorf("Write says %s, SHA-256 is %x", sha, sum)
	}
	gotW, gotMeta, gotSHA, err := Read(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(w, gotW); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(meta, gotMeta); diff != "" {
		t.Error(diff)
	}
	if gotSHA != sha {
		t.Errorf("Read says %s, Write %s", gotSHA, sha)
	}
	var again bytes.Buffer
	if _, err := Write(&again, gotW, gotMeta); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(again.Bytes(), file) {
		t.Error("a file that is read and written again has other bytes")
	}
}

// Another implementation of the format reads the same numbers and texts.
func TestFileOracle(t *testing.T) {
	w, meta, file, _ := testFile(t)
	st, err := oracle.Deserialize(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := len(st.Names()); got != 4 {
		t.Errorf("%d tensors: %v", got, st.Names())
	}
	for _, want := range w.tensors() {
		got, ok := st.Tensor(want.Name)
		if !ok {
			t.Errorf("no tensor %q", want.Name)
			continue
		}
		var shape []int
		for _, n := range got.Shape() {
			shape = append(shape, int(n))
		}
		if diff := cmp.Diff(want.Shape, shape); diff != "" || got.DType() != oracle.F32 {
			t.Errorf("%s: %v %s", want.Name, got.DType(), diff)
		}
		data := make([]float32, got.DataLen()/4)
		if err := binary.Read(bytes.NewReader(got.Data()), binary.LittleEndian, data); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.Data, data); diff != "" {
			t.Errorf("%s: %s", want.Name, diff)
		}
	}
	_, header, err := oracle.ReadMetadata(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := header.Metadata(); got["note"] != meta.Note || got["game"] != "tictactoe" || got["generation"] != "7" || got["seed"] != "9" {
		t.Errorf("metadata %v", got)
	}
	if n := binary.LittleEndian.Uint64(file); n%8 != 0 {
		t.Errorf("header of %d bytes leaves the numbers unaligned", n)
	}
}

func TestFileErrors(t *testing.T) {
	w, _, file, _ := testFile(t)
	end := 8 + int(binary.LittleEndian.Uint64(file))
	patch := func(from, to string) []byte { // same length, so that offsets stay right
		if len(from) != len(to) || !bytes.Contains(file, []byte(from)) {
			t.Fatalf("cannot patch %q to %q", from, to)
		}
		return bytes.Replace(bytes.Clone(file), []byte(from), []byte(to), 1)
	}
	set := func(i int, b ...byte) []byte {
		c := bytes.Clone(file)
		copy(c[i:], b)
		return c
	}
	foreign := func(metadata map[string]string, tensors ...safetensors.Tensor) []byte {
		var b bytes.Buffer
		if err := safetensors.Write(&b, metadata, tensors); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	ours := map[string]string{"format": format, "generation": "0", "games": "0", "positions": "0", "max_active": "9"}
	for _, tt := range []struct {
		name string
		file []byte
		want string
	}{
		{"empty", nil, "file ends too early"},
		{"cut in the header", file[:end/2], "file ends too early"},
		{"cut in the numbers", file[:end+1000], `tensor "feature.weight", number 0 of 576: file ends too early`},
		{"last byte cut", file[:len(file)-1], `tensor "output.bias"`},
		{"a byte more", append(bytes.Clone(file), 0), "bytes follow the last tensor"},
		{"text", []byte("PK\x03\x04 some other kind of file"), "not a safetensors file"},
		{"huge header", set(0, 0, 0, 0, 0, 0, 0, 0, 0x10), "not a safetensors file"},
		{"broken JSON", set(8, '{', '{'), "not a JSON object"},
		{"dtype", patch(`"F32"`, `"I32"`), `tensor "feature.weight": dtype "I32"`},
		{"offsets", patch(`"data_offsets":[0,`, `"data_offsets":[4,`), "do not hold shape"},
		{"shape", patch(`"shape":[18,32]`, `"shape":[32,18]`), "width 18"},
		{"name", patch(`"feature.bias"`, `"feature.sias"`), `unknown tensor "feature.sias"`},
		{"version", patch(`apprentice/value 1`, `apprentice/value 2`), "format"},
		{"count", patch(`"generation":"7"`, `"generation":"x"`), `"generation" is "x", want a count`},
		{"negative count", patch(`"positions":"3"`, `"positions":"-"`), `"positions"`},
		{"not a number", set(end, 0, 0, 0xC0, 0x7F), "feature.weight: weight 0 is NaN"},
		{"another program's", foreign(map[string]string{"format": "pt"}), `format "pt"`},
		{"no metadata", foreign(nil), "not a network of this program"},
		{"no tensors", foreign(ours), "is missing"},
		{"one dimension", foreign(ours, append(w.tensors()[1:], safetensors.Tensor{Name: nameFeatureW, Shape: []int{32}, Data: make([]float32, 32)})...), "want 2 dimensions"},
		{"a bucket more", foreign(ours, append(w.tensors()[:3], safetensors.Tensor{Name: nameOutB, Shape: []int{4}, Data: make([]float32, 4)})...), `tensor "output.weight" has shape [3 64], want [4 64]`},
	} {
		_, _, _, err := Read(bytes.NewReader(tt.file))
		if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "network file: ") {
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
		}
	}
}

func TestWriteErrors(t *testing.T) {
	w := newWeights(ShapeOf(chess.Game{}, 32, 1))
	for name, meta := range map[string]Meta{
		"reserved":  {Extra: map[string]string{"game": "go"}},
		"UTF-8":     {Note: "\xff"},
		"negative":  {Games: -1},
		"too large": {Note: strings.Repeat("x", safetensors.MaxHeader)},
	} {
		var b bytes.Buffer
		if _, err := Write(&b, w, meta); err == nil || !strings.Contains(err.Error(), name) || b.Len() > 0 {
			t.Errorf("%s: error %v after %d bytes", name, err, b.Len())
		}
	}
}

// Whatever the bytes, Read gives an error or a network that writes as the same
// weights and metadata; it neither panics nor claims much memory.
func FuzzNetworkFile(f *testing.F) {
	_, _, file, _ := testFile(f)
	f.Add(file)
	f.Add(file[:len(file)/2])
	f.Add([]byte("\x02\x00\x00\x00\x00\x00\x00\x00{}"))
	f.Add([]byte("\x7f\x00\x00\x00\x00\x00\x00\x00" + `{"a":{"dtype":"F32","shape":[1073741823],"data_offsets":[0,4294967292]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return // text may grow when it is escaped, beyond the limit of a header
		}
		w, meta, sha, err := Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		var once, twice bytes.Buffer
		if _, err := Write(&once, w, meta); err != nil {
			t.Fatalf("network %s cannot be written: %v", sha, err)
		}
		w, meta, _, err = Read(bytes.NewReader(once.Bytes()))
		if err != nil {
			t.Fatalf("network %s cannot be read again: %v", sha, err)
		}
		if _, err := Write(&twice, w, meta); err != nil || !bytes.Equal(once.Bytes(), twice.Bytes()) {
			t.Errorf("network %s is not the same once read and written: %v", sha, err)
		}
	})
}

// A header that promises a gigabyte does not get it before the bytes arrive.
func TestReadClaimsLittle(t *testing.T) {
	huge := `{"__metadata__":{"format":"` + format + `","generation":"0","games":"0","positions":"0","max_active":"9"},` +
		`"feature.weight":{"dtype":"F32","shape":[65536,4096],"data_offsets":[0,1073741824]},` +
		`"feature.bias":{"dtype":"F32","shape":[4096],"data_offsets":[1073741824,1073758208]},` +
		`"output.bias":{"dtype":"F32","shape":[1],"data_offsets":[1073758208,1073758212]},` +
		`"output.weight":{"dtype":"F32","shape":[1,8192],"data_offsets":[1073758212,1073790980]}}`
	file := append(binary.LittleEndian.AppendUint64(nil, uint64(len(huge))), huge...)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, _, _, err := Read(bytes.NewReader(file))
	runtime.ReadMemStats(&after)
	if err == nil || !strings.Contains(err.Error(), `tensor "feature.weight", number 0 of 268435456: file ends too early`) {
		t.Errorf("error %v", err)
	}
	if got := after.TotalAlloc - before.TotalAlloc; got > 1<<20 {
		t.Errorf("claimed %d bytes for a file of %d", got, len(file))
	}
}
