// Package plot is the command plot, which draws the curves of runs.
package plot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval/curve"
)

// flags are the flags of the plot command.
type flags struct {
	runs   []string
	out    string
	x      string
	what   string
	theme  string
	log    bool
	ladder bool
	ascii  bool
}

// New returns the command plot.
func New() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "plot",
		Short: "Draw how runs have learnt: win rate, Elo, loss",
		Long: `Plot draws the curves of a run, even while it is being trained: its win rate,
W/(W+D+L), and its Elo, both from games with players that never change; its loss; and
how its games against itself ended. Bands are 95 % intervals. Calibration, and Elo on
the scale of external engines, appear once eval has measured them. Several runs share
one picture, with their win rates against players of about their strength.

Without --out it draws in the terminal.`,
		Example: `  apprentice plot
  apprentice plot --run night.run --out night.png
  apprentice plot --run night.run --what elo --x time --out night.svg
  apprentice plot --run day.run --run night.run --what elo --x cores --theme dark --out both.png
  apprentice plot --run night.run --what calibration --out night.png
  apprentice plot --run night.run --ladder --out night.png
  apprentice plot --run night.run --out night.csv`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.idle(cmd.Flags()); err != nil {
				return err
			}
			return f.plot(cmd.Context(), cmd.OutOrStdout())
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&f.runs, "run", []string{cli.DefaultRun()}, "run file; may be repeated")
	flags.StringVar(&f.out, "out", "", "write this .png, .svg or .csv file (default: draw in the terminal)")
	flags.StringVar(&f.x, "x", chronicle.Abscissas[0].Name, "x axis: games, positions, time, cores or generation")
	flags.StringVar(&f.what, "what", chronicle.Everything, "what to draw: winrate, elo, joint, external, loss, games, draws, decided, length, calibration or all")
	flags.StringVar(&f.theme, "theme", curve.Light.String(), "look of a .png or .svg file: light or dark")
	flags.BoolVar(&f.log, "log", false, "use a logarithmic x axis")
	flags.BoolVar(&f.ladder, "ladder", false, "draw win rates against the external engines that eval ladder has played, too")
	flags.BoolVar(&f.ascii, "ascii", false, "draw in the terminal with ASCII characters only (default where its locale is not UTF-8)")
	return cmd
}

// idle returns an error for a flag that has no say in what is drawn.
func (f *flags) idle(set *pflag.FlagSet) error {
	image := f.out != "" && !strings.EqualFold(filepath.Ext(f.out), ".csv")
	table := f.out != "" && !image
	for _, flag := range []struct {
		name, is string
		idle     bool
	}{
		{"theme", "is for .png and .svg files; name one with --out", !image},
		{"ascii", "is for the terminal; leave out --out", f.out != ""},
		{"log", "is about an axis, which a .csv file does not have", table},
		{"x", "is about an axis, which a .csv file does not have", table},
		{"ladder", "adds to win rates; leave out --what, or give it winrate", f.what != chronicle.Everything && f.what != "winrate"},
		{"log", "has no effect with --what " + chronicle.CalibrationTopic, f.what == chronicle.CalibrationTopic},
		{"x", "has no effect with --what " + chronicle.CalibrationTopic, f.what == chronicle.CalibrationTopic},
	} {
		if flag.idle && set.Changed(flag.name) {
			return fmt.Errorf("--%s %s", flag.name, flag.is)
		}
	}
	return nil
}

