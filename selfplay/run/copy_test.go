package run

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"apprentice/games/tictactoe"
	"apprentice/selfplay/run/event"
)

// content is all of a run that a copy must have.
type content struct {
	Config      Config
	Generations []Generation
	Shards      []Shard
	Networks    []NetworkRow
	Matches     []Match
	Ratings     []Rating
	Externals   []External
	Calibrated  []Calibration
	Events      []Event
	Programs    []Program
}

func contentOfRun(t *testing.T, f *File) content {
	t.Helper()
	c := content{Config: f.Config()}
	var errs [8]error
	c.Generations, errs[0] = f.Generations()
	c.Networks, errs[1] = f.Networks()
	c.Matches, errs[2] = f.Matches()
	c.Ratings, errs[3] = f.Ratings()
	c.Externals, errs[4] = f.Externals()
	c.Calibrated, errs[5] = f.Calibrations()
	c.Events, errs[6] = f.Events()
	c.Programs, errs[7] = f.Programs()
	must(t, errors.Join(errs[:]...))
	for s, err := range f.Shards(0, 1<<30) {
		must(t, err)
		c.Shards = append(c.Shards, s)
	}
	return c
}

// fullRun is playedRun with something in every table.
func fullRun(t *testing.T) *File {
	f := playedRun(t)
	f.SetProgram("0.2", "123")
	_, err := f.BeginSitting(Sitting{Program: "0.2"})
	must(t, err)
	grow(t, f)
	must(t, f.PutRatings([]Rating{{Player: "gen:1", Generation: 1, Elo: 7}}))
	must(t, f.AddExternal(External{Generation: 1, Scale: "tictactoe", Elo: 1, Settings: "{}"}))
	must(t, f.PutCalibration(Calibration{Generation: 1, Shift: 1, Spread: 2, Report: "{}"}))
	must(t, f.AddEvent(3, event.Slept{Seconds: 60}))
	return f
}

// checkSound fails unless the run passes its own check.
func checkSound(t *testing.T, f *File) Report {
	t.Helper()
	report, err := f.Check(tictactoe.Game{}, nil)
	must(t, err)
	for _, p := range report.Problems {
		t.Errorf("%s: %s", f.path, p)
	}
	return report
}

func TestCopy(t *testing.T) {
	f := fullRun(t)
	last, _, err := f.Last()
	must(t, err)
	must(t, f.Begin(Generation{Number: 4, Player: last.Network, Units: 3}))
	must(t, f.AddShard(shardOf(4, 1, randomUnit(4, 1))))
	must(t, f.SetState(4, Learning))
	must(t, f.PutCheckpoint(4, []byte("half learnt")))

	to := filepath.Join(t.TempDir(), "copy ?#.run")
	steps := 0
	must(t, f.Copy(t.Context(), to, CopyOptions{Progress: func(done, total int) {
		if steps++; done > total {
			t.Errorf("%d of %d copied", done, total)
		}
	}}))
	copied, err := Open(to)
	must(t, err)
	defer copied.Close()
	if diff := cmp.Diff(contentOfRun(t, f), contentOfRun(t, copied), cmpopts.EquateNaNs()); diff != "" {
		t.Errorf("copy (-original +copy):\n%s", diff)
	}
	if blob, err := copied.Checkpoint(4); err != nil || string(blob) != "half learnt" {
		t.Errorf("checkpoint %q, %v", blob, err)
	}
	if s, unclean, err := copied.UncleanEnd(); unclean || err != nil || steps == 0 {
		t.Errorf("the copy has a sitting without end: %+v, %v; %d steps", s, err, steps)
	}

	err = f.Copy(t.Context(), to, CopyOptions{})
	wantError(t, "Copy over a copy that is open", err, ErrInUse)
	must(t, copied.Close())
	wantError(t, "Copy over a copy", f.Copy(t.Context(), to, CopyOptions{}), fs.ErrExist)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	other := filepath.Join(t.TempDir(), "other.run")
	wantError(t, "Copy that is cancelled", f.Copy(ctx, other, CopyOptions{}), context.Canceled)
	if left, _ := filepath.Glob(other + "*"); len(left) > 0 {
		t.Errorf("a cancelled copy left %v", left)
	}
}

