package main

import (
	"testing"
	"testing/fstest"
)

func TestFreeMemory(t *testing.T) {
	const machine = "MemTotal:       24683000 kB\nMemFree:        100 kB\nMemAvailable:    2048 kB\nBuffers: 5 kB\n"
	const stat = "anon 4096\nfile 5000\ninactive_file 2000\nactive_file 1000\n"
	for _, tt := range []struct {
		name  string
		files map[string]string
		free  int64
		ok    bool
	}{
		{"another system", nil, 0, false},
		{"no such line", map[string]string{"proc/meminfo": "MemTotal: 5 kB\n"}, 0, false},
		{"no number", map[string]string{"proc/meminfo": "MemAvailable: many\n"}, 0, false},
		{"machine", map[string]string{"proc/meminfo": machine}, 2 << 20, true},
		{"group without limit", map[string]string{
			"proc/meminfo": machine, "sys/fs/cgroup/memory.max": "max\n", "sys/fs/cgroup/memory.current": "9000\n",
		}, 2 << 20, true},
		{"group", map[string]string{
			"proc/meminfo": machine, "sys/fs/cgroup/memory.max": "10000\n", "sys/fs/cgroup/memory.current": "9000\n", "sys/fs/cgroup/memory.stat": stat,
		}, 4000, true},
		{"group beyond the machine", map[string]string{
			"proc/meminfo": machine, "sys/fs/cgroup/memory.max": "10000000\n", "sys/fs/cgroup/memory.current": "9000\n",
		}, 2 << 20, true},
		{"group that is full", map[string]string{
			"proc/meminfo": machine, "sys/fs/cgroup/memory.max": "10000\n", "sys/fs/cgroup/memory.current": "10001\n",
		}, 0, true},
	} {
		root := fstest.MapFS{}
		for name, text := range tt.files {
			root[name] = &fstest.MapFile{Data: []byte(text)}
		}
		if free, ok := freeMemory(root); free != tt.free || ok != tt.ok {
			t.Errorf("%s: %d, %v; want %d, %v", tt.name, free, ok, tt.free, tt.ok)
		}
	}
}
