package status

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// labelWidth is how many columns the names of what is said take.
const labelWidth = 13

// page is the text that is being written. It remembers the first error.
type page struct {
	*console.Terminal
	err error
}

func (p *page) item(label, text string) {
	p.err = cmp.Or(p.err, p.Item(label, labelWidth, text))
}

// command writes a command on one line, so that it can be copied.
func (p *page) command(label, text string) {
	_, err := fmt.Fprintf(p, "%-*s%s\n", labelWidth, label, printable.Text(text))
	p.err = cmp.Or(p.err, err)
}

// write writes everything about a run.
func (f *flags) write(t *console.Terminal, a *chronicle.Account, now time.Time) error {
	p := &page{Terminal: t}
	p.item("run", what(f.run, a))
	p.item("now", nowWords(a, now))
	p.item("so far", soFar(a))
	if last := a.Last(); last != nil && last.State != run.Done {
		p.item("", underWay(last))
	}
	if text := a.LastSpent(); text != "" {
		p.item("time", text)
	}
	if text := a.Sentence(); text != "" {
		p.item("strength", text)
	}
	for _, text := range []string{a.LastGain(), a.ScaleWords(), outside(a)} {
		if text != "" {
			p.item("", text)
		}
	}
	if text := audits(a); text != "" {
		p.item("audits", text)
	}
	p.workers(a, now)
	p.item("on disk", onDisk(a))
	p.generations(a)
	p.events(a, f.events)
	fmt.Fprintln(p)
	name := console.ProgramName()
	switch a.Condition {
	case chronicle.Training, chronicle.Paused, chronicle.Silent:
		p.command("give orders", name+" control --run "+console.ShellWord(f.run)+" pause (or resume, measure, finish, stop)")
	default:
		p.command("continue", a.Continue(f.run))
	}
	if len(a.Done()) > 0 {
		p.command("play it", name+" play --run "+console.ShellWord(f.run))
		p.command("draw it", name+" plot --run "+console.ShellWord(f.run))
	}
	return p.err
}

// mostWorkers bounds how many machines are listed.
const mostWorkers = 20

// workers writes which other machines have played.
func (p *page) workers(a *chronicle.Account, now time.Time) {
	label := "workers"
	for i, w := range a.Workers {
		if i == mostWorkers {
			p.item("", fmt.Sprintf("and %d more; --json has them all", len(a.Workers)-i))
			return
		}
		p.item(label, chronicle.WorkerWords(w, now))
		label = ""
	}
}

// what says what a run is.
func what(path string, a *chronicle.Account) string {
	c := a.Config()
	text := fmt.Sprintf("%s: %s, seed %d", path, c.Game, c.Seed)
	if knobs, err := chronicle.KnobsOf(c); err == nil && len(knobs) > 0 {
		text += ", with " + knobs.String()
	}
	if c.Origin != "" {
		text += fmt.Sprintf(", from the network %.12s", c.Origin)
	}
	if !c.Created.IsZero() {
		text += ", begun " + minuteOf(c.Created)
	}
	if c.Version != "" {
		text += " by apprentice " + c.Version
	}
	if c.Slim {
		text += "; a slim copy, without games"
	}
	return text
}

// nowWords says what the run is doing, and since when.
func nowWords(a *chronicle.Account, now time.Time) string {
	s, _ := a.LastSitting()
	switch a.Condition {
	case chronicle.Untrained:
		return "nobody has trained it yet"
	case chronicle.Ended:
		return fmt.Sprintf("not training: the last sitting ended at %s, after %s%s", minuteOf(s.Ended), awake(s), chronicle.Ending(s))
	case chronicle.Killed:
		return "not training: " + chronicle.EndedUnclean(s)
	case chronicle.Silent:
		return fmt.Sprintf("%s has the run, but has said nothing for %s: it is stopped, or the machine slept",
			chronicle.Who(s), console.FlagDuration(now.Sub(s.Beat).Round(time.Minute)))
	case chronicle.Paused:
		return "paused: " + chronicle.Who(s)
	}
	s.Awake += max(now.Sub(s.Beat), 0).Seconds() // nothing has been written since
	return fmt.Sprintf("training: %s, %s so far", chronicle.Who(s), awake(s))
}

