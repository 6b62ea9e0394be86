package machine

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// group is a control group that contains the process, directly or through a group
// below it.
type group struct {
	dir     string // in the file system, without the leading slash
	unified bool   // version 2
}

// groups returns the control groups that a controller limits the process by,
// the innermost first, in both versions. Those above the root of a container
// cannot be seen from inside it.
func groups(files fs.FS, controller string) []group {
	var found []group
	mounts := cgroupMounts(files)
	for line := range lines(files, "proc/self/cgroup") {
		// 4:cpu,cpuacct:/user.slice (version 1) or 0::/user.slice (version 2)
		_, rest, ok := strings.Cut(line, ":")
		controllers, own, ok2 := strings.Cut(rest, ":")
		if !ok || !ok2 {
			continue
		}
		unified := controllers == ""
		if !unified && !slices.Contains(strings.Split(controllers, ","), controller) {
			continue
		}
		for _, m := range mounts {
			if m.unified == unified && (unified || slices.Contains(m.controllers, controller)) {
				found = append(found, m.chain(own)...)
				break
			}
		}
	}
	return found
}

// cgroupMount is where a hierarchy of control groups is mounted.
type cgroupMount struct {
	root, dir   string // root is the group that the mount shows at dir
	unified     bool
	controllers []string // version 1
}

// cgroupMounts returns the hierarchies that are mounted.
func cgroupMounts(files fs.FS) []cgroupMount {
	var mounts []cgroupMount
	for line := range lines(files, "proc/self/mountinfo") {
		// 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - cgroup cgroup rw,cpu
		place, kind, ok := strings.Cut(line, " - ")
		where, what := strings.Fields(place), strings.Fields(kind)
		if !ok || len(where) < 5 || len(what) < 3 {
			continue
		}
		m := cgroupMount{root: unescape(where[3]), dir: strings.Trim(unescape(where[4]), "/")}
		switch what[0] {
		case "cgroup":
			m.controllers = strings.Split(what[2], ",")
		case "cgroup2":
			m.unified = true
		default:
			continue
		}
		if fs.ValidPath(m.dir) {
			mounts = append(mounts, m)
		}
	}
	return mounts
}

// chain returns the folders of a group and of all groups above it up to the root
// of the mount. A group outside the mount, as in a container without a name space
// of its own, stands for the root.
func (m cgroupMount) chain(own string) []group {
	below := ""
	if rest, ok := strings.CutPrefix(path.Clean(own), strings.TrimSuffix(m.root, "/")); ok && (rest == "" || rest[0] == '/') {
		below = strings.Trim(rest, "/")
	}
	if below == ".." || strings.HasPrefix(below, "../") {
		below = ""
	}
	var all []group
	for {
		all = append(all, group{path.Join(m.dir, below), m.unified})
		if below == "" {
			return all
		}
		below, _ = path.Split(below)
		below = strings.TrimSuffix(below, "/")
	}
}

// unescape takes back the octal escapes of a path in mountinfo.
func unescape(s string) string {
	for _, c := range []string{" ", "\t", "\n", `\`} {
		s = strings.ReplaceAll(s, `\`+octal(c[0]), c)
	}
	return s
}

// octal writes a byte in three octal digits.
func octal(c byte) string { return string([]byte{'0' + c>>6, '0' + c>>3&7, '0' + c&7}) }

// cpuQuota returns how many CPUs the quotas of the groups of the process allow;
// false if none has a quota.
func cpuQuota(files fs.FS) (cpus float64, ok bool) {
	for _, g := range groups(files, "cpu") {
		var quota, period float64
		if g.unified {
			fields := strings.Fields(text(files, g.dir+"/cpu.max")) // "max 100000" or "150000 100000"
			if len(fields) != 2 {
				continue
			}
			quota, period = positive(fields[0]), positive(fields[1])
		} else {
			quota = positive(text(files, g.dir+"/cpu.cfs_quota_us")) // -1 without a quota
			period = positive(text(files, g.dir+"/cpu.cfs_period_us"))
		}
		if quota == 0 || period == 0 {
			continue
		}
		if n := quota / period; !ok || n < cpus {
			cpus, ok = n, true
		}
	}
	return cpus, ok
}

// groupMemory returns the least memory limit of the groups of the process and the
// least that any of them leaves, in bytes. File cache of a group counts as left,
// since the system reclaims it when needed.
func groupMemory(files fs.FS) (limit, left int64, ok bool) {
	const unlimited = 1 << 60 // version 1 writes the largest number of pages
	for _, g := range groups(files, "memory") {
		most, used := "memory.max", "memory.current"
		if !g.unified {
			most, used = "memory.limit_in_bytes", "memory.usage_in_bytes"
		}
		allowed := positive(text(files, g.dir+"/"+most))
		taken, err := strconv.ParseInt(text(files, g.dir+"/"+used), 10, 64)
		if allowed == 0 || allowed >= unlimited || err != nil {
			continue
		}
		for _, cache := range []string{"active_file", "inactive_file"} {
			n, _ := number(files, g.dir+"/memory.stat", cache)
			taken -= n
		}
		free := max(int64(allowed)-max(taken, 0), 0)
		if !ok {
			limit, left, ok = int64(allowed), free, true
		}
		limit, left = min(limit, int64(allowed)), min(left, free)
	}
	return limit, left, ok
}

// text returns the contents of a small file without surrounding white space, ""
// if it cannot be read.
func text(files fs.FS, name string) string {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return ""
	}
	return string(bytes.TrimSpace(data))
}

// positive returns a number above 0, or 0 for anything else.
func positive(s string) float64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return float64(n)
}
