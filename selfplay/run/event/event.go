// Package event holds the kinds of entries in the log book of a run: what each
// says, its sentence for people, and its JSON. Package run keeps them in the file.
package event

import (
	"encoding/json"
	"fmt"
)

// Data is what an event says. It is stored as JSON; its kind says which of the
// types of this package it is.
type Data interface {
	Kind() string   // one word, stored with the data; never changes its meaning
	String() string // a sentence for people
}

// Raw is the data of an event of a kind that this program does not know, since a
// later program wrote it.
type Raw struct {
	Name string // the kind
	JSON string
}

// Kind implements Data.
func (r Raw) Kind() string { return r.Name }

// String implements Data.
func (r Raw) String() string { return r.Name + " " + r.JSON }

// Encode returns the JSON of an event.
func Encode(d Data) (string, error) {
	if raw, ok := d.(Raw); ok {
		return raw.JSON, nil
	}
	data, err := json.Marshal(d)
	return string(data), err
}

// Decode returns the data of an event: Raw if the kind is unknown or the JSON does
// not fit it.
func Decode(kind, data string) Data {
	if decode, ok := kinds[kind]; ok {
		if d, err := decode([]byte(data)); err == nil {
			return d
		}
	}
	return Raw{kind, data}
}

// Program is a program as an event names it: a run.Program.
type Program struct {
	Version   string `json:"version"`
	Signature string `json:"signature,omitempty"` // bench signature of the run's game; "" where unknown
}

// Words names a program.
func (p Program) Words() string {
	switch {
	case p.Version == "":
		return "an unknown program"
	case p.Signature == "":
		return p.Version
	}
	return fmt.Sprintf("%s (bench %s)", p.Version, p.Signature)
}
