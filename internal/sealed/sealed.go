// Package sealed writes values as JSON that carries its own checksum, and reads
// them only as they were written. Files that people and programs keep for days
// are sealed: one flipped bit of a move or a number is often another valid one.
package sealed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"apprentice/internal/crc32c"
)

// ErrDamaged is returned for JSON that is not what was sealed.
var ErrDamaged = errors.New("it is damaged: its checksum is of something else")

// The seal is the last member of the object.
const (
	sealKey  = `,"crc32c":"`
	sealEnd  = `"}`
	sealSize = len(sealKey) + 2*crc32c.Size + len(sealEnd)
)

// Marshal returns v as JSON, on one line without an end. v must become an object
// with at least one member.
func Marshal(v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	if len(text) < len(`{"":0}`) || text[0] != '{' {
		return nil, fmt.Errorf("sealed: %T is not an object with members", v)
	}
	return append(text[:len(text)-1], seal(text)...), nil
}

// seal returns what takes the place of the last brace of an object.
func seal(object []byte) string {
	return fmt.Sprintf("%s%08x%s", sealKey, crc32c.Sum(object), sealEnd)
}

// Unmarshal reads JSON into v. It reports whether the JSON has a seal; one that
// is wrong is ErrDamaged. Space between the tokens does not count.
//
// Note: damage can also hide the seal. The caller must know whether there has to
// be one.
func Unmarshal(text []byte, v any) (isSealed bool, err error) {
	var compact bytes.Buffer
	if err := json.Compact(&compact, text); err != nil {
		return false, err
	}
	object := compact.Bytes()
	if at := len(object) - sealSize; at > 0 && bytes.HasPrefix(object[at:], []byte(sealKey)) {
		wrong := string(object[at:]) != seal(append(bytes.Clone(object[:at]), '}'))
		if wrong {
			return true, ErrDamaged
		}
		isSealed = true
	}
	return isSealed, json.Unmarshal(object, v)
}
