package train

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/internal/machine"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
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

// checkFolder returns an error where the folder of a run is not there.
func checkFolder(path string) error {
	folder := filepath.Dir(path)
	info, err := os.Stat(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: the folder %s does not exist; make it first, or name another with --run", path, folder)
	case err == nil && !info.IsDir():
		return fmt.Errorf("%s: %s is not a directory; name another one with --run", path, folder)
	}
	return nil // opening the run reports other errors
}

// roomToBegin returns an error where so little of the disk is free that a
// sitting would end at once.
func roomToBegin(path string, free int64) error {
	if free >= diskReserve {
		return nil
	}
	return fmt.Errorf("%s: the disk has %s left, and training begins with %s and more: free some, or name a run on another disk with --run",
		path, console.Bytes(free), console.Bytes(diskReserve))
}

// diskWords says what a sitting will take of the disk, to be read after what it
// is; "" where it is not planned by time. short is a warning where that is more
// than is free.
func (f *flags) diskWords(o selfplay.Options) (text, short string) {
	if o.Left == nil {
		return "", ""
	}
	s, err := selfplay.Survey(o)
	if errors.Is(err, run.ErrUnknownNetwork) { // a new run
		s, err = selfplay.Fresh(o.Origin, selfplay.GuessPace(o.Game.TypicalPlies(), o.Workers))
	}
	if err != nil {
		return "", "" // training will report it
	}
	when := ""
	if s.Left = f.duration.Seconds(); f.duration == 0 {
		s.Left, when = cli.Day.Seconds(), " a day"
	}
	need := diskNeed(o.Recipe.Outlook(s), s.Pace)
	if need == 0 {
		return "", "" // too short to learn from anything
	}
	text = fmt.Sprintf("; up to %s of disk%s", console.Bytes(need), when)
	free, ok := diskFree(f.run)
	if !ok {
		return text, ""
	}
	text += fmt.Sprintf(", %s free", console.Bytes(free))
	if need > free-diskReserve {
		short = fmt.Sprintf("training may take %s of disk%s, and %s are free: it will stop in good order before the disk is full", console.Bytes(need), when, console.Bytes(free))
	}
	return text, short
}

// watchDisk ends the sitting in good order while there is still room to do so.
func (s *sitting) watchDisk() {
	free, ok := diskFree(s.file.Path())
	if !ok || free >= diskReserve || s.ctx.Err() != nil {
		return
	}
	s.record(event.DiskLow{Free: free, Need: diskReserve})
	s.notice(fmt.Sprintf("the disk has %s left: stopping before it is full", console.Bytes(free)))
	s.cancel(errDiskFull)
}
