package cluster

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
)

// Bounds of messages. Whoever has the token can send anything: what is larger is
// refused before it takes memory.
const (
	maxSmall  = 64 << 10 // bytes of a message without games
	maxHeader = 4 << 10  // bytes of the header of a result
	maxParts  = 4096     // of a result
	maxBlob   = 64 << 20 // bytes of all parts of a result
	maxName   = 64       // bytes of names
	maxUnits  = 4096     // of a beat
)

// errMessage says that a message is not what it must be.
var errMessage = errors.New("not a message of this program")

// encode returns a message without games.
func encode(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // the types of wire.go can be encoded
	}
	return data
}

// decode reads a message without games.
func decode(data []byte, v any) error {
	if len(data) > maxSmall {
		return fmt.Errorf("%w: it has %d bytes", errMessage, len(data))
	}
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(v); err != nil {
		return fmt.Errorf("%w: %w", errMessage, err)
	}
	return nil
}

// encodeResult returns the message of a part of a shard.
func encodeResult(r result, part []byte) []byte {
	header := encode(r)
	data := binary.AppendUvarint(make([]byte, 0, binary.MaxVarintLen64+len(header)+len(part)), uint64(len(header)))
	data = append(data, header...)
	return append(data, part...)
}

// decodeResult reads the message of a part of a shard. The part lies in data.
func decodeResult(data []byte) (r result, part []byte, err error) {
	size, n := binary.Uvarint(data)
	if n <= 0 || size > maxHeader || size > uint64(len(data)-n) {
		return r, nil, fmt.Errorf("%w: its header is damaged", errMessage)
	}
	if err := decode(data[n:n+int(size)], &r); err != nil {
		return r, nil, err
	}
	part = data[n+int(size):]
	switch {
	case r.Parts < 1 || r.Parts > maxParts || r.Part < 0 || r.Part >= r.Parts:
		return r, nil, fmt.Errorf("%w: part %d of %d", errMessage, r.Part, r.Parts)
	case len(part) == 0 || len(part) > maxBlob:
		return r, nil, fmt.Errorf("%w: a part of %d bytes", errMessage, len(part))
	case r.Unit < 0 || r.Generation < 1 || r.Nodes < 0 || !(r.Seconds >= 0):
		return r, nil, fmt.Errorf("%w: unit %d of generation %d", errMessage, r.Unit, r.Generation)
	}
	return r, part, nil
}

// split cuts a shard into parts of at most size bytes.
func split(blob []byte, size int) [][]byte {
	var parts [][]byte
	for size = max(size, 1); len(blob) > size; blob = blob[size:] {
		parts = append(parts, blob[:size:size])
	}
	return append(parts, blob)
}
