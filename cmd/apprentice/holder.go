package main

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"time"

	"apprentice/selfplay/run"
)

// trainer returns the sitting that trains the run at path at the moment; ok is
// false where there is none. A sitting without an end counts as long as its
// process is there or, on another machine, has said so lately.
func trainer(path string) (s run.Sitting, ok bool, err error) {
	file, err := run.OpenReadOnly(path)
	if err != nil {
		return s, false, err
	}
	defer file.Close()
	s, ok, err = file.UncleanEnd()
	return s, ok && breathes(s, time.Now()), err
}

// beatInterval is how often a sitting says that it is alive.
const beatInterval = 15 * time.Second

// breathes reports whether the process of a sitting is still there.
func breathes(s run.Sitting, now time.Time) bool {
	const silence = 10 * beatInterval
	host, err := os.Hostname()
	if err != nil || s.Host != host {
		return now.Sub(s.Beat) < silence
	}
	return processExists(s.PID)
}

// who names the process of a sitting.
func who(s run.Sitting) string {
	return fmt.Sprintf("process %d on %s, since %s", s.PID, s.Host, minuteOf(s.Begun))
}

// minuteOf writes a time as people here read it.
func minuteOf(t time.Time) string { return t.Local().Format("2006-01-02 15:04") }

// inUse adds to the error of a run in use who has it and what can be done.
func (f *trainFlags) inUse(err error) error {
	if !errors.Is(err, run.ErrInUse) {
		return err
	}
	if _, ok, e := trainer(f.run); e != nil || !ok {
		return err
	}
	return fmt.Errorf("%w; or: %s control --run %s stop", err, programName(), shellWord(f.run))
}

// asked finds how long a sitting was to take in the command that continues it.
var asked = regexp.MustCompile(` --for (\S+)`)

// withoutWord says that a sitting has ended without saying so, as by a loss of
// power, and when.
func withoutWord(s run.Sitting) string {
	took := time.Duration(s.Awake * float64(time.Second)).Round(time.Minute)
	text := fmt.Sprintf("the last sitting ended without a word at %s, after %s", minuteOf(s.Beat), flagDuration(took))
	if m := asked.FindStringSubmatch(s.Command); m != nil {
		text += " of " + m[1]
	}
	return text
}
