package chronicle

import (
	"fmt"
	"os"
	"regexp"
	"time"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/selfplay/run"
)

// Trainer returns the sitting that is training the run at path; ok is false if
// there is none. A sitting without an end counts as long as its
// process is there or, on another machine, has said so lately.
func Trainer(path string) (s run.Sitting, ok bool, err error) {
	file, err := run.OpenReadOnly(path)
	if err != nil {
		return s, false, err
	}
	defer file.Close()
	s, ok, err = file.UncleanEnd()
	return s, ok && breathes(s, time.Now()), err
}

// BeatInterval is how often a sitting says that it is alive.
const BeatInterval = 15 * time.Second

// silence is how long a sitting that works never says nothing.
const silence = 10 * BeatInterval

// breathes reports whether the process of a sitting is still there.
func breathes(s run.Sitting, now time.Time) bool {
	host, err := os.Hostname()
	if err != nil || s.Host != host {
		return now.Sub(s.Beat) < silence
	}
	return console.ProcessExists(s.PID)
}

// Who names the process of a sitting.
func Who(s run.Sitting) string {
	return fmt.Sprintf("process %d on %s, since %s", s.PID, s.Host, minuteOf(s.Begun))
}

// minuteOf writes a time as people here read it.
func minuteOf(t time.Time) string { return t.Local().Format("2006-01-02 15:04") }

// PlannedEnd is why a sitting has ended that came to its own bound.
const PlannedEnd = "done"

// Ending says why a sitting has ended, after words that say so.
func Ending(s run.Sitting) string {
	if s.Why == PlannedEnd {
		return ", as planned"
	}
	return ": " + s.Why
}

// asked finds how long a sitting was to take in the command that continues it.
var asked = regexp.MustCompile(` --for (\S+)`)

// EndedUnclean says that a sitting has ended without saying so, as by a loss of
// power, and when.
func EndedUnclean(s run.Sitting) string {
	took := time.Duration(s.Awake * float64(time.Second))
	if took = took.Round(time.Second); took >= 10*time.Minute {
		took = took.Round(time.Minute) // of hours, nobody asks for seconds
	}
	text := fmt.Sprintf("the last sitting ended without a word at %s, after %s", minuteOf(s.Beat), console.FlagDuration(took))
	if m := asked.FindStringSubmatch(s.Command); m != nil {
		text += " of " + m[1]
	}
	return text
}

// EventsOf reads the events of a run. It keeps no reader on the file while it
// waits.
func EventsOf(path string) ([]run.Event, error) {
	file, err := run.OpenReadOnly(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return file.Events()
}
