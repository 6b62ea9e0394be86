package cli

import (
	"errors"
	"strconv"

	"github.com/spf13/pflag"
)

// Count adds a flag that takes a number from 0. Where it is not given the value is
// -1, which nobody can give. otherwise is what help says of that; "0" for nothing.
func Count[T int | int64](set *pflag.FlagSet, value *T, name, otherwise, usage string) {
	*value = -1
	set.Var(count[T]{value}, name, usage)
	set.Lookup(name).DefValue = otherwise
}

// count is the value of such a flag.
type count[T int | int64] struct{ value *T }

// errNegative is the error of a number below 0.
var errNegative = errors.New("it must be at least 0")

// Set reads a number.
func (c count[T]) Set(text string) error {
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil:
		return err
	case n < 0:
		return errNegative
	case int64(T(n)) != n:
		return strconv.ErrRange
	}
	*c.value = T(n)
	return nil
}

// String returns the number.
func (c count[T]) String() string {
	if c.value == nil { // of a value that pflag makes for itself
		return ""
	}
	return strconv.FormatInt(int64(*c.value), 10)
}

// Type returns what help calls the value.
func (c count[T]) Type() string { return "int" }
