package exam

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval/calibration"
	"apprentice/games"
	"apprentice/selfplay/run"

	"github.com/spf13/cobra"
)

// calibrationFlags are the flags of eval calibration.
type calibrationFlags struct{ run, generation string }

func newCalibration() *cobra.Command {
	var f calibrationFlags
	cmd := &cobra.Command{
		Use:   "calibration --run FILE",
		Short: "Fit how values become chances to win, draw and lose",
		Long: `Calibration fits a function from the values of a generation to its chances to win,
draw and lose. It uses half of the games that the generation played against itself
after it was trained, tests the function on the other half, and keeps it in the run.`,
		Example: `  apprentice eval calibration chess.run`,
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return f.calibrate(cmd.Context(), cmd.OutOrStdout()) },
	}
	addRun(cmd, &f.run, &f.generation)
	return cmd
}

// addRun adds --run, which must be given, and --generation.
func addRun(cmd *cobra.Command, run, generation *string) {
	cmd.Flags().StringVar(run, "run", "", "the run whose generation is measured")
	cmd.Flags().StringVar(generation, "generation", "last", "the generation: a number or last")
	if err := cmd.MarkFlagRequired("run"); err != nil {
		panic(err) // the flag is defined above
	}
}

// calibrate fits how the values of a generation become expectations, prints how
// well that holds on other games, and keeps it in the run.
func (f *calibrationFlags) calibrate(ctx context.Context, out io.Writer) error {
	file, err := files.OpenRun(f.run)
	if err != nil {
		return err
	}
	g, err := catalog.Lookup(file.Config().Game)
	if err != nil {
		file.Close()
		return err
	}
	player, err := f.calibrated(file)
	if err != nil {
		file.Close()
		return err
	}
	var c value.Calibration
	var report chronicle.CalibrationReport
	if err := console.Await(ctx, func() (err error) {
		defer file.Close()
		c, report, err = calibrationOf(g, file, player)
		return err
	}); err != nil {
		return fmt.Errorf("%s: generation %d: %w", f.run, player.Number-1, err)
	}
	printCalibration(out, player.Number-1, c, report)
	return keepCalibration(out, f.run, player.Number-1, c, report)
}

// calibrated returns the generation whose games were played by the network that
// was asked for, which is the one before. By default that is the last that has
// played games.
func (f *calibrationFlags) calibrated(file *run.File) (run.Generation, error) {
	all, err := file.Generations()
	if err != nil {
		return run.Generation{}, err
	}
	if f.generation == "last" {
		for i := len(all) - 1; i >= 0; i-- {
			if all[i].Games > 0 {
				return all[i], nil
			}
		}
		return run.Generation{}, fmt.Errorf("%s: no games have been played yet", f.run)
	}
	n, err := player.GenerationNumber(file, f.generation)
	if err != nil {
		return run.Generation{}, err
	}
	if n >= len(all) || all[n].Games == 0 {
		return run.Generation{}, fmt.Errorf("%s: the network of generation %d has played no games against itself yet", f.run, n)
	}
	return all[n], nil
}

// calibrationOf fits to every second game and tests on the others. The network
// that played has seen none of them: it was trained before.
func calibrationOf(g games.Game, file *run.File, played run.Generation) (value.Calibration, chronicle.CalibrationReport, error) {
	_, sha, err := file.NetworkOf(played.Number - 1)
	if err == nil && sha != played.Player {
		err = fmt.Errorf("the games of generation %d were played by the network %.12s, not by it", played.Number, played.Player)
	}
	if err != nil {
		return value.Calibration{}, chronicle.CalibrationReport{}, err
	}
	var halves [2][][]calibration.Judged // by game
	report := chronicle.CalibrationReport{Nodes: float64(played.Nodes) / float64(max(played.Positions, 1))}
	for shard, err := range file.Shards(played.Number, played.Number) {
		if err != nil {
			return value.Calibration{}, report, err
		}
		if shard.Pruned {
			continue
		}
		list, err := shard.Decode()
		if err != nil {
			return value.Calibration{}, report, err
		}
		for i := range list {
			judged, err := calibration.Judge(g, &list[i])
			if err != nil {
				return value.Calibration{}, report, err
			}
			// Two by two, since every second opening is a ply longer.
			half := &halves[list[i].Index/2%2]
			*half = append(*half, judged)
			report.Positions += len(judged)
			report.Games++
			if list[i].Outcome.Reason == games.Adjudicated {
				report.Adjudicated++
			}
		}
	}
	c, err := calibration.Fit(slices.Concat(halves[0]...))
	if err != nil {
		return c, report, err
	}
	r := calibration.Check(c, halves[1])
	report.Tested, report.Gap, report.Squared, report.Brier = r.Positions, r.Gap, r.Squared, r.Brier
	report.GapOfLearner = calibration.Check(value.Uncalibrated(), halves[1]).Gap
	for _, b := range r.Bins {
		report.Bins = append(report.Bins, chronicle.CalibrationBin{
			Predicted: b.Predicted, Observed: b.Observed.Value, Low: b.Observed.Low, High: b.Observed.High, Win: b.WDL.WinRate(), Draw: b.WDL.DrawRate(), N: b.WDL.Games(),
		})
	}
	return c, report, nil
}

// printCalibration prints the function and its reliability.
func printCalibration(out io.Writer, generation int, c value.Calibration, r chronicle.CalibrationReport) {
	fmt.Fprintf(out, "generation %d: values of its searches of %.0f nodes a move on average, as it played against itself\n", generation, r.Nodes)
	fmt.Fprintf(out, "%s and %s; %s adjudicated, by the values themselves\n",
		console.Plural(r.Games, "game"), console.Plural(r.Positions, "position"), console.Plural(r.Adjudicated, "game"))
	fmt.Fprintf(out, "win  = 1/(1 + exp((%.1f - value)/%.1f)), loss likewise with -value, expectation = win + draw/2\n", c.Shift, c.Spread)
	fmt.Fprintf(out, "\n%9s %9s %17s %6s %6s %10s\n", "predicted", "observed", "95 %", "won", "drawn", "positions")
	for _, b := range r.Bins {
		fmt.Fprintf(out, "%9.3f %9.3f %17s %5.1f%% %5.1f%% %10d\n",
			b.Predicted, b.Observed, fmt.Sprintf("[%.3f, %.3f]", b.Low, b.High), 100*b.Win, 100*b.Draw, b.N)
	}
	fmt.Fprintf(out, "\non the half of the games that was not fitted to (%s):\n", console.Plural(r.Tested, "position"))
	fmt.Fprintf(out, "mean absolute gap  %.4f (%.4f by the function that the learner uses)\n", r.Gap, r.GapOfLearner)
	fmt.Fprintf(out, "Brier score        %.4f over win, draw and loss; %.4f of the expectation\n", r.Brier, r.Squared)
}

// keepCalibration stores a calibration. If the run cannot be written, it says so
// and does not fail: the figures are printed already.
func keepCalibration(out io.Writer, path string, generation int, c value.Calibration, r chronicle.CalibrationReport) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	file, err := files.OpenRunToWrite(path)
	if err == nil {
		defer file.Close()
		err = file.PutCalibration(run.Calibration{Generation: generation, Shift: c.Shift, Spread: c.Spread, Report: string(text), Measured: time.Now()})
	}
	if errors.Is(err, run.ErrInUse) || errors.Is(err, run.ErrReadOnly) {
		fmt.Fprintf(out, "not kept: %s\n", printable.Text(err.Error()))
		return nil
	}
	return err
}
