package machine

import (
	"io/fs"
	"os"
	"runtime"
	"strconv"
	"testing"
	"testing/fstest"
	"time"
)

// tree is a system of recorded files.
func tree(files map[string]string) fs.FS {
	root := fstest.MapFS{}
	for name, text := range files {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return root
}

// Lines of mountinfo as systems have them.
const (
	unified   = "29 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"
	hybrid    = "40 30 0:37 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n"
	legacyCPU = "31 30 0:28 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct\n"
	dockerCPU = "31 30 0:28 /docker/0a1b /sys/fs/cgroup/cpu,cpuacct ro,relatime master:9 - cgroup cgroup rw,cpu,cpuacct\n"
	spacedCPU = `31 30 0:28 / /my\040groups/cpu rw - cgroup cgroup rw,cpu` + "\n"
	disk      = "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
)

func TestCPUQuota(t *testing.T) {
	const v2, v1 = "sys/fs/cgroup/", "sys/fs/cgroup/cpu,cpuacct/"
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  float64 // 0: none
	}{
		{"another system", nil, 0},
		{"no quota", map[string]string{"proc/self/cgroup": "0::/a/b\n", "proc/self/mountinfo": disk + unified, v2 + "a/b/cpu.max": "max 100000\n"}, 0},
		{"own quota", map[string]string{"proc/self/cgroup": "0::/a/b\n", "proc/self/mountinfo": disk + unified, v2 + "a/b/cpu.max": "150000 100000\n"}, 1.5},
		{"quota of the parent", map[string]string{"proc/self/cgroup": "0::/a/b/c\n", "proc/self/mountinfo": unified,
			v2 + "a/cpu.max": "200000 100000\n", v2 + "a/b/cpu.max": "max 100000\n", v2 + "a/b/c/cpu.max": "800000 100000\n"}, 2},
		{"stricter below", map[string]string{"proc/self/cgroup": "0::/a/b\n", "proc/self/mountinfo": unified,
			v2 + "a/cpu.max": "400000 100000\n", v2 + "a/b/cpu.max": "50000 100000\n"}, 0.5},
		{"root of a container", map[string]string{"proc/self/cgroup": "0::/\n", "proc/self/mountinfo": unified, v2 + "cpu.max": "200000 100000\n"}, 2},
		{"outside the name space", map[string]string{"proc/self/cgroup": "0::/../../other\n", "proc/self/mountinfo": unified, v2 + "cpu.max": "300000 100000\n"}, 3},
		{"version 1", map[string]string{"proc/self/cgroup": "4:memory:/m\n2:cpu,cpuacct:/a\n", "proc/self/mountinfo": legacyCPU,
			v1 + "cpu.cfs_quota_us": "-1\n", v1 + "a/cpu.cfs_quota_us": "250000\n", v1 + "a/cpu.cfs_period_us": "100000\n"}, 2.5},
		{"version 1 without a quota", map[string]string{"proc/self/cgroup": "2:cpu,cpuacct:/\n", "proc/self/mountinfo": legacyCPU,
			v1 + "cpu.cfs_quota_us": "-1\n", v1 + "cpu.cfs_period_us": "100000\n"}, 0},
		{"version 1 of a container", map[string]string{"proc/self/cgroup": "2:cpu,cpuacct:/docker/0a1b/job\n", "proc/self/mountinfo": dockerCPU,
			v1 + "cpu.cfs_quota_us": "200000\n", v1 + "cpu.cfs_period_us": "100000\n", v1 + "job/cpu.cfs_quota_us": "-1\n"}, 2},
		{"version 1 of another container's name", map[string]string{"proc/self/cgroup": "2:cpu,cpuacct:/docker/0a1bc\n", "proc/self/mountinfo": dockerCPU,
			v1 + "cpu.cfs_quota_us": "200000\n", v1 + "cpu.cfs_period_us": "100000\n"}, 2},
		{"both versions", map[string]string{"proc/self/cgroup": "2:cpu,cpuacct:/\n0::/\n", "proc/self/mountinfo": legacyCPU + hybrid,
			v1 + "cpu.cfs_quota_us": "300000\n", v1 + "cpu.cfs_period_us": "100000\n"}, 3},
		{"space in the path", map[string]string{"proc/self/cgroup": "2:cpu:/\n", "proc/self/mountinfo": spacedCPU,
			"my groups/cpu/cpu.cfs_quota_us": "100000\n", "my groups/cpu/cpu.cfs_period_us": "100000\n"}, 1},
		{"no numbers", map[string]string{"proc/self/cgroup": "0::/\n", "proc/self/mountinfo": unified, v2 + "cpu.max": "many few\n"}, 0},
		{"no period", map[string]string{"proc/self/cgroup": "0::/\n", "proc/self/mountinfo": unified, v2 + "cpu.max": "5 0\n"}, 0},
		{"torn lines", map[string]string{"proc/self/cgroup": "0:\n\n:", "proc/self/mountinfo": "29 23\n - cgroup2\n"}, 0},
	} {
		got, ok := cpuQuota(tree(tt.files))
		if got != tt.want || ok != (tt.want != 0) {
			t.Errorf("%s: %g, %v; want %g", tt.name, got, ok, tt.want)
		}
	}
}

