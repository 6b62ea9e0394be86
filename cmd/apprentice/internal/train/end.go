package train

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"apprentice/agent/learn"
	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/games"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// explain says why a sitting that came to its own end took less or more time
// than it was given, and what it leaves open; "" where there is nothing to say.
func (f *flags) explain(s *sitting, h *chronicle.History, before int) string {
	if f.replay != "" {
		return sameNetworks(len(h.Done()), f.replay)
	}
	if f.duration == 0 {
		return ""
	}
	var parts []string
	say := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	switch last := h.Last(); {
	case last == nil:
		say("%s was too short for a single game.", cli.Length(f.duration))
	case last.State == run.Playing && len(h.Done()) == before:
		say("%s was too short to learn from: generation %d has %s of about %s games, kept for the next sitting.",
			cli.Length(f.duration), last.Number, console.Thousands(last.Games), console.Thousands(int64(last.Units)*selfplay.UnitGames))
	case last.State == run.Playing:
		say("Generation %d has %s of about %s games, kept for the next sitting.",
			last.Number, console.Thousands(last.Games), console.Thousands(int64(last.Units)*selfplay.UnitGames))
	case last.State == run.Measuring:
		say("There was no time left to measure generation %d; the next sitting does that first.", last.Number)
	case f.generations > 0 && len(h.Done()) >= f.generations && f.duration-s.took > noticedTime:
		say("It stopped %s early: generation %d is complete, and --generations asks for no more.", console.InWords(f.duration-s.took), f.generations)
	}
	if over := s.took - f.duration; over > f.duration/20 && over > noticedTime {
		say("It took %s longer than %s: learning and measuring were not over before.", console.InWords(over), cli.Length(f.duration))
	}
	if earlier := time.Duration(s.own.before.Load()); earlier > noticedTime {
		say("What an earlier sitting had left to learn or measure took %s before that.", console.InWords(earlier))
	}
	return strings.Join(parts, " ")
}

// ownProcessors returns how many processors of this machine played; 0 where others
// played, too, so that none of these had to be busy.
func (f *flags) ownProcessors() int {
	if f.spare() || f.borrows() {
		return 0
	}
	return f.workers
}

// sameNetworks says that a run has repeated n generations of another.
func sameNetworks(n int, other string) string {
	if n == 1 {
		return fmt.Sprintf("Its network is the same as that of %s.", other)
	}
	return fmt.Sprintf("All %d networks are the same as those of %s.", n, other)
}

// noticedTime is the least time before or beyond --for that is worth a sentence.
const noticedTime = 2 * time.Second

// keptSamples is how many bytes the sample store of a run must hold to be kept
// for the next sitting: reading fewer positions than these 100 million from the
// games again is a matter of seconds.
const keptSamples = 100e6 * sampleBytes

// tidy removes the sample store of a run unless it is large: then it says where
// it is. Files that are not of the store stay.
func (f *flags) tidy(g games.Game) (kept string) {
	folder := chronicle.SamplesOf(f.run)
	switch size := files.FolderSize(folder); {
	case size == 0:
	case size < keptSamples:
		if store, err := learn.OpenStore(folder, g, learn.DefaultFilter()); err == nil {
			_ = store.Remove() // what stays is completed or made anew when it is needed
		}
	default:
		return fmt.Sprintf("%s holds %s for the next sitting; without it that begins some minutes later.", folder, console.Bytes(size))
	}
	return ""
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

// again returns the command that continues the run. What only a new run takes is
// left out, and so is how things look.
func (f *flags) again() string { return f.againWithout() }

// againWithout returns the same command without some more of its flags.
func (f *flags) againWithout(more ...string) string {
	return cli.Again("train", f.given, append(more, "game", "seed", "set", "from", "plain", "ascii", "json", "token")...)
}

// onward returns the command that continues the run from where it is now: the
// same without a bound that is reached.
func (f *flags) onward(h *chronicle.History) string {
	if len(h.Done()) >= f.generations {
		return f.againWithout("generations")
	}
	return f.again()
}
