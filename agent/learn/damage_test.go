package learn

import (
	"context"
	"encoding/binary"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"

	"apprentice/games"
	"apprentice/games/tictactoe"
	"apprentice/internal/crc32c"

	"github.com/google/go-cmp/cmp"
)

// No byte of a file can change, go or come while nobody looks without either a
// file that Add makes anew, or an error that says which file must be: never
// with other samples.
func TestDamage(t *testing.T) {
	g := tictactoe.Game{}
	s := newStore(t, g, Filter{HeldOut: 4})
	s.spillSamples = 60
	src := randomGames(g, 0, 1, 20, 9)
	add(t, s, 1, src, 0)
	file, err := os.ReadFile(s.path(1))
	must(t, err)
	var want [2][]Sample
	for kind := range want {
		want[kind] = samplesOf(t, s.Window(0, 0), kind)
	}
	found, mended, step, places := 0, 0, 13, 20
	if testing.Short() {
		step, places = 97, 10
	}
	check := func(what string, at int, damaged []byte) {
		t.Helper()
		must(t, os.WriteFile(s.path(1), damaged, 0o644))
		again := reopened(t, s)
		add(t, again, 1, src, 0)
		for kind := range want {
			got, err := readAll(t.Context(), again.Window(0, 0), kind)
			var d *DamagedError
			switch {
			case err == nil && cmp.Equal(got, want[kind]):
				mended++
				continue
			case !errors.As(err, &d):
				t.Fatalf("%s at byte %d of %d: error %v", what, at, len(file), err)
			case d.Generation != 1 || d.Path != s.path(1) || !strings.Contains(err.Error(), s.path(1)):
				t.Errorf("%s at byte %d: %v", what, at, err)
			}
			found++
			must(t, again.Discard(d.Generation))
			add(t, again, 1, src, 0)
			if !cmp.Equal(samplesOf(t, again.Window(0, 0), kind), want[kind]) {
				t.Fatalf("%s at byte %d: other samples after a new start", what, at)
			}
		}
	}
	for at := 0; at < len(file); at += step {
		damaged := slices.Clone(file)
		damaged[at] ^= 1 << (at % 8)
		check("a flipped bit", at, damaged)
	}
	for at := range places {
		at = at * len(file) / places
		check("a byte lost", at, slices.Delete(slices.Clone(file), at, at+1))
		check("a byte more", at, slices.Insert(slices.Clone(file), at, 'x'))
		check("zeros", at, append(slices.Clone(file[:at]), make([]byte, len(file)-at)...))
	}
	if found < 10 || mended < 10 {
		t.Errorf("%d times an error, %d times mended: no good test", found, mended)
	}
}

// A file that is cut off or gone while a window is in use gives the same kind
// of error, from everything that reads it, and learning resumes on a new file.
func TestDamageInUse(t *testing.T) {
	d := chessData(t)
	s := d.store
	o := smallOptions()
	want, _ := train(t, d, o)
	file, err := os.ReadFile(s.path(1))
	must(t, err)
	for name, damage := range map[string]func() error{
		"cut off": func() error { return os.Truncate(s.path(1), int64(len(file)/2)) },
		"gone":    func() error { return os.Remove(s.path(1)) },
	} {
		must(t, damage())
		_, _, trainErr := Train(t.Context(), d, o, nil, Hooks{})
		_, lossErr := HeldOutLoss(t.Context(), d, want, o)
		for _, err := range []error{trainErr, lossErr} {
			var damaged *DamagedError
			if !errors.As(err, &damaged) {
				t.Errorf("%s: %v", name, err)
			}
		}
		must(t, os.WriteFile(s.path(1), file, 0o644))
	}
	o.Memory = 1 // reads its only bucket for every epoch
	epochs := 0
	var state []byte
	_, _, err = Train(t.Context(), d, o, nil, Hooks{Checkpoint: func(s *State) (err error) {
		if epochs++; epochs == 2 {
			state, err = s.Encode()
			return errors.Join(err, os.Truncate(d.store.path(1), 300))
		}
		return nil
	}})
	var damaged *DamagedError
	if !errors.As(err, &damaged) || epochs != 2 {
		t.Fatalf("cut off after %d epochs: %v", epochs, err)
	}
	must(t, s.Discard(damaged.Generation))
	add(t, s, 1, randomGames(s.game, 20, 1, 14, 200), 0)
	got, _, err := Train(t.Context(), s.Window(0, 0), o, decodeOK(t, state), Hooks{})
	if err != nil || sum(got) != sum(want) {
		t.Errorf("on a new file: %v", err)
	}
}

// fullDisk fails after so many bytes.
type fullDisk int

func (f *fullDisk) Write(b []byte) (int, error) {
	if *f -= fullDisk(len(b)); *f < 0 {
		return 0, syscall.ENOSPC
	}
	return len(b), nil
}

