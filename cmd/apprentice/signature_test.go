package main

import (
	"strconv"
	"testing"
)

// Every signature is a number of nodes; a game without one has none.
func TestSignatureOf(t *testing.T) {
	for _, game := range []string{"chess", "xiangqi"} {
		if n, err := strconv.Atoi(benchSignatures.Of(game)); err != nil || n < 1e6 {
			t.Errorf("signature of %s is %q", game, benchSignatures.Of(game))
		}
	}
	if s := benchSignatures.Of("che"); s != "" {
		t.Errorf("an unknown game has signature %q", s)
	}
}
