package sealed

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"
)

// example has what JSON escapes.
type example struct {
	Name  string    `json:"name"`
	Blob  []byte    `json:"blob"`
	Float []float64 `json:"float"`
}

func newExample() example {
	return example{"a <b> & \"c\" \u2028 日", []byte{0, 1, 255}, []float64{0.1, 1e300}}
}

// What was sealed is read again, also where somebody has indented it.
func TestRoundTrip(t *testing.T) {
	text, err := Marshal(newExample())
	if err != nil {
		t.Fatal(err)
	}
	if bytes.ContainsRune(text, '\n') || !bytes.Contains(text, []byte(`"crc32c":"`)) {
		t.Fatalf("not a line with a seal: %s", text)
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, text, "", "  "); err != nil {
		t.Fatal(err)
	}
	for _, text := range [][]byte{text, append(text, '\n'), indented.Bytes()} {
		var got example
		isSealed, err := Unmarshal(text, &got)
		if err != nil || !isSealed || got.Name != newExample().Name || !bytes.Equal(got.Blob, newExample().Blob) || got.Float[1] != 1e300 {
			t.Errorf("%s is read as %+v, sealed %v, %v", text, got, isSealed, err)
		}
	}
}

// No flipped bit goes unnoticed: it is an error, or the seal is gone.
func TestEveryBit(t *testing.T) {
	text, err := Marshal(newExample())
	if err != nil {
		t.Fatal(err)
	}
	for bit := range 8 * len(text) {
		spoiled := bytes.Clone(text)
		spoiled[bit/8] ^= 1 << (bit % 8)
		isSealed, err := Unmarshal(spoiled, new(example))
		if err == nil && (isSealed || bit/8 < len(text)-sealSize) {
			t.Errorf("bit %d of byte %d: %q is read", bit%8, bit/8, spoiled)
		}
	}
}

// JSON without a seal is read as such.
func TestWithoutSeal(t *testing.T) {
	var got example
	if isSealed, err := Unmarshal([]byte(` { "name" : "a" } `), &got); isSealed || err != nil || got.Name != "a" {
		t.Errorf("%+v, sealed %v, %v", got, isSealed, err)
	}
	text, err := Marshal(newExample())
	if err != nil {
		t.Fatal(err)
	}
	text[bytes.Index(text, []byte("crc32c"))-20] ^= 1
	if _, err := Unmarshal(text, &got); !errors.Is(err, ErrDamaged) {
		t.Errorf("error %v; want %v", err, ErrDamaged)
	}
	for _, v := range []any{1, struct{}{}, "text", nil} {
		if text, err := Marshal(v); err == nil {
			t.Errorf("%v is sealed as %s", v, text)
		}
	}
}
