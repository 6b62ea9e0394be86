package train

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval/curve"
)

// conclusion is what there is to say at the end of a sitting besides what the
// run has become.
type conclusion struct {
	stopped string // what stopped it; "" for a bound
	reason  string // why it took less or more than was asked, in sentences
	gain    string // how much stronger the run is than when it began
	spent   string // what it spent its time on
	kept    string // what it leaves on disk for the next one
}

// conclude says what a run has come to, what to do next, and then the details.
// It draws the curves, also into a file beside the run.
func (f *flags) conclude(ctx context.Context, s *sitting, h *chronicle.History, end conclusion) error {
	measured := len(h.Done()) > 0
	var figure curve.Figure
	picture := ""
	if measured {
		var err error
		if figure, err = f.figure(h); err != nil {
			return err
		}
		picture = f.run + ".png"
		if err := files.Write(ctx, picture, func(w io.Writer) error { return figure.WritePNG(w, curve.Size{}) }); err != nil {
			return err
		}
	}
	if s.out.asJSON != nil {
		s.out.asJSON.put(chronicle.OfSummary(chronicle.Summary{
			Sentence: h.Sentence(), Stopped: end.stopped, Reason: end.reason,
			Elapsed: s.took.Seconds(), Picture: picture, Continue: f.onward(h),
		}))
		return nil
	}
	t := s.out.Terminal
	if h.Sentence()+end.reason != "" {
		fmt.Fprintln(t)
	}
	for _, text := range []string{h.Sentence(), end.gain, end.reason, end.spent} {
		if err := t.Paragraph(text); err != nil {
			return err
		}
	}
	f.next(t, h, end.stopped)
	if !measured {
		return t.Paragraph(end.kept)
	}
	for _, text := range []string{h.Summary(f.workers), end.kept} {
		if err := t.Paragraph(text); err != nil {
			return err
		}
	}
	if err := f.draw(t, figure); err != nil {
		return err
	}
	fmt.Fprintln(t)
	return t.Paragraph(fmt.Sprintf("The curves are in %s; %s plot --run %s draws others.", printable.Text(picture), console.ProgramName(), console.ShellWord(f.run)))
}

// next says what can be done with the run now.
func (f *flags) next(t *console.Terminal, h *chronicle.History, stopped string) {
	fmt.Fprintln(t)
	if stopped != "" {
		fmt.Fprintf(t, "The run was %s. Nothing that was finished is lost.\n", printable.Text(stopped))
	}
	if len(h.Done()) > 0 {
		fmt.Fprintf(t, "Play against it:\n  %s play --run %s\n", console.ProgramName(), console.ShellWord(f.run))
	}
	if f.replay == "" || stopped != "" {
		fmt.Fprintf(t, "Continue with:\n  %s\n", f.onward(h))
	}
	fmt.Fprintln(t)
}

// figure returns everything that is drawn of a run.
func (f *flags) figure(h *chronicle.History) (curve.Figure, error) {
	x, err := chronicle.AbscissaOf(chronicle.Abscissas[0].Name, h.Rows)
	if err != nil {
		return curve.Figure{}, err
	}
	of, err := chronicle.TopicsOf(chronicle.Everything)
	if err != nil {
		return curve.Figure{}, err
	}
	return chronicle.FigureOf([]*chronicle.History{h}, of, x, false)
}

// Lines at the end of a sitting that are not of a chart, and that a chart takes
// at least.
const (
	concludedLines = 18
	chartLines     = 15
	fileChartLines = 20 // in a file, which has room
)

// draw draws the win rate and the Elo, as far as they do not push the first
// sentence off the screen.
func (f *flags) draw(t *console.Terminal, figure curve.Figure) error {
	charts := 2
	if t.Interactive {
		charts = min((t.Height-concludedLines)/chartLines, charts)
	}
	if charts < 1 {
		return nil
	}
	short := figure
	short.Title, short.Subtitle = "", ""
	short.Charts = slices.Clip(figure.Charts[:min(charts, len(figure.Charts))])
	smaller := *t
	smaller.Height = charts * fileChartLines
	if t.Interactive {
		smaller.Height = max(t.Height-concludedLines, 1)
	}
	fmt.Fprintln(t)
	return chronicle.DrawFigure(&smaller, short, f.ascii || t.Interactive && !console.ShowsGlyphs(os.Getenv))
}