// A copy made while the run is written is sound and whole up to its moment.
func TestCopyWhileWriting(t *testing.T) {
	f := playedRun(t)
	r, err := OpenReadOnly(f.path)
	must(t, err)
	defer r.Close()
	stop := make(chan struct{})
	var writer sync.WaitGroup
	writer.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				grow(t, f)
			}
		}
	})
	defer writer.Wait()
	defer close(stop)
	for _, o := range []CopyOptions{{}, {Slim: true}, {}, {Slim: true}} {
		to := filepath.Join(t.TempDir(), "copy.run")
		must(t, r.Copy(t.Context(), to, o))
		copied, err := OpenReadOnly(to)
		must(t, err)
		checkSound(t, copied)
		must(t, copied.Close())
	}
}

// A slim copy is small, holds the last network and some earlier ones, and can be
// continued.
func TestSlimCopy(t *testing.T) {
	f := fullRun(t)
	for range 17 {
		grow(t, f)
	}
	last, _, err := f.Last()
	must(t, err)
	must(t, f.Begin(Generation{Number: last.Number + 1, Player: last.Network, Units: 3}))
	must(t, f.AddShard(shardOf(last.Number+1, 0, randomUnit(last.Number+1, 0))))

	folder := t.TempDir()
	to := filepath.Join(folder, "slim.run")
	must(t, f.Copy(t.Context(), to, CopyOptions{Slim: true}))
	slim, err := Open(to)
	must(t, err)
	defer slim.Close()
	report := checkSound(t, slim)
	if report.Generations != last.Number || report.Shards != 0 || report.Left != last.Number || report.Networks != last.Number+1 || !slim.Config().Slim {
		t.Errorf("report %+v of %+v", report, slim.Config())
	}
	networks, err := slim.Networks()
	must(t, err)
	formats := map[NetworkFormat]int{}
	for _, n := range networks {
		formats[n.Format]++
	}
	if diff := cmp.Diff(map[NetworkFormat]int{Float: 1, Quantised: slimNetworks, Dropped: last.Number - slimNetworks}, formats); diff != "" {
		t.Errorf("networks (-want +got):\n%s", diff)
	}
	if networks[0].Format != Quantised || networks[last.Number].Format != Float {
		t.Errorf("first %s, last %s", networks[0].Format, networks[last.Number].Format)
	}
	if _, _, err := slim.NetworkOf(2); err != nil {
		wantError(t, "a network that was dropped", err, ErrDroppedNetwork)
	}
	want, sha, err := f.NetworkOf(last.Number)
	must(t, err)
	got, gotSHA, err := slim.NetworkOf(last.Number)
	must(t, err)
	if string(got) != string(want) || gotSHA != sha {
		t.Error("the last network is another one")
	}
	was, is := contentOfRun(t, f), contentOfRun(t, slim)
	was.Generations = was.Generations[:last.Number]
	ignore := cmpopts.IgnoreFields(content{}, "Config", "Shards", "Networks")
	if diff := cmp.Diff(was, is, ignore); diff != "" {
		t.Errorf("slim copy (-original +copy):\n%s", diff)
	}

	whole, err := slim.FirstWhole()
	if err != nil || whole != last.Number+1 {
		t.Errorf("FirstWhole = %d, %v", whole, err)
	}
	grow(t, slim)
	if report := checkSound(t, slim); report.Shards != 3 {
		t.Errorf("after one more generation: %+v", report)
	}
	again := filepath.Join(folder, "again.run")
	must(t, slim.Copy(t.Context(), again, CopyOptions{Slim: true}))
	second, err := OpenReadOnly(again)
	must(t, err)
	defer second.Close()
	checkSound(t, second)
}

// However wide the networks are, a slim copy keeps only as many as fit.
func TestSlimCopyHasRoom(t *testing.T) {
	rows := []NetworkRow{{"start", 0, Float, 6 << 20}}
	for n := 1; n <= 40; n++ {
		rows = append(rows, NetworkRow{string(rune('A' + n)), n, Float, 6 << 20})
	}
	last := rows[40].SHA
	kept := keptNetworks(rows, last)
	if len(kept) != 3 || !kept["start"] || kept[last] {
		t.Errorf("keeps %v", kept)
	}
	if kept := keptNetworks([]NetworkRow{{"only", 0, Float, 100}}, "only"); len(kept) > 0 {
		t.Errorf("keeps %v besides the only one", kept)
	}
	if kept := keptNetworks(append(rows[:1:1], NetworkRow{"huge", 1, Float, 30 << 20}), "huge"); len(kept) > 0 {
		t.Errorf("keeps %v beside a huge one", kept)
	}
}

