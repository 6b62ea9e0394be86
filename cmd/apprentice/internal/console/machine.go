package console

import (
	"os"
	"runtime"

	"apprentice/internal/machine"
)

// UsableCPUs is how many workers or games at a time a command has by default: one
// for each CPU that the process may use.
func UsableCPUs() int {
	n, _ := machine.CPUs()
	return n
}

// FreeMemory returns how many bytes may be taken before the system runs out of
// them; ok is false where that is not known.
func FreeMemory() (free int64, ok bool) {
	_, free, err := machine.Memory()
	return free, err == nil
}

// LimitThreads keeps the runtime from running more threads at a time than the
// process may use: it does not know the quotas of the groups above its own. A
// number that the user has set stays.
func LimitThreads() {
	if n := UsableCPUs(); os.Getenv("GOMAXPROCS") == "" && n < runtime.GOMAXPROCS(0) {
		runtime.GOMAXPROCS(n)
	}
}
