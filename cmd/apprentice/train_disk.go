package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/dustin/go-humanize"

	"apprentice/internal/machine"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// What a run takes on disk, in bytes a position: its games in the run file, and
// the samples of its window beside it.
const (
	gameBytes   = 8
	sampleBytes = 50
)

// diskReserve is how much of the disk a run leaves free, in bytes: enough for
// its log, a checkpoint and the last games.
const diskReserve = 256 << 20

// errDiskFull ends a sitting before the disk is full.
var errDiskFull = errors.New("stopped because the disk is nearly full")

// diskNeed returns how many bytes the generations of an outlook will take, at
// most at one time.
func diskNeed(steps []selfplay.Step, pace selfplay.Pace) int64 {
	games, window := 0.0, 0.0
	for _, s := range steps {
		games += float64(s.Plan.Units) * pace.Unit
		window = max(window, s.Window)
	}
	return int64(games*gameBytes + window*sampleBytes)
}

// diskFree returns the free bytes of the disk that a run is on; ok is false
// where the system does not say.
func diskFree(path string) (free int64, ok bool) {
	free, err := machine.Disk(filepath.Dir(path))
	return free, err == nil
}

// watchDisk ends the sitting in good order while there is still room to do so.
func (s *sitting) watchDisk() {
	free, ok := diskFree(s.file.Path())
	if !ok || free >= diskReserve || s.ctx.Err() != nil {
		return
	}
	s.record(run.DiskLow{Free: free, Need: diskReserve})
	s.notice(fmt.Sprintf("the disk has %s left: stopping before it is full", megabytes(free)))
	s.cancel(errDiskFull)
}

// megabytes writes a number of bytes with its unit.
func megabytes(n int64) string { return humanize.Bytes(uint64(max(n, 0))) }
