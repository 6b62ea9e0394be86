package cli

import (
	"errors"
	"testing"

	"github.com/spf13/pflag"
)

func TestCount(t *testing.T) {
	for _, test := range []struct {
		args []string
		want int
		err  error
	}{
		{nil, -1, nil},
		{[]string{"--n", "0"}, 0, nil},
		{[]string{"--n=17"}, 17, nil},
		{[]string{"--n", "-1"}, -1, errNegative},
		{[]string{"--n=-2"}, -1, errNegative},
	} {
		var n int
		set := pflag.NewFlagSet("", pflag.ContinueOnError)
		Count(set, &n, "n", "all", "N of them")
		if err := set.Parse(test.args); !errors.Is(err, test.err) || n != test.want {
			t.Errorf("%q: %d, error %v; want %d, %v", test.args, n, err, test.want, test.err)
		}
	}
	for _, text := range []string{"", "x", "1.5", "99999999999999999999"} {
		var n int
		if err := (count[int]{&n}).Set(text); err == nil {
			t.Errorf("%q is %d", text, n)
		}
	}
}