func TestPrune(t *testing.T) {
	f := playedRun(t)
	for range 4 {
		grow(t, f)
	}
	before := contentOfRun(t, f)
	if p, err := f.Prune(); err != nil || p.Shards != 0 {
		t.Errorf("Prune of a run whose window reaches everything: %+v, %v", p, err)
	}
	last, _, err := f.Last()
	must(t, err)
	last.WindowFrom = 4
	must(t, f.Update(last))
	p, err := f.Prune()
	must(t, err)
	want := event.Pruned{Before: 4, Shards: 6}
	for _, s := range before.Shards {
		if s.Generation < 4 && s.Unit > 0 {
			want.Bytes += s.Size
		}
	}
	if diff := cmp.Diff(want, p); diff != "" {
		t.Errorf("Prune (-want +got):\n%s", diff)
	}
	if p, err := f.Prune(); err != nil || p.Shards != 0 {
		t.Errorf("a second Prune: %+v, %v", p, err)
	}
	report := checkSound(t, f)
	if report.Pruned != 6 || report.Shards != len(before.Shards) {
		t.Errorf("report %+v", report)
	}
	if whole, err := f.FirstWhole(); err != nil || whole != 4 {
		t.Errorf("FirstWhole = %d, %v", whole, err)
	}
	var got []Shard
	for s, err := range f.Shards(1, 3) {
		must(t, err)
		if s.Pruned != (s.Unit > 0) || s.Pruned != (s.Blob == nil) {
			t.Errorf("generation %d, unit %d: pruned %v with %d bytes", s.Generation, s.Unit, s.Pruned, len(s.Blob))
		}
		got = append(got, s)
	}
	if diff := cmp.Diff(before.Shards[:9], got, cmpopts.IgnoreFields(Shard{}, "Blob", "Pruned")); diff != "" {
		t.Errorf("rows of pruned shards (-before +after):\n%s", diff)
	}
	var sourceErr error
	for _, err := range f.Source(3, 4).Games() {
		sourceErr = err
	}
	wantError(t, "Source of pruned games", sourceErr, ErrPruned)
	for _, err := range f.Source(4, 6).Games() {
		must(t, err)
	}
	to := filepath.Join(t.TempDir(), "copy.run")
	must(t, f.Copy(t.Context(), to, CopyOptions{}))
	copied, err := OpenReadOnly(to)
	must(t, err)
	defer copied.Close()
	checkSound(t, copied)
}

// What is pruned is given back to the disk, and that is not taken for damage.
func TestPruneShrinks(t *testing.T) {
	f := newRun(t)
	for unit := range 24 {
		must(t, f.AddShard(big(unit)))
	}
	must(t, f.Finish(Generation{Number: 1, Player: Sum(testNetwork(0)), Units: 24}, testNetwork(1)))
	must(t, f.Begin(Generation{Number: 2, Player: Sum(testNetwork(1)), WindowFrom: 2}))
	before, err := os.Stat(f.path)
	must(t, err)
	_, err = f.Prune()
	must(t, err)
	after, err := os.Stat(f.path)
	must(t, err)
	if after.Size() > before.Size()/8 {
		t.Errorf("%d bytes of %d are left", after.Size(), before.Size())
	}
	must(t, f.AddShard(testShard(2, 0)))
	must(t, f.WriteBack())
	must(t, f.AddShard(testShard(2, 1)))
}

// A copy goes from a folder that cannot be written.
func TestCopyFromReadOnlyFolder(t *testing.T) {
	f := playedRun(t)
	must(t, f.Close())
	readOnly(t, filepath.Dir(f.path))
	r, err := OpenReadOnly(f.path)
	must(t, err)
	defer r.Close()
	to := filepath.Join(t.TempDir(), "copy.run")
	must(t, r.Copy(t.Context(), to, CopyOptions{}))
	copied, err := OpenReadOnly(to)
	must(t, err)
	defer copied.Close()
	if report := checkSound(t, copied); report.Shards != 6 {
		t.Errorf("report %+v", report)
	}
	err = r.Copy(t.Context(), filepath.Join(filepath.Dir(f.path), "beside.run"), CopyOptions{})
	if err == nil || !strings.Contains(err.Error(), "beside.run") {
		t.Errorf("Copy into a folder that cannot be written: %v", err)
	}
}
