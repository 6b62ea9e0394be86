package run

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestGenerations(t *testing.T) {
	f := newRun(t)
	at := testConfig.Created
	want := Generation{
		Number: 1, State: Learning, Player: Sum(testNetwork(0)), Units: 3, PlaySeconds: 1.5, LearnSeconds: 2.5, MeasureSeconds: 3.5, WallSeconds: 7.5,
		PlayCPU: 3, LearnCPU: 5, MeasureCPU: 7, Suspect: "the disk was full",
		Loss: 0.125, HeldOut: 0.25, WindowFrom: 1, Hidden: 64, Plan: `{"trace": 1}`, Started: at, Finished: at.Add(time.Minute),
	}
	shard := testShard(1, 7)
	must(t, f.AddShard(shard))
	must(t, f.Update(want))
	want.UnitsPlayed = 1
	want.Games, want.Plies, want.Positions, want.Nodes = 10, shard.Plies, shard.Positions, shard.Nodes
	want.FirstWins, want.Draws, want.SecondWins, want.Capped, want.WorkerSeconds = 4, 3, 3, 1, 0.25
	got, err := f.Generation(1)
	must(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("after Update (-want +got):\n%s", diff)
	}

	must(t, f.PutCheckpoint(1, []byte("half learnt")))
	wantError(t, "Begin too early", f.Begin(Generation{Number: 2}), ErrState)
	wrong := want
	wrong.Network = Sum(nil)
	wantError(t, "Finish with another network than said", f.Finish(wrong, testNetwork(1)), ErrDamaged)
	want.State = Measuring
	must(t, f.Finish(want, testNetwork(1)))
	must(t, f.SetState(1, Done))
	want.State, want.Network = Done, Sum(testNetwork(1))
	if _, err = f.Checkpoint(1); !errors.Is(err, ErrNoCheckpoint) {
		t.Errorf("the checkpoint outlived Finish: %v", err)
	}

	wantError(t, "Begin with an unknown player", f.Begin(Generation{Number: 2, Player: "x"}), ErrUnknownNetwork)
	wantError(t, "Begin twice", f.Begin(Generation{Number: 1}), ErrDuplicate)
	wantError(t, "Begin with a gap", f.Begin(Generation{Number: 3}), ErrUnknownGeneration)
	must(t, f.Begin(Generation{Number: 2, Player: want.Network, Units: 4}))
	all, err := f.Generations()
	must(t, err)
	second := Generation{Number: 2, State: Playing, Player: want.Network, Units: 4}
	if diff := cmp.Diff([]Generation{want, second}, all); diff != "" {
		t.Errorf("Generations (-want +got):\n%s", diff)
	}
	last, begun, err := f.Last()
	if diff := cmp.Diff(second, last); diff != "" || !begun || err != nil {
		t.Errorf("Last: %v, %v (-want +got):\n%s", begun, err, diff)
	}

	_, err = f.Generation(3)
	wantError(t, "Generation", err, ErrUnknownGeneration)
	wantError(t, "SetState", f.SetState(3, Done), ErrUnknownGeneration)
	wantError(t, "Update", f.Update(Generation{Number: 3, State: Playing}), ErrUnknownGeneration)
	wantError(t, "Finish", f.Finish(Generation{Number: 3}, []byte("network 3")), ErrUnknownGeneration)
	if _, _, err := f.NetworkOf(3); !errors.Is(err, ErrUnknownNetwork) {
		t.Errorf("a failed Finish left its network: %v", err)
	}
}

