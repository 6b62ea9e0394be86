package archive

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/internal/atomicfile"
	"apprentice/selfplay/run"
)

func newCheck() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "check --run FILE",
		Short: "Check a run file: counts, checksums, every game and network",
		Long: `Check reads the whole run, even while it is trained: counts, checksums, the moves
and the end of every game by the rules, every network. What is worth knowing, but is
not damage, is printed as a note.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			g, file, err := f.open()
			if err != nil {
				return err
			}
			var report run.Report
			if err := console.Await(cmd.Context(), func() (err error) {
				defer file.Close()
				report, err = file.Check(g, nil)
				return err
			}); err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			for _, note := range report.Notes {
				fmt.Fprintln(out, "note:", printable.Text(note))
			}
			for _, problem := range report.Problems {
				fmt.Fprintln(out, printable.Text(problem))
			}
			fmt.Fprintln(out, checkWords(report))
			if n := len(report.Problems); n > 0 {
				return console.Problem(fmt.Sprintf("%s: %s", f.path, console.Plural(n, "problem")))
			}
			return nil
		},
	}
	f.add(cmd)
	return cmd
}

// checkWords says in a line what a check has seen.
func checkWords(r run.Report) string {
	pruned, repeated := "", ""
	if r.Pruned > 0 {
		pruned = fmt.Sprintf(" (%s pruned)", console.Thousands(int64(r.Pruned)))
	}
	if r.Repeated > 0 {
		repeated = fmt.Sprintf(", %s like another one of their generation", console.Thousands(r.Repeated))
	}
	sound := "all sound"
	if n := len(r.Problems); n > 0 {
		sound = console.Plural(n, "problem")
	}
	return fmt.Sprintf("%s, %s%s, %s, %s; %s games with %s plies%s: %s",
		console.Plural(r.Generations, "generation"), console.Plural(r.Shards, "shard"), pruned,
		console.Plural(r.Networks, "network"), console.Plural(r.Matches, "match"),
		console.Thousands(r.Games), console.Thousands(r.Plies), repeated, sound)
}

func newCopy() *cobra.Command {
	var path, to string
	var slim bool
	cmd := &cobra.Command{
		Use:   "copy --run FILE --out COPY",
		Short: "Copy a run, even while it is trained",
		Long: `Copy writes a consistent copy of a run into a new file. The run may be trained
meanwhile: a plain cp would miss what is in its log.

With --slim the copy holds no games, the last network and at most twelve earlier
ones, and all measurements, plans and events: under 20 MB. Training continues
from it with new games, also on another machine.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := namedOut(to, "the copy"); err != nil {
				return err
			}
			if _, err := os.Stat(to); errors.Is(err, fs.ErrNotExist) {
				if err := atomicfile.Check(to); err != nil {
					return err
				}
			}
			file, err := files.OpenRun(path)
			if err != nil {
				return err
			}
			defer file.Close()
			err = file.Copy(cmd.Context(), to, run.CopyOptions{Slim: slim})
			if errors.Is(err, fs.ErrExist) {
				return fmt.Errorf("%s exists already; copy writes a new file", to)
			} else if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: a copy of %s\n", to, path)
			return err
		},
	}
	cmd.Flags().StringVar(&path, "run", "", "the run file")
	cmd.Flags().StringVar(&to, "out", "", "file to create")
	cmd.Flags().BoolVar(&slim, "slim", false, "leave out all games and most networks")
	if err := cmd.MarkFlagRequired("run"); err != nil {
		panic(err) // the flag is defined above
	}
	return cmd
}

func newPrune() *cobra.Command {
	var path string
	cmd := &cobra.Command{
		Use:   "prune --run FILE",
		Short: "Drop the games that learning no longer needs",
		Long: `Prune drops the games of generations before the replay window of the last one and
gives their space back to the disk. It keeps all counts, networks and
measurements, and the first unit of each generation for replay. The run must not
be in training.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			file, err := files.OpenRunToWrite(path)
			if err != nil {
				return err
			}
			pruned, err := file.Prune()
			if err = errors.Join(err, file.Close()); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: %v\n", path, pruned)
			return err
		},
	}
	cmd.Flags().StringVar(&path, "run", "", "the run file")
	if err := cmd.MarkFlagRequired("run"); err != nil {
		panic(err) // the flag is defined above
	}
	return cmd
}