// A spill that cannot be written is an error, wherever the disk is full.
func TestSpillOnFullDisk(t *testing.T) {
	d := decoder{tictactoe.Game{}, Filter{}, 0}
	var w spillWriter
	var whole int64
	for room := -1; int64(room) < whole; room = max(2*room, 1) {
		for _, g := range randomGames(d.game, 0, 1, 100, 9) {
			var dec decodedGame
			d.decode(&dec, &g)
			w.gathered[trained].add(&dec)
		}
		disk := fullDisk(room)
		if room < 0 {
			disk = 1 << 20
		}
		h, err := w.write(t.Context(), &disk, spillHead{})
		whole = h.size()
		if (err == nil) != (room < 0) || err != nil && !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("room for %d bytes of %d: %v", room, whole, err)
		}
		w.gathered[trained].clear()
	}
}

// On a full disk Add says which file it could not write, and completes it once
// there is room.
func TestAddOnFullDisk(t *testing.T) {
	folder := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=32k", "samples", folder).CombinedOutput(); err != nil {
		t.Skipf("mount: %v: %s", err, out)
	}
	defer exec.Command("umount", folder).Run()
	g := tictactoe.Game{}
	s, err := OpenStore(folder, g, Filter{})
	must(t, err)
	s.spillSamples = 200
	src := randomGames(g, 0, 1, 1000, 9)
	err = s.Add(t.Context(), 1, src, 0, "", nil)
	if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), s.path(1)) {
		t.Fatalf("%v, want a full disk and %s", err, s.path(1))
	}
	if out, err := exec.Command("mount", "-o", "remount,size=1m", folder).CombinedOutput(); err != nil {
		t.Fatalf("mount: %v: %s", err, out)
	}
	must(t, s.Add(t.Context(), 1, src, 0, "", nil))
	if n := s.Window(0, 0).Games(); n != len(src) {
		t.Errorf("%d games, want %d", n, len(src))
	}
}

// mend gives the spills in b, as far as they can be followed, the checksums
// that belong to them.
func mend(b []byte) {
	for len(b) >= spillHeadLen {
		binary.LittleEndian.PutUint32(b, spillMagic)
		head := b[:spillHeadLen]
		sum := crc32c.Sum
		binary.LittleEndian.PutUint32(head[spillHeadLen-4:], sum(head[:spillHeadLen-4]))
		h, _ := parseSpillHead(head)
		if h.size() > int64(len(b)) {
			return
		}
		for kind := range 2 {
			at := h.indexAt(kind)
			binary.LittleEndian.PutUint32(head[32+16*kind:], sum(b[at:][:h.index[kind]]))
			blocks := b[h.blocksAt(kind):][:h.blocks[kind]]
			for len(blocks) >= blockHeadLen {
				end := blockHeadLen + int(binary.LittleEndian.Uint32(blocks[10:]))
				if end > len(blocks) {
					break
				}
				binary.LittleEndian.PutUint32(blocks, sum(blocks[4:end]))
				blocks = blocks[end:]
			}
		}
		binary.LittleEndian.PutUint32(head[spillHeadLen-4:], sum(head[:spillHeadLen-4]))
		b = b[h.size():]
	}
}

// Whatever a file holds, reading it ends with samples that a network can take
// or with an error.
func FuzzSampleFile(f *testing.F) {
	g := tictactoe.Game{}
	seed := newStore(f, g, Filter{HeldOut: 4})
	seed.spillSamples = 20
	add(f, seed, 1, randomGames(g, 0, 1, 6, 9), 0)
	header := seed.files[1].header
	file, err := os.ReadFile(seed.path(1))
	must(f, err)
	spills := file[len(header):]
	f.Add(spills, false)
	f.Add(spills, true)
	mended := slices.Clone(spills)
	mend(mended)
	if !slices.Equal(mended, spills) {
		f.Fatal("mending a file in order changes it")
	}
	f.Fuzz(func(t *testing.T, spills []byte, mended bool) {
		if mended {
			mend(spills)
		}
		s := newStore(t, g, Filter{HeldOut: 4})
		s.bucketSamples = 10
		must(t, os.WriteFile(s.path(1), append(slices.Clone(header), spills...), 0o644))
		file := &generationFile{generation: 1, path: s.path(1), header: header}
		out, err := file.open()
		must(t, err)
		must(t, out.Close())
		s.files[1] = file
		for kind := range 2 {
			samples, err := readAll(context.Background(), s.Window(0, 0), kind)
			if err == nil && len(samples) != file.samples(kind) {
				t.Errorf("%d samples, the spills say %d", len(samples), file.samples(kind))
			}
			for _, s := range samples {
				for _, view := range [][]games.Feature{s.Us, s.Them} {
					if len(view) > g.MaxActive() || len(view) != len(s.Us) || len(view) > 0 && int(slices.Max(view)) >= g.NumFeatures() {
						t.Errorf("sample %+v", s)
					}
				}
			}
		}
	})
}
