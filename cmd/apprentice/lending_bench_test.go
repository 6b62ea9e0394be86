//go:build linux

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/files"
)

// lendingUnits is how many units a generation of BenchmarkLending plays.
// APPRENTICE_UNITS, a multiple of 4, changes it: a worker that waits at the end of a generation
// matters more the fewer they are.
const lendingUnits = 24

// BenchmarkLending compares a process that plays on two cores with one that plays
// on one and lets a worker process play on another: the same games, in turn, b.N
// times. Use -benchtime 8x or so.
//
// The second generation is what counts, when the worker has joined. The metrics
// are those of the pair to those of the process alone: processor time for each
// position, and positions a second. The first is what tells where other programs
// keep the machine busy. The idle share is that of the two cores' time that went
// into no unit that counts: waiting between units, and at the end of the
// generation.
func BenchmarkLending(b *testing.B) {
	units := lendingUnits
	if n, err := strconv.Atoi(os.Getenv("APPRENTICE_UNITS")); err == nil {
		units = n
	}
	r := lendingRun{game: "chess", units: units}
	var cpu, speed, wire, idle, idleAlone []float64
	for i := range b.N {
		var alone, both lent
		if i%2 == 0 {
			alone, both = r.play(b, 2, 0), r.play(b, 1, 1)
		} else {
			both, alone = r.play(b, 1, 1), r.play(b, 2, 0)
		}
		if alone.network != both.network {
			b.Fatalf("networks %s and %s", alone.network, both.network)
		}
		cpu = append(cpu, (both.cpu+both.workersCPU)/alone.cpu)
		speed = append(speed, alone.seconds/both.seconds)
		idle, idleAlone = append(idle, 1-both.played/2/both.seconds), append(idleAlone, 1-alone.played/2/alone.seconds)
		if both.lentGames > 0 {
			wire = append(wire, float64(both.wire-both.networkBytes)/float64(both.lentGames))
		}
		b.Logf("alone %.2f s of processor time in %.2f s; pair %.2f + %.2f s in %.2f s, %d of %d units lent; idle %.4f and %.4f; processor time x %.4f, positions/s x %.4f",
			alone.cpu, alone.seconds, both.cpu, both.workersCPU, both.seconds, both.lentUnits, units, idleAlone[i], idle[i], cpu[i], speed[i])
	}
	report(b, cpu, "cpu/position-ratio")
	report(b, speed, "positions/s-ratio")
	report(b, idleAlone, "idle-alone")
	report(b, idle, "idle-pair")
	report(b, wire, "wire-B/game-without-networks")
}

// BenchmarkScale says what each unit costs the process that trains when 1, 2, 4
// and 8 worker processes of one core play all of them.
func BenchmarkScale(b *testing.B) {
	for _, r := range []lendingRun{{"tictactoe", 200}, {"chess", 24}} {
		for _, workers := range []int{1, 2, 4, 8} {
			b.Run(fmt.Sprintf("%s/%d", r.game, workers), func(b *testing.B) {
				var cpu, rate, wire, played, idle []float64
				for range b.N {
					l := r.play(b, 0, workers)
					n := float64(l.lentUnits)
					cpu, rate = append(cpu, l.cpu/float64(r.units)), append(rate, float64(r.units)/l.seconds)
					idle = append(idle, 1-l.played/float64(workers)/l.seconds)
					wire, played = append(wire, float64(l.wire-int64(workers)*l.networkBytes)/n), append(played, l.workersCPU/n)
				}
				report(b, cpu, "coordinator-cpu-s/unit")
				report(b, played, "workers-cpu-s/unit")
				report(b, rate, "units/s")
				report(b, idle, "idle")
				report(b, wire, "wire-B/unit-without-networks")
			})
		}
	}
}

// report reports the mean of a metric, and its spread: twice its standard error.
func report(b *testing.B, x []float64, unit string) {
	mean, squares := 0.0, 0.0
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		squares += (v - mean) * (v - mean)
	}
	b.ReportMetric(mean, unit)
	if n := float64(len(x)); n > 1 {
		b.ReportMetric(2*math.Sqrt(squares/(n-1)/n), "±"+unit)
	}
	b.ReportMetric(0, "ns/op") // says nothing here
}

// lendingRun is a run of two generations, the first a small one.
type lendingRun struct {
	game  string
	units int // of the second generation, a multiple of 4
}

// lent is what its second generation took.
type lent struct {
	network              string
	seconds, cpu         float64 // of playing, in the process that trains
	played               float64 // seconds that its units took, of all players together
	workersCPU           float64 // of the workers meanwhile
	wire                 int64   // bytes between it and them meanwhile
	networkBytes         int64   // of the network that plays, which each worker gets once
	lentUnits, lentGames int64
}

