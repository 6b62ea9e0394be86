//go:build !linux

package engine

// hostWord starts no engine here: they end with their parent on Linux only.
const hostWord = "no-host"

func hostEngine(string) {}

// daemon does nothing: children in a session of their own are found on Linux
// only.
func (f *fake) daemon() {}
