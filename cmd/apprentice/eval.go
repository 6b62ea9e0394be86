package main

import (
	"github.com/spf13/cobra"
)

func newEval() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "eval",
		Short: "Measure: statistics of matches",
		Args:  needCommand,
		RunE:  showHelp,
	}
	cmd.AddCommand(newStats(), newRatings())
	return cmd
}
