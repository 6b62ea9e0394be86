package run

import (
	"fmt"
	"strings"
	"time"
)

// String implements EventData.
func (e Started) String() string { return fmt.Sprintf("started by %s: %s", e.Version, e.Command) }

// String implements EventData.
func (e Ended) String() string { return "ended: " + e.Why }

// String implements EventData.
func (e Paused) String() string { return "paused" + by(e.By) }

// String implements EventData.
func (e Resumed) String() string { return "resumed" + by(e.By) }

// String implements EventData.
func (e Ordered) String() string { return fmt.Sprintf("ordered to %s%s", e.What, by(e.By)) }

// String implements EventData.
func (e Planned) String() string {
	if e.Made {
		return fmt.Sprintf("plan made for %s: %s", e.Why, e.What)
	}
	return fmt.Sprintf("plan changed: %s, because %s", e.What, e.Why)
}

// String implements EventData.
func (e Refused) String() string {
	s := "the network was refused: " + e.Verdict
	if e.Loss != nil && e.ParentLoss != nil {
		s += fmt.Sprintf(" (loss %.4f; its parent has %.4f)", *e.Loss, *e.ParentLoss)
	}
	return s + "; the parent plays on"
}

// String implements EventData.
func (e Relearned) String() string { return "learns from the beginning: " + e.Why }

// String implements EventData.
func (e Adjudication) String() string {
	return fmt.Sprintf("%d games adjudicated; of %d played out %d ended otherwise", e.Adjudicated, e.PlayedOut, e.Wrong)
}

// String implements EventData.
func (e Warning) String() string { return "warning: " + e.Text }

// String implements EventData.
func (e Slept) String() string { return "the machine slept for " + span(e.Seconds) }

// String implements EventData.
func (e DiskLow) String() string {
	return fmt.Sprintf("the disk is nearly full: %s free, %s needed", size(e.Free), size(e.Need))
}

// String implements EventData.
func (e ProgramChanged) String() string {
	return fmt.Sprintf("continued by %s instead of %s", e.To.words(), e.From.words())
}

// String implements EventData.
func (e Waited) String() string {
	s := fmt.Sprintf("waited %s to %s: another program held a lock", span(e.Seconds), e.What)
	if e.Holder != "" {
		s += " (" + e.Holder + ")"
	}
	return s
}

// String implements EventData.
func (e Starved) String() string {
	s := fmt.Sprintf("the log is %s: readers keep it from being written back", size(e.Log))
	if e.Readers != "" {
		s += " (" + e.Readers + ")"
	}
	return s
}

// String implements EventData.
func (e Rescued) String() string { return fmt.Sprintf("rescued from %s: %s", e.Path, e.Why) }

// String implements EventData.
func (e Pruned) String() string {
	return fmt.Sprintf("dropped %d shards, %s, from before generation %d", e.Shards, size(e.Bytes), e.Before)
}

// String implements EventData.
func (e RatingFailed) String() string { return "no ratings: " + e.Reason }

// String implements EventData.
func (e Measured) String() string {
	s := fmt.Sprintf("measured with %d games in %s", e.Games, span(e.Seconds))
	if e.Elo != nil {
		s += fmt.Sprintf(": %+.0f Elo", *e.Elo)
	}
	return s
}

// words names a program.
func (p Program) words() string {
	switch {
	case p.Version == "":
		return "an unknown program"
	case p.Signature == "":
		return p.Version
	}
	return fmt.Sprintf("%s (bench %s)", p.Version, p.Signature)
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
