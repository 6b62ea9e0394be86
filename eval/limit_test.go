package eval

import (
	"strings"
	"testing"
	"time"

	"apprentice/agent/search"
)

func TestSetLimit(t *testing.T) {
	var lim search.Limits
	for _, pair := range []string{"nodes=400", "depth=8", "movetime=100ms"} {
		key, text, _ := strings.Cut(pair, "=")
		if known, err := SetLimit(&lim, key, text); !known || err != nil {
			t.Errorf("%s: known %v, %v", pair, known, err)
		}
	}
	if lim.Nodes != 400 || lim.Depth != 8 || lim.MoveTime != 100*time.Millisecond {
		t.Errorf("limits %+v", lim)
	}
	for _, pair := range []string{"nodes=0", "nodes=9223372036854775808", "depth=-1", "depth=x", "movetime=5", "movetime=1us"} {
		key, text, _ := strings.Cut(pair, "=")
		if known, err := SetLimit(&lim, key, text); !known || err == nil || !strings.HasPrefix(err.Error(), pair+": want a ") {
			t.Errorf("%s: known %v, %v", pair, known, err)
		}
	}
	if known, err := SetLimit(&lim, "margin", "1s"); known || err != nil {
		t.Errorf("margin: known %v, %v", known, err)
	}
}