func TestLeast(t *testing.T) {
	for _, tt := range []struct {
		online int
		limits []limit
		n      int
		why    string
	}{
		{4, nil, 4, "all 4"},
		{0, nil, 1, "all 1"},
		{4, []limit{{4, "affinity"}, {8, "the container"}}, 4, "all 4"},
		{64, []limit{{64, "affinity"}, {2, "the container"}}, 2, "2 of 64, limited by the container"},
		{64, []limit{{1, "affinity"}, {2, "the container"}}, 1, "1 of 64, limited by affinity"},
		{64, []limit{{0.2, "the container"}}, 1, "1 of 64, limited by the container"},
		{64, []limit{{1.4, "the container"}}, 1, "1 of 64, limited by the container"},
		{64, []limit{{1.5, "the container"}}, 2, "2 of 64, limited by the container"},
	} {
		if n, why := least(tt.online, tt.limits); n != tt.n || why != tt.why {
			t.Errorf("%d, %v: %d, %q; want %d, %q", tt.online, tt.limits, n, why, tt.n, tt.why)
		}
	}
}

func TestCountRanges(t *testing.T) {
	for list, want := range map[string]int{
		"0": 1, "0-3": 4, "0-3,8,10-11": 7, "": 0, "3-1": 0, "a": 0, "0,": 0, "-2": 0,
	} {
		if n, ok := countRanges(list); ok != (want > 0) || ok && n != want {
			t.Errorf("%q: %d, %v; want %d", list, n, ok, want)
		}
	}
}

