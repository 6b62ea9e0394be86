package filesystem

import (
	"fmt"
	"testing"
)

func TestHoldersIn(t *testing.T) {
	const list = `1: POSIX  ADVISORY  WRITE 4711 08:01:131 120 120
2: POSIX  ADVISORY  READ 4712 08:01:131 123 124
3: POSIX  ADVISORY  READ 4712 08:01:131 127 127
4: POSIX  ADVISORY  READ 4713 08:01:132 120 127
5: POSIX  ADVISORY  READ 4714 08:02:131 120 127
6: FLOCK  ADVISORY  WRITE 4715 08:01:131 0 EOF
7: -> POSIX  ADVISORY  WRITE 4716 08:01:131 120 120
8: POSIX  ADVISORY  READ 4717 08:01:131 0 EOF
nonsense
`
	for _, test := range []struct {
		from, to int64
		want     string
	}{{120, 122, "[4711 4717]"}, {123, 127, "[4712 4717]"}, {0, 10, "[4717]"}} {
		if got := fmt.Sprint(holdersIn(list, ID{8, 1, 131}, test.from, test.to)); got != test.want {
			t.Errorf("bytes %d to %d: %s, want %s", test.from, test.to, got, test.want)
		}
	}
}