func TestAddShard(t *testing.T) {
	f := newRun(t)
	for _, unit := range []int{2, 0, 11} {
		must(t, f.AddShard(testShard(1, unit)))
	}
	again := testShard(1, 2)
	again.Blob, again.CRC = []byte("other games"), 0
	wantError(t, "the same unit again", f.AddShard(again), ErrDuplicate)
	damaged := testShard(1, 3)
	damaged.Blob[17] ^= 1
	if err := f.AddShard(damaged); err == nil {
		t.Error("AddShard takes a blob that does not fit its checksum")
	}
	wantError(t, "unknown generation", f.AddShard(testShard(2, 0)), ErrUnknownGeneration)
	units, err := f.Units(1)
	must(t, err)
	if !slices.Equal(units, []int{0, 2, 11}) {
		t.Errorf("Units = %v", units)
	}
	must(t, f.SetState(1, Learning))
	wantError(t, "a late unit", f.AddShard(testShard(1, 4)), ErrState)
	consistent(t, f)
}

func TestShardsOfDamagedBlob(t *testing.T) {
	f := newRun(t)
	must(t, f.AddShard(testShard(1, 0)))
	must(t, f.AddShard(testShard(1, 1)))
	exec(t, f, `UPDATE shards SET blob = x'00' WHERE unit = 1`)
	var errs []error
	for _, err := range f.Shards(1, 1) {
		errs = append(errs, err)
	}
	if len(errs) != 2 || errs[0] != nil || !errors.Is(errs[1], ErrDamaged) {
		t.Errorf("errors %v, want none and ErrDamaged", errs)
	}
}

func TestNetworks(t *testing.T) {
	f := newRun(t)
	blob := testNetwork(1)
	sha := Sum(blob)
	must(t, f.AddNetwork(sha, 1, blob))
	must(t, f.AddNetwork(sha, 1, blob))
	wantError(t, "other network", f.AddNetwork(Sum([]byte("x")), 1, []byte("x")), ErrDuplicate)
	wantError(t, "other generation", f.AddNetwork(sha, 2, blob), ErrDuplicate)
	wantError(t, "wrong name", f.AddNetwork(Sum(nil), 2, []byte("x")), ErrDamaged)

	got, err := f.Network(sha)
	if err != nil || !bytes.Equal(got, blob) {
		t.Errorf("Network = %q, %v", got, err)
	}
	got, name, err := f.NetworkOf(0)
	if err != nil || name != Sum(testNetwork(0)) || !bytes.Equal(got, testNetwork(0)) {
		t.Errorf("NetworkOf(0) = %q, %s, %v", got, name, err)
	}
	all, err := f.Networks()
	must(t, err)
	rows := []NetworkRow{
		{Sum(testNetwork(0)), 0, Float, int64(len(testNetwork(0)))},
		{sha, 1, Float, int64(len(blob))},
	}
	if diff := cmp.Diff(rows, all); diff != "" {
		t.Errorf("Networks (-want +got):\n%s", diff)
	}
	_, err = f.Network("x")
	wantError(t, "Network", err, ErrUnknownNetwork)
	exec(t, f, `UPDATE networks SET blob = x'00' WHERE generation = 1`)
	_, err = f.Network(sha)
	wantError(t, "damaged network", err, ErrDamaged)
}

func TestCheckpoints(t *testing.T) {
	f := newRun(t)
	_, err := f.Checkpoint(1)
	wantError(t, "no checkpoint", err, ErrNoCheckpoint)
	must(t, f.PutCheckpoint(1, []byte("epoch 1")))
	must(t, f.PutCheckpoint(1, []byte("epoch 2")))
	got, err := f.Checkpoint(1)
	if err != nil || string(got) != "epoch 2" {
		t.Errorf("Checkpoint = %q, %v", got, err)
	}
	exec(t, f, `UPDATE checkpoints SET blob = x'00'`)
	_, err = f.Checkpoint(1)
	wantError(t, "damaged checkpoint", err, ErrDamaged)
	must(t, f.DropCheckpoint(1))
	must(t, f.DropCheckpoint(1))
	_, err = f.Checkpoint(1)
	wantError(t, "dropped checkpoint", err, ErrNoCheckpoint)
}

