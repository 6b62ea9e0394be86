// Package machine finds out what the computer offers this process: how many
// CPUs, how much memory and disk it may use, and what it has used so far. It
// knows containers, quotas and CPU affinity, where the standard library counts
// the whole machine.
//
// Everything that reads a file of the system is a function of an fs.FS, so that
// recorded trees test it.
package machine

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"runtime"
	"strconv"
)

// ErrUnsupported means that this operating system does not provide the figure.
var ErrUnsupported = errors.New("not known on this operating system")

// root holds /proc and /sys.
func root() fs.FS { return os.DirFS("/") }

// CPUs returns how many CPUs the process may keep busy, at least 1, and the
// reason in words: "2 of 64, limited by the container". The least of these
// counts: the CPUs that are online, the affinity of the process, the quota of
// its control group and of all groups above it, and GOMAXPROCS where the user
// has set it. A quota of a fraction is rounded to the nearest number.
func CPUs() (n int, why string) {
	files := root()
	online, ok := onlineCPUs(files)
	if !ok {
		online = runtime.NumCPU()
	}
	limits := []limit{{float64(runtime.NumCPU()), "the CPU affinity of the process"}}
	if quota, ok := cpuQuota(files); ok {
		limits = append(limits, limit{quota, "the container"})
	}
	if user, err := strconv.Atoi(os.Getenv("GOMAXPROCS")); err == nil && user > 0 {
		limits = append(limits, limit{float64(user), "GOMAXPROCS"})
	}
	return least(online, limits)
}

// limit is a number of CPUs that may be used, and what limits it.
type limit struct {
	cpus float64
	by   string
}

// least returns the strictest of the limits below the number of CPUs online.
func least(online int, limits []limit) (n int, why string) {
	n = max(online, 1)
	by := ""
	for _, l := range limits {
		if rounded := max(int(math.Round(l.cpus)), 1); rounded < n {
			n, by = rounded, l.by
		}
	}
	if by == "" {
		return n, fmt.Sprintf("all %d", n)
	}
	return n, fmt.Sprintf("%d of %d, limited by %s", n, online, by)
}
