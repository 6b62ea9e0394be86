package event

import (
	"fmt"
	"strings"
	"time"
)

// String implements Data.
func (e Started) String() string { return fmt.Sprintf("started by %s: %s", e.Version, e.Command) }

// String implements Data.
func (e Ended) String() string { return "ended: " + e.Why }

// String implements Data.
func (e Paused) String() string { return "paused" + by(e.By) }

// String implements Data.
func (e Resumed) String() string { return "resumed" + by(e.By) }

// String implements Data.
func (e Ordered) String() string { return fmt.Sprintf("ordered to %s%s", e.What, by(e.By)) }

// String implements Data.
func (e Planned) String() string {
	if e.Made {
		return fmt.Sprintf("plan made for %s: %s", e.Why, e.What)
	}
	return fmt.Sprintf("plan changed: %s, because %s", e.What, e.Why)
}

// String implements Data.
func (e Refused) String() string {
	s := "the network was refused: " + e.Verdict
	if e.Loss != nil && e.ParentLoss != nil {
		s += fmt.Sprintf(" (loss %.4f; its parent has %.4f)", *e.Loss, *e.ParentLoss)
	}
	return s + "; the parent plays on"
}

// String implements Data.
func (e Relearned) String() string { return "learns from the beginning: " + e.Why }

// String implements Data.
func (e Adjudication) String() string {
	return fmt.Sprintf("%d games adjudicated; of %d played out %d ended otherwise", e.Adjudicated, e.PlayedOut, e.Wrong)
}

// String implements Data.
func (e Warning) String() string { return "warning: " + e.Text }

// String implements Data.
func (e Slept) String() string { return "the machine slept for " + span(e.Seconds) }

// String implements Data.
func (e DiskLow) String() string {
	return fmt.Sprintf("the disk is nearly full: %s free, %s needed", size(e.Free), size(e.Need))
}

// String implements Data.
func (e ProgramChanged) String() string {
	return fmt.Sprintf("written by %s from now on, instead of %s", e.To.Words(), e.From.Words())
}

// String implements Data.
func (e Waited) String() string {
	s := fmt.Sprintf("waited %s to %s: another program held a lock", span(e.Seconds), e.What)
	if e.Holder != "" {
		s += " (" + e.Holder + ")"
	}
	return s
}

// String implements Data.
func (e Starved) String() string {
	s := fmt.Sprintf("the log is %s: readers keep it from being written back", size(e.Log))
	if e.Readers != "" {
		s += " (" + e.Readers + ")"
	}
	return s
}

// String implements Data.
func (e Rescued) String() string { return fmt.Sprintf("rescued from %s: %s", e.Path, e.Why) }

// String implements Data.
func (e Pruned) String() string {
	return fmt.Sprintf("dropped %d shards, %s, from before generation %d", e.Shards, size(e.Bytes), e.Before)
}

// String implements Data.
func (e RatingFailed) String() string { return "no ratings: " + e.Reason }

// String implements Data.
func (e Measured) String() string {
	s := fmt.Sprintf("measured with %d games in %s", e.Games, span(e.Seconds))
	if e.Elo != nil {
		s += fmt.Sprintf(": %+.0f Elo", *e.Elo)
	}
	return s
}

func by(who string) string {
	if who == "" {
		return ""
	}
	return " by " + who
}

// span writes seconds as a duration without needless digits.
func span(seconds float64) string {
	d := time.Duration(seconds * float64(time.Second)).Round(time.Second)
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// size writes a number of bytes in a unit that suits it.
func size(bytes int64) string {
	switch {
	case bytes >= 1e9:
		return fmt.Sprintf("%.1f GB", float64(bytes)/1e9)
	case bytes >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
	}
	return fmt.Sprintf("%d kB", (bytes+999)/1000)
}