// A shard as self-play makes it: 128 games in about 20 kB.
func BenchmarkAddShard(b *testing.B) {
	f := newRun(b)
	s := Shard{Generation: 1, Games: 128, Blob: make([]byte, 20_000)}
	for b.Loop() {
		must(b, f.AddShard(s))
		s.Unit++
	}
}

func BenchmarkShards(b *testing.B) {
	f := newRun(b)
	s := Shard{Generation: 1, Games: 128, Blob: make([]byte, 20_000)}
	for s.Unit = range 500 {
		must(b, f.AddShard(s))
	}
	b.SetBytes(500 * int64(len(s.Blob)))
	for b.Loop() {
		for _, err := range f.Shards(1, 1) {
			must(b, err)
		}
	}
}

// What was learnt may be refused: the player plays on.
func TestRefusedNetwork(t *testing.T) {
	f := newRun(t)
	player := Sum(testNetwork(0))
	g := Generation{Number: 1, Player: player, Verdict: "diverged"}
	if err := f.Finish(g, testNetwork(1)); err == nil {
		t.Error("Finish keeps a network that was refused")
	}
	if err := f.Finish(Generation{Number: 1, Player: player}, nil); err == nil {
		t.Error("Finish without a network and without a verdict")
	}
	must(t, f.Finish(g, nil))
	blob, sha, err := f.NetworkOf(1)
	if err != nil || sha != player || !bytes.Equal(blob, testNetwork(0)) {
		t.Errorf("NetworkOf(1) = %q, %s, %v", blob, sha, err)
	}
	got, err := f.Generation(1)
	must(t, err)
	if got.Verdict != "diverged" || got.Network != player || got.State != Done {
		t.Errorf("generation %+v", got)
	}
	must(t, f.Begin(Generation{Number: 2, Player: player}))
}

// Shards and matches say what they depend on; what the caller leaves out comes
// from the file.
func TestShardOrigin(t *testing.T) {
	f := newRun(t)
	f.SetProgram("0.2", "123")
	must(t, f.AddShard(testShard(1, 0)))
	given := testShard(1, 1)
	given.Kind, given.Player, given.Program, given.Network = Given, "worker-7", Program{"0.1", "99"}, Sum(testNetwork(0))
	given.Rules, given.Audited, given.Suspect = `{"nodes":7}`, true, "another machine"
	must(t, f.AddShard(given))
	f.SetProgram("0.3", "123")
	must(t, f.AddShard(testShard(1, 2)))
	unknown := testShard(1, 3)
	unknown.Network = Sum([]byte("x"))
	wantError(t, "shard of an unknown network", f.AddShard(unknown), ErrUnknownNetwork)

	var got []Shard
	for s, err := range f.Shards(1, 1) {
		must(t, err)
		got = append(got, s)
	}
	want := []Shard{testShard(1, 0), given, testShard(1, 2)}
	want[0].Program, want[2].Program = Program{"0.2", "123"}, Program{"0.3", "123"}
	want[0].Network, want[2].Network = given.Network, given.Network
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Shards (-want +got):\n%s", diff)
	}
	programs, err := f.Programs()
	must(t, err)
	if diff := cmp.Diff([]Program{{"0.2", "123"}, {"0.1", "99"}, {"0.3", "123"}}, programs); diff != "" {
		t.Errorf("Programs (-want +got):\n%s", diff)
	}
	must(t, f.AuditShard(1, 0, "differs from ply 3 on"))
	must(t, f.AuditShard(1, 2, ""))
	wantError(t, "AuditShard", f.AuditShard(1, 9, ""), ErrUnknownGeneration)
	for s, err := range f.Shards(1, 1) {
		must(t, err)
		if s.Audited != (s.Unit > 0) || (s.Suspect != "") != (s.Unit < 2) {
			t.Errorf("unit %d: audited %v, suspect %q", s.Unit, s.Audited, s.Suspect)
		}
	}
}