// play trains the run with so many players in its own process, and with so many
// worker processes of one core.
func (r lendingRun) play(b *testing.B, own, workers int) (out lent) {
	b.Helper()
	dir := b.TempDir()
	path := filepath.Join(dir, "a.run")
	args := []string{"train", "--game", r.game, "--run", path, "--generations", "2", "--seed", "3", "--json", "--workers", fmt.Sprint(own)}
	for _, knob := range []string{fmt.Sprint("units=", r.units/4), "growth=4", "epochs=1", "measure=2"} {
		args = append(args, "--set", knob)
	}
	var wire *wiretap
	var lenders []*exec.Cmd
	if workers > 0 {
		wire = tap(b)
		args = append(args, "--listen", wire.to, "--token", "T", "--audit", "0")
		for i := range workers {
			lender := exec.CommandContext(b.Context(), "apprentice", "worker", "--nats", "nats://"+wire.at(), "--token", "T", "--cores", "1", "--name", fmt.Sprint("w", i))
			if err := lender.Start(); err != nil {
				b.Fatal(err)
			}
			lenders = append(lenders, lender)
		}
	}
	train := exec.CommandContext(b.Context(), "apprentice", args...)
	train.Stderr = os.Stderr
	lines, err := train.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := train.Start(); err != nil {
		b.Fatal(err)
	}
	account := func() (cpu float64, bytes int64) {
		for _, lender := range lenders {
			cpu += cpuOf(b, lender.Process.Pid)
		}
		if wire != nil {
			bytes = wire.bytes.Load()
		}
		return cpu, bytes
	}
	var cpu float64
	var bytes int64
	for scan := bufio.NewScanner(lines); scan.Scan(); {
		var p chronicle.Progress
		if err := json.Unmarshal(scan.Bytes(), &p); err != nil || p.Type != "progress" || p.Generation != 2 {
			continue
		}
		switch nowCPU, nowBytes := account(); p.Phase {
		case "playing":
			if cpu == 0 {
				cpu, bytes = nowCPU, nowBytes
			}
		case "learning":
			if out.wire == 0 {
				out.workersCPU, out.wire = nowCPU-cpu, nowBytes-bytes
			}
		}
	}
	if err := train.Wait(); err != nil {
		b.Fatal(err)
	}
	for _, lender := range lenders {
		_ = lender.Process.Signal(syscall.SIGTERM)
		_ = lender.Wait() // it was told to end
	}
	r.read(b, path, &out)
	return out
}

// read takes from the run what it says of its second generation.
func (r lendingRun) read(b *testing.B, path string, out *lent) {
	b.Helper()
	file, err := files.OpenRun(path)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	g, err := file.Generation(2)
	if err != nil {
		b.Fatal(err)
	}
	out.network, out.seconds, out.cpu = g.Network, g.PlaySeconds, g.PlayCPU
	blob, _, err := file.NetworkOf(1)
	if err != nil {
		b.Fatal(err)
	}
	out.networkBytes = int64(len(blob))
	for shard, err := range file.Shards(2, 2) {
		if err != nil {
			b.Fatal(err)
		}
		out.played += shard.Seconds
		if shard.Player != "" {
			out.lentUnits++
			out.lentGames += int64(shard.Games)
		}
	}
}

// cpuOf returns the seconds of processor time that a process has taken.
func cpuOf(b *testing.B, pid int) float64 {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	const user, system, ticks = 11, 12, 100 // a second, on every Linux
	u, _ := strconv.ParseFloat(fields[user], 64)
	s, err := strconv.ParseFloat(fields[system], 64)
	if err != nil {
		b.Fatal(err)
	}
	return (u + s) / ticks
}

// wiretap passes on what is said to a server, and counts the bytes.
type wiretap struct {
	to      string
	listens net.Listener
	bytes   atomic.Int64
}

// tap returns a wiretap to an address that nobody listens on yet.
func tap(b *testing.B) *wiretap {
	b.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	w := &wiretap{to: free.Addr().String()}
	free.Close()
	if w.listens, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { w.listens.Close() })
	go func() {
		for {
			client, err := w.listens.Accept()
			if err != nil {
				return
			}
			go w.serve(client)
		}
	}()
	return w
}

func (w *wiretap) at() string { return w.listens.Addr().String() }

func (w *wiretap) serve(client net.Conn) {
	defer client.Close()
	server, err := net.DialTimeout("tcp", w.to, time.Second)
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		defer server.Close()
		_, _ = io.Copy(&counting{server, &w.bytes}, client)
	}()
	_, _ = io.Copy(&counting{client, &w.bytes}, server)
}

// counting counts what is written.
type counting struct {
	io.Writer
	n *atomic.Int64
}

func (c *counting) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	c.n.Add(int64(n))
	return n, err
}
