// Package control is the command control, which gives orders to the process
// that trains a run.
package control

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// orderWord describes an order: what it does, and what can be said when it is
// taken.
type orderWord struct {
	kind       run.OrderKind
	help, done string
}

// orderWords are the orders of the control command.
var orderWords = []orderWord{
	{run.OrderPause, "stand still, without using the processor; the time does not count", "paused"},
	{run.OrderResume, "work again after a pause", "resumed"},
	{run.OrderMeasure, "measure the newest network now", "measuring"},
	{run.OrderFinish, "finish this generation, then stop", "stops after this generation"},
	{run.OrderStop, "stop now; nothing that was finished is lost", "stopping"},
}

// takePatience is how long an order is waited for: a process that works looks
// for orders every second.
const takePatience = 20 * time.Second

// lookInterval is how long to wait between two looks whether an order was taken.
const lookInterval = 250 * time.Millisecond

// New returns the command control.
func New() *cobra.Command {
	var path string
	var list strings.Builder
	for _, w := range orderWords {
		fmt.Fprintf(&list, "\n  %-8s %s", w.kind, w.help)
	}
	cmd := &cobra.Command{
		Use:   "control [RUN] ORDER",
		Short: "Give orders to a run that another process trains",
		Long: `Control gives an order to the process that trains a run, with or without a
terminal:
` + list.String(),
		Example: `  apprentice control night.run pause
  apprentice control --run night.run finish`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("name an order, as in control night.run pause; control --help lists all")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			kind, path, err := orderOf(args, path)
			if err != nil {
				return err
			}
			return control(cmd.Context(), cmd.OutOrStdout(), path, kind, takePatience)
		},
	}
	cmd.Flags().StringVar(&path, "run", "", "the run file (default "+cli.DefaultRun()+")")
	return cmd
}

// orderOf finds the order and the run among the arguments, in any order.
func orderOf(args []string, path string) (kind run.OrderKind, _ string, err error) {
	var names []string
	for _, w := range orderWords {
		names = append(names, string(w.kind))
	}
	var rest []string
	for _, arg := range args {
		if kind == "" && slices.Contains(names, arg) {
			kind = run.OrderKind(arg)
		} else {
			rest = append(rest, arg)
		}
	}
	if path != "" {
		rest = append(rest, path)
	}
	switch {
	case kind == "":
		return "", "", fmt.Errorf("no order in %q; want %s", strings.Join(args, " "), strings.Join(names, ", "))
	case len(rest) > 1:
		if i := slices.IndexFunc(rest, func(arg string) bool { return slices.Contains(names, arg) }); i >= 0 {
			return "", "", fmt.Errorf("there are two orders, %s and %s; give one", kind, rest[i])
		}
		return "", "", fmt.Errorf("%q: one run at a time", strings.Join(rest, " "))
	case len(rest) == 0:
		return kind, cli.DefaultRun(), nil
	}
	return kind, rest[0], nil
}

// control gives the order and waits until it is taken.
func control(ctx context.Context, out io.Writer, path string, kind run.OrderKind, patience time.Duration) error {
	s, ok, err := chronicle.Trainer(path)
	switch {
	case err != nil:
		return err
	case !ok && s.ID != 0:
		return fmt.Errorf("no process is training %s: %s; resume with: %s", path, chronicle.EndedUnclean(s), s.Command)
	case !ok:
		return fmt.Errorf("no process is training %s; train it with: %s train --run %s", path, console.ProgramName(), console.ShellWord(path))
	}
	by := fmt.Sprintf("process %d", os.Getpid())
	if host, err := os.Hostname(); err == nil && host != s.Host {
		by += " on " + host
	}
	seen, err := lastEvent(path)
	if err != nil {
		return err
	}
	if err := run.AddOrder(path, kind, by); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		taken, err := orderTaken(path, seen, kind, by)
		if err != nil {
			return err
		}
		if taken {
			i := slices.IndexFunc(orderWords, func(w orderWord) bool { return w.kind == kind })
			fmt.Fprintf(out, "%s: %s (%s)\n", path, orderWords[i].done, chronicle.Who(s))
			return nil
		}
		select {
		case <-ctx.Done():
			if errors.Is(ctx.Err(), context.Canceled) {
				return ctx.Err()
			}
			return fmt.Errorf("%s: the order has not been taken within %v by %s; it will be when that works again, or is void when it ends", path, patience, chronicle.Who(s))
		case <-time.After(lookInterval):
		}
	}
}

// lastEvent returns the number of the last event of a run.
func lastEvent(path string) (id int64, err error) {
	events, err := chronicle.EventsOf(path)
	if n := len(events); n > 0 {
		id = events[n-1].ID
	}
	return id, err
}

// orderTaken reports whether an event later than seen says that the order was
// taken.
func orderTaken(path string, seen int64, kind run.OrderKind, by string) (bool, error) {
	events, err := chronicle.EventsOf(path)
	return slices.ContainsFunc(events, func(e run.Event) bool {
		o, ok := e.Data.(event.Ordered)
		return ok && e.ID > seen && o == (event.Ordered{What: string(kind), By: by})
	}), err
}
