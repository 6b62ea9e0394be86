package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

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
	over := s.own.Elapsed() - f.duration
	switch last := h.last(); {
	case f.duration == 0:
	case last == nil:
		fmt.Fprintf(s.console, "%s was too short for a single game.\n", flagDuration(f.duration))
	case last != nil && last.State == run.Playing && len(h.done()) == before:
		fmt.Fprintf(s.console, "%s was too short to learn from: generation %d has %s of about %s games, kept for the next sitting.\n",
			flagDuration(f.duration), last.Number, thousands(last.Games), thousands(int64(last.Units)*selfplay.UnitGames))
	case last != nil && last.State == run.Measuring:
		fmt.Fprintf(s.console, "There was no time left to measure generation %d; the next sitting does that first.\n", last.Number)
	case over > f.duration/20 && over > noticedOverrun:
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

// keptSamples is how many positions the sample store of a run must hold to be
// kept for the next sitting: reading fewer from the games again is a matter of
// seconds.
const keptSamples = 100e6

// tidy removes the sample store of a run unless it is large: then it says where
// it is.
func (f *trainFlags) tidy(s *sitting, h *history) {
	folder := samplesOf(f.run)
	positions := int64(0)
	for _, g := range h.generations {
		positions += g.Positions
	}
	if positions < keptSamples {
		os.RemoveAll(folder) // it is made anew when it is needed
		return
	}
	if size := folderSize(folder); size > 0 {
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