// awake writes how long a sitting has worked.
func awake(s run.Sitting) string {
	return inWords(s.Awake)
}

// inWords writes seconds.
func inWords(seconds float64) string {
	return console.InWords(time.Duration(seconds * float64(time.Second)))
}

// soFar says how much experience there is and what it took.
func soFar(a *chronicle.Account) string {
	var games, positions int64
	for _, g := range a.Generations {
		games += g.Games
		positions += g.Positions
	}
	var awake, cpu float64
	for _, s := range a.Sittings {
		awake += s.Awake
		cpu += s.CPU
	}
	text := fmt.Sprintf("%s, %s games, %s positions", console.Plural(len(a.Done()), "generation"), console.Thousands(games), console.Thousands(positions))
	if len(a.Sittings) > 0 {
		text += fmt.Sprintf("; %s in %s", inWords(awake), console.Plural(len(a.Sittings), "sitting"))
	}
	if cpu > 0 {
		text += fmt.Sprintf(", %s of processor time", inWords(cpu))
	}
	return text
}

// underWay says how far the generation is that is not complete.
func underWay(g *run.Generation) string {
	what := map[run.State]string{run.Playing: "plays", run.Learning: "learns", run.Measuring: "is measured"}[g.State]
	text := fmt.Sprintf("generation %d %s", g.Number, cmp.Or(what, "is "+string(g.State)))
	if g.State == run.Playing {
		text += fmt.Sprintf(": %s of about %s games", console.Thousands(g.Games), console.Thousands(int64(g.Units)*selfplay.UnitGames))
	}
	return text
}

// outside says what is known of the strength among other engines.
func outside(a *chronicle.Account) string {
	e, ok := a.External()
	if !ok {
		return ""
	}
	return fmt.Sprintf("generation %d has %.0f Elo [%.0f, %.0f] on the scale %s, from %s",
		e.Generation, e.Elo, e.Low, e.High, e.Scale, console.Plural(e.Games, "game"))
}

// audits sums up how often ending games early was wrong.
func audits(a *chronicle.Account) string {
	var sum event.Adjudication
	for _, e := range a.Events {
		if d, ok := e.Data.(event.Adjudication); ok {
			sum.Adjudicated += d.Adjudicated
			sum.PlayedOut += d.PlayedOut
			sum.Wrong += d.Wrong
		}
	}
	if sum.PlayedOut == 0 {
		return ""
	}
	return fmt.Sprintf("%s games were decided early; of %s more that were played out, %s ended otherwise (%.2f %%)",
		console.Thousands(int64(sum.Adjudicated)), console.Thousands(int64(sum.PlayedOut)), console.Thousands(int64(sum.Wrong)),
		100*float64(sum.Wrong)/float64(sum.PlayedOut))
}

// onDisk says how large the run is.
func onDisk(a *chronicle.Account) string {
	text := console.Bytes(a.Bytes.File)
	var more []string
	if n := a.Bytes.Log; n > 0 {
		more = append(more, "log "+console.Bytes(n))
	}
	if n := a.Bytes.Samples; n > 0 {
		more = append(more, "samples "+console.Bytes(n))
	}
	if len(more) > 0 {
		text += " (besides: " + strings.Join(more, ", ") + ")"
	}
	text += "; " + console.Plural(a.Networks, "network")
	if a.Pruned && !a.Config().Slim {
		text += "; games of early generations were dropped"
	}
	return text
}

// minuteOf writes a time as people here read it.
func minuteOf(t time.Time) string { return t.Local().Format("2006-01-02 15:04") }
