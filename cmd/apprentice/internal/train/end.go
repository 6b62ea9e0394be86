package train

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"time"

	"apprentice/agent/learn"
	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval/curve"
	"apprentice/games"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// explain says what a sitting that came to its own end leaves open: games that
// are kept for the next one, or time that it took beyond its own.
func (f *flags) explain(s *sitting, h *chronicle.History, before int) {
	if f.replay != "" {
		fmt.Fprintln(s.out, sameNetworks(len(h.Done()), f.replay))
		return
	}
	if f.duration == 0 {
		return
	}
	switch last := h.Last(); {
	case last == nil:
		fmt.Fprintf(s.out, "%s was too short for a single game.\n", cli.Length(f.duration))
	case last.State == run.Playing && len(h.Done()) == before:
		fmt.Fprintf(s.out, "%s was too short to learn from: generation %d has %s of about %s games, kept for the next sitting.\n",
			cli.Length(f.duration), last.Number, console.Thousands(last.Games), console.Thousands(int64(last.Units)*selfplay.UnitGames))
	case last.State == run.Measuring:
		fmt.Fprintf(s.out, "There was no time left to measure generation %d; the next sitting does that first.\n", last.Number)
	}
	if over := s.own.Elapsed() - f.duration; over > f.duration/20 && over > noticedOverrun {
		fmt.Fprintf(s.out, "Learning and measuring took %s longer than was planned.\n", console.InWords(over))
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
func (f *flags) tidy(s *sitting, g games.Game) {
	folder := samplesOf(f.run)
	switch size := folderSize(folder); {
	case size == 0:
	case size < keptSamples:
		if store, err := learn.OpenStore(folder, g, learn.DefaultFilter()); err == nil {
			_ = store.Remove() // what stays is completed or made anew when it is needed
		}
	default:
		fmt.Fprintf(s.out, "%s holds %s for the next sitting; without it that begins some minutes later.\n", folder, megabytes(size))
	}
}

// folderSize returns the bytes of the files in a folder; 0 if it does not exist.
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

// failed says what to do after an error that ended the sitting.
func (f *flags) failed(err error) error {
	moved := new(run.MovedError)
	switch {
	case errors.Is(err, selfplay.ErrDiffers):
		return fmt.Errorf("%s does not repeat %s: %w", f.run, f.replay, err)
	case !errors.As(err, &moved):
		return cli.Continue(err, f.again())
	case moved.Lost:
		return err
	case moved.Rescued != "":
		if err := f.given.Set("run", moved.Rescued); err != nil {
			return err
		}
	}
	return fmt.Errorf("%w; continue with: %s", err, f.again())
}

// conclude says what a run has come to, draws its curve, also into a file
// beside it, and how to continue a run that was stopped.
func (f *flags) conclude(t *console.Terminal, h *chronicle.History, stopped string) error {
	var drawn error
	if len(h.Done()) > 0 {
		if err := t.Paragraph(h.Summary(f.workers) + "\n"); err != nil {
			return err
		}
		drawn = f.draw(t, h)
	}
	if stopped != "" {
		fmt.Fprintf(t, "The run was %s. ", stopped)
		cli.PrintContinue(t, f.again())
	}
	return drawn
}

// draw draws the curves on t and into a file next to the run.
func (f *flags) draw(t *console.Terminal, h *chronicle.History) error {
	x, err := chronicle.AbscissaOf(chronicle.Abscissas[0].Name, h.Rows)
	if err != nil {
		return err
	}
	of, err := chronicle.TopicsOf(chronicle.Everything)
	if err != nil {
		return err
	}
	figure, err := chronicle.FigureOf([]*chronicle.History{h}, of, x, false)
	if err != nil {
		return err
	}
	short := figure
	short.Title, short.Subtitle, short.Charts = "", "", figure.Charts[:min(len(figure.Charts), 2)] // win rate and Elo
	if err := chronicle.DrawFigure(t, short, f.ascii); err != nil {
		return err
	}
	path := f.run + ".png"
	if err := files.Write(path, func(w io.Writer) error { return figure.WritePNG(w, curve.Size{}) }); err != nil {
		return err
	}
	fmt.Fprintf(t, "\nThe curves are in %s; %s plot --run %s draws others.\n", printable.Text(path), console.ProgramName(), console.ShellWord(f.run))
	return nil
}

// again returns the command that continues the run. What only a new run takes is
// left out, and so is how things look.
func (f *flags) again() string {
	return cli.Again("train", f.given, "game", "seed", "set", "from", "plain", "ascii")
}
