// Package crc32c is the CRC-32C checksum (Castagnoli), by which shards, blobs of
// the run file and files of the learner find damage. Current processors have an
// instruction for it.
package crc32c

import (
	"hash"
	"hash/crc32"
)

// Size is the number of bytes of a checksum.
const Size = crc32.Size

var table = crc32.MakeTable(crc32.Castagnoli)

// Sum returns the checksum of b.
func Sum(b []byte) uint32 { return crc32.Checksum(b, table) }

// Update returns the checksum of some bytes followed by b, given that of the
// bytes.
func Update(sum uint32, b []byte) uint32 { return crc32.Update(sum, table, b) }

// New returns a running checksum.
func New() hash.Hash32 { return crc32.New(table) }