func TestMemory(t *testing.T) {
	const meminfo = "MemTotal:       4096 kB\nMemFree:        100 kB\nMemAvailable:    2048 kB\nBuffers: 5 kB\n"
	const stat = "anon 4096\nfile 5000\ninactive_file 2000\nactive_file 1000\n"
	const legacy = "31 30 0:28 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
	const g, old = "sys/fs/cgroup/", "sys/fs/cgroup/memory/"
	in := func(files ...string) map[string]string {
		all := map[string]string{"proc/meminfo": meminfo, "proc/self/cgroup": "0::/a/b\n", "proc/self/mountinfo": unified}
		for i := 0; i < len(files); i += 2 {
			all[files[i]] = files[i+1]
		}
		return all
	}
	for _, tt := range []struct {
		name             string
		files            map[string]string
		total, available int64 // 0: unknown
	}{
		{"another system", nil, 0, 0},
		{"no such line", map[string]string{"proc/meminfo": "MemTotal: 5 kB\n"}, 0, 0},
		{"no number", map[string]string{"proc/meminfo": "MemTotal: 5 kB\nMemAvailable: many\n"}, 0, 0},
		{"machine", map[string]string{"proc/meminfo": meminfo}, 4 << 20, 2 << 20},
		{"group without limit", in(g+"a/b/memory.max", "max\n", g+"a/b/memory.current", "9000\n"), 4 << 20, 2 << 20},
		{"group", in(g+"a/b/memory.max", "10000\n", g+"a/b/memory.current", "9000\n", g+"a/b/memory.stat", stat), 10000, 4000},
		{"group above", in(g+"a/memory.max", "8000\n", g+"a/memory.current", "7000\n", g+"a/b/memory.max", "10000\n", g+"a/b/memory.current", "100\n"), 8000, 1000},
		{"group larger than the machine", in(g+"a/b/memory.max", "10000000\n", g+"a/b/memory.current", "9000\n"), 4 << 20, 2 << 20},
		{"group that is full", in(g+"a/b/memory.max", "10000\n", g+"a/b/memory.current", "10001\n"), 10000, 0},
		{"version 1", map[string]string{"proc/meminfo": meminfo, "proc/self/cgroup": "5:memory:/m\n", "proc/self/mountinfo": legacy,
			old + "memory.limit_in_bytes": "9223372036854771712\n", old + "memory.usage_in_bytes": "5\n",
			old + "m/memory.limit_in_bytes": "10000\n", old + "m/memory.usage_in_bytes": "9000\n", old + "m/memory.stat": stat}, 10000, 4000},
	} {
		total, available, err := memory(tree(tt.files))
		if total != tt.total || available != tt.available || (err == nil) != (tt.total != 0) {
			t.Errorf("%s: %d, %d, %v; want %d, %d", tt.name, total, available, err, tt.total, tt.available)
		}
	}
}

// TestThisMachine holds the answers of the machine that runs the test against
// what must be true of any.
func TestThisMachine(t *testing.T) {
	if n, why := CPUs(); n < 1 || n > runtime.NumCPU() || why == "" {
		t.Errorf("%d CPUs (%s), where the runtime counts %d", n, why, runtime.NumCPU())
	}
	if total, available, err := Memory(); err == nil && (available < 0 || total < available || total == 0) {
		t.Errorf("%d bytes of memory, %d of them available", total, available)
	}
	if free, err := Disk(t.TempDir()); err == nil && free <= 0 {
		t.Errorf("%d bytes of disk, with room for the test", free)
	}
	if _, err := Disk(t.TempDir() + "/none"); err == nil {
		t.Error("a folder that is missing has a disk")
	}
	if rss, err := RSS(); err == nil && rss < 1<<20 {
		t.Errorf("a resident set of %d bytes", rss)
	}
}

// TestUsage burns CPU until the clock of it has moved.
func TestUsage(t *testing.T) {
	before, err := Usage()
	if err != nil {
		t.Skip(err)
	}
	sum := 0
	for after := before; after < before+10*time.Millisecond; {
		for i := range 100_000 {
			sum += i
		}
		if after, err = Usage(); err != nil || after < before {
			t.Fatalf("%v after %v: %v", after, before, err)
		}
	}
	runtime.KeepAlive(sum)
}

// TestGOMAXPROCS checks that what the user has set counts.
func TestGOMAXPROCS(t *testing.T) {
	t.Setenv("GOMAXPROCS", "1")
	if n, _ := CPUs(); n != 1 {
		t.Errorf("%d CPUs with GOMAXPROCS=1", n)
	}
	t.Setenv("GOMAXPROCS", strconv.Itoa(1<<20))
	most, _ := CPUs()
	os.Unsetenv("GOMAXPROCS")
	if n, _ := CPUs(); n != most {
		t.Errorf("%d CPUs with a large GOMAXPROCS, %d without", most, n)
	}
}
