// Package worker is the command worker: it lends this machine to a run that
// another one trains.
package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/lending"
	"apprentice/cmd/apprentice/internal/outlet"
	"apprentice/internal/machine"
	"apprentice/selfplay/cluster"
)

// flags are the flags of the worker command.
type flags struct {
	access lending.Access
	name   string
	cores  int
	nice   int
}

// New returns the command worker. own are the bench signatures of this program.
func New(own chronicle.Signatures) *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "worker",
		Short: "Lend this machine to a run that another one trains",
		Long: `Worker plays games for a run that another machine trains, as many at once as it
has cores. It keeps nothing on disk. It waits where no run is trained, and
connects again for ever where the connection is lost. Ctrl-C ends it; what it
was playing is played by others.

On the machine that trains: apprentice train --listen 0.0.0.0:4222, which says
what to type here. The versions of the program must be the same.
docs/cluster.md has more.`,
		Example: `  apprentice worker --nats nats://192.0.2.10:4222 --token T
  apprentice worker --nats nats://192.0.2.10:4222 --token @token.txt --cores 4 --nice 10`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.check(); err != nil {
				return err
			}
			return f.work(cmd.Context(), cmd.OutOrStdout(), own)
		},
	}
	set := cmd.Flags()
	f.access.Add(set, "the server of the run, as in nats://HOST:4222; several are separated by commas")
	set.StringVar(&f.name, "name", "", "what the run calls this machine (default its host name)")
	set.IntVar(&f.cores, "cores", console.UsableCPUs(), "how many games to play at once")
	set.IntVar(&f.nice, "nice", 0, "give way to other programs: 0 (not at all) to 19")
	return cmd
}

// check reports flags that make no sense and fills in defaults.
func (f *flags) check() error {
	if f.access.URL == "" {
		return errors.New("--nats is missing: where is the run? Its machine says so with train --listen 0.0.0.0:4222")
	}
	if f.nice < 0 || f.nice > 19 {
		return fmt.Errorf("--nice is %d; it must be from 0 to 19", f.nice)
	}
	if err := cli.Parallel("cores", f.cores); err != nil {
		return err
	}
	if f.name == "" {
		f.name, _ = os.Hostname() // a worker without a name gets one
	}
	return f.access.Check()
}

// work plays until ctx is done.
func (f *flags) work(ctx context.Context, stdout io.Writer, own chronicle.Signatures) error {
	if f.nice > 0 {
		if err := machine.Nice(f.nice); err != nil {
			return fmt.Errorf("--nice %d: %w", f.nice, err)
		}
	}
	access, err := f.access.Given()
	if err != nil {
		return err
	}
	out := outlet.New(stdout, outlet.Options{}) // playing never waits for a reader
	defer out.Close()
	defer out.Drain(context.Background(), time.Second)
	said := repeats{out: out}
	return cluster.Work(ctx, cluster.WorkerOptions{
		Access: access, Name: f.name, Cores: f.cores, Version: console.Version(),
		Game: catalog.Lookup, Signature: own.Of, Notice: said.say,
	})
}
