package record

import (
	"bytes"
	"io"
	"testing"

	"apprentice/games/chess"
)

func BenchmarkPGN(b *testing.B) {
	played := chessSample(50)
	var text bytes.Buffer
	for i := range played {
		if err := WritePGN(&text, chess.Game{}, &played[i], nil); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("write", func(b *testing.B) {
		for b.Loop() {
			if err := WritePGN(io.Discard, chess.Game{}, &played[0], nil); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("read", func(b *testing.B) {
		b.SetBytes(int64(text.Len()))
		for b.Loop() {
			for _, err := range ReadPGN(bytes.NewReader(text.Bytes()), chess.Game{}) {
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