func (f *flags) plot(ctx context.Context, out io.Writer) error {
	of, err := chronicle.TopicsOf(f.what)
	if err != nil {
		return err
	}
	write, err := figureWriter(f.out)
	if err != nil {
		return err
	}
	if _, err := chronicle.AbscissaOf(f.x, nil); err != nil {
		return err
	}
	theme, err := curve.ParseTheme(f.theme)
	if err != nil {
		return err
	}
	if err := f.files().Check(); err != nil {
		return err
	}
	runs, rows, err := f.read()
	if err != nil {
		return err
	}
	x, err := chronicle.AbscissaOf(f.x, rows)
	if err != nil {
		return err
	}
	figure, err := chronicle.FigureOf(runs, of, x, f.log)
	if err != nil {
		return fmt.Errorf("%s: %w", strings.Join(f.runs, ", "), err)
	}
	figure.Theme = theme
	if f.out == "" {
		t := console.TerminalOf(out)
		if f.what == chronicle.Everything { // the others fit no screen
			figure.Charts = figure.Charts[:min(len(figure.Charts), 2)]
		}
		return chronicle.DrawFigure(t, figure, f.ascii || t.Interactive && !console.ShowsGlyphs(os.Getenv))
	}
	if err := files.Write(ctx, f.out, func(w io.Writer) error { return write(w, figure, runs[0].RowsOf(of)) }); err != nil {
		return err
	}
	done := 0
	for _, h := range runs {
		done += len(h.Done())
	}
	_, err = fmt.Fprintf(out, "%s: %s of %s\n", printable.Text(f.out), console.Plural(done, "generation"), printable.Text(console.JoinAnd(f.runs)))
	return err
}

// files returns the files of the command.
func (f *flags) files() (used files.Set) {
	for _, path := range f.runs {
		used.Reads = append(used.Reads, files.Use{By: "--run", Path: path})
	}
	used.Replaces = []files.Use{{By: "--out", Path: f.out}}
	return used
}

// read reads the runs, and returns the rows of all of them as well.
func (f *flags) read() (runs []*chronicle.History, rows []curve.Row, err error) {
	if csv := strings.EqualFold(filepath.Ext(f.out), ".csv"); csv && len(f.runs) > 1 {
		return nil, nil, errors.New("a .csv file holds one run; want one --run")
	} else if csv && f.what == chronicle.CalibrationTopic {
		return nil, nil, errors.New("a .csv file holds no calibration; the table calibrations of the run does")
	}
	if runs, err = f.histories(); err != nil {
		return nil, nil, err
	}
	for i, h := range runs {
		if len(h.Rows) == 0 {
			return nil, nil, fmt.Errorf("%s: nothing to draw yet: no generation has learnt anything", f.runs[i])
		}
		if f.ladder && !h.AddLadder() {
			return nil, nil, fmt.Errorf("%s: --ladder: it has met no external engine yet; %s eval ladder --run %s plays some", f.runs[i], console.ProgramName(), console.ShellWord(f.runs[i]))
		}
		rows = append(rows, h.Rows...)
	}
	return runs, rows, nil
}

// histories reads the runs, which must be different ones of one game.
func (f *flags) histories() (runs []*chronicle.History, err error) {
	for i, path := range f.runs {
		for _, before := range f.runs[:i] {
			if files.Same(path, before) {
				return nil, fmt.Errorf("%s and %s are the same run; name each once", before, path)
			}
		}
		h, err := historyOf(path)
		if err != nil {
			return nil, err
		}
		runs = append(runs, h)
		if first, game := runs[0].Config().Game, h.Config().Game; game != first {
			return nil, fmt.Errorf("%s is a run of %s and %s one of %s; a picture is of one game", f.runs[0], first, path, game)
		}
	}
	return runs, nil
}

// historyOf reads a run.
func historyOf(path string) (*chronicle.History, error) {
	file, err := files.OpenRun(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return chronicle.ReadHistory(file)
}

// figureWriter returns the function that writes the format that the name of a
// file asks for; nil without a name.
func figureWriter(path string) (func(io.Writer, curve.Figure, []curve.Row) error, error) {
	switch ext := strings.ToLower(filepath.Ext(path)); {
	case path == "":
		return nil, nil
	case ext == ".png":
		return func(w io.Writer, f curve.Figure, _ []curve.Row) error { return f.WritePNG(w, curve.Size{}) }, nil
	case ext == ".svg":
		return func(w io.Writer, f curve.Figure, _ []curve.Row) error { return f.WriteSVG(w, curve.Size{}) }, nil
	case ext == ".csv":
		return func(w io.Writer, _ curve.Figure, rows []curve.Row) error { return curve.WriteCSV(w, rows) }, nil
	}
	return nil, fmt.Errorf("--out is %q; want a name that ends with .png, .svg or .csv", path)
}
