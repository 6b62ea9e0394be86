package selfplay

import (
	"fmt"
	"runtime/debug"
)

// PanicError is the panic of a goroutine, turned into an error so that the run
// can end in an orderly way: networks and games are safe in the run file, the
// terminal is restored, and the stack is kept.
type PanicError struct {
	Where string // what the goroutine did, as in "unit 7 of generation 3"
	Value any    // what panic was called with
	Stack []byte // of the goroutine, as debug.Stack writes it
}

// Error names the place and the value of the panic.
func (e *PanicError) Error() string { return fmt.Sprintf("%s: panic: %v", e.Where, e.Value) }

// Guard runs f and returns its error, or a *PanicError if f panics.
func Guard(where string, f func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &PanicError{Where: where, Value: value, Stack: debug.Stack()}
		}
	}()
	return f()
}
