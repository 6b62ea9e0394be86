package main

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"apprentice/agent/learn"
	"apprentice/games"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// explain says what a sitting that came to its own end leaves open: games that
// are kept for the next one, or time that it took beyond its own.
func (f *trainFlags) explain(s *sitting, h *history, before int) {
	if f.replay != "" {
		fmt.Fprintln(s.console, sameNetworks(len(h.done()), f.replay))
		return
	}
	if f.duration == 0 {
		return
	}
	switch last := h.last(); {
	case last == nil:
		fmt.Fprintf(s.console, "%s was too short for a single game.\n", length(f.duration))
	case last.State == run.Playing && len(h.done()) == before:
		fmt.Fprintf(s.console, "%s was too short to learn from: generation %d has %s of about %s games, kept for the next sitting.\n",
			length(f.duration), last.Number, thousands(last.Games), thousands(int64(last.Units)*selfplay.UnitGames))
	case last.State == run.Measuring:
		fmt.Fprintf(s.console, "There was no time left to measure generation %d; the next sitting does that first.\n", last.Number)
	}
	if over := s.own.Elapsed() - f.duration; over > f.duration/20 && over > noticedOverrun {
		fmt.Fprintf(s.console, "Learning and measuring took %s longer than was planned.\n", inWords(over))
	}
}

// sameNetworks says that a run has repeated n generations of another.
func sameNetworks(n int, other string) string {
	if n == 1 {
		return fmt.Sprintf("Its network is the same as that of %s.", other)
	}
	return fmt.Sprintf("All %d networks are the same as those of %s.", n, other)
}

// noticedOverrun is the least time beyond --for that is worth a sentence.
const noticedOverrun = 2 * time.Second

// keptSamples is how many bytes the sample store of a run must hold to be kept
// for the next sitting: reading fewer positions than these 100 million from the
// games again is a matter of seconds.
const keptSamples = 100e6 * sampleBytes

// tidy removes the sample store of a run unless it is large: then it says where
// it is. Files that are not of the store stay.
func (f *trainFlags) tidy(s *sitting, g games.Game) {
	folder := samplesOf(f.run)
	switch size := folderSize(folder); {
	case size == 0:
	case size < keptSamples:
		if store, err := learn.OpenStore(folder, g, learn.DefaultFilter()); err == nil {
			_ = store.Remove() // what stays is completed or made anew when it is needed
		}
	default:
		fmt.Fprintf(s.console, "%s holds %s for the next sitting; without it that begins some minutes later.\n", folder, megabytes(size))
	}
}

// folderSize returns the bytes of the files in a folder; 0 where there is none.
func folderSize(folder string) int64 {
	size := int64(0)
	_ = filepath.WalkDir(folder, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fs.SkipDir
		}
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
			size += info.Size()
		}
		return nil
	})
	return size
}
