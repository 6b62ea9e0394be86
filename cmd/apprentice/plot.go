package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"apprentice/eval/curve"
)

// plotFlags are the flags of the plot command.
type plotFlags struct {
	run   string
	out   string
	x     string
	what  string
	log   bool
	ascii bool
}

func newPlot() *cobra.Command {
	var f plotFlags
	cmd := &cobra.Command{
		Use:   "plot",
		Short: "Draw how a run has learnt: win rate, Elo, loss",
		Long: `Plot draws the curves of a run, also while it is being trained: win rate,
W/(W+D+L), against players that do not change, Elo on the run's own scale, loss,
and how its games against itself ended. Bands are 95 % intervals.

Without --out it draws in the terminal.`,
		Example: `  apprentice plot
  apprentice plot --run night.run --out night.png
  apprentice plot --run night.run --what elo --x time --out night.svg
  apprentice plot --run night.run --out night.csv`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.plot(cmd.OutOrStdout()) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.run, "run", defaultRun(), "the run file")
	flags.StringVar(&f.out, "out", "", "write a .png, .svg or .csv file (default draw in the terminal)")
	flags.StringVar(&f.x, "x", abscissas[0].name, "what to draw over: games, positions, time or generation")
	flags.StringVar(&f.what, "what", everything, "what to draw: winrate, elo, loss, games or all")
	flags.BoolVar(&f.log, "log", false, "logarithmic X axis")
	flags.BoolVar(&f.ascii, "ascii", false, "draw in the terminal with ASCII characters only")
	return cmd
}

func (f *plotFlags) plot(out io.Writer) error {
	of, err := topicsOf(f.what)
	if err != nil {
		return err
	}
	write, err := figureWriter(f.out)
	if err != nil {
		return err
	}
	if _, err := abscissaOf(f.x, nil); err != nil {
		return err
	}
	file, err := openRun(f.run)
	if err != nil {
		return err
	}
	defer file.Close()
	h, err := readHistory(file)
	if err != nil {
		return err
	}
	if len(h.rows) == 0 {
		return fmt.Errorf("%s: nothing to draw yet: no generation has learnt anything", f.run)
	}
	x, err := abscissaOf(f.x, h.rows)
	if err != nil {
		return err
	}
	figure := h.figure(of, x, f.log)
	if f.out == "" {
		t := terminalOf(out)
		if f.what == everything { // the others fit no screen
			figure.Charts = figure.Charts[:2]
		}
		return t.drawFigure(figure, f.ascii)
	}
	if err := writeFile(f.out, func(w io.Writer) error { return write(w, figure, h.rowsOf(of)) }); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s: %s of %s\n", f.out, plural(len(h.done()), "generation"), f.run)
	return err
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
