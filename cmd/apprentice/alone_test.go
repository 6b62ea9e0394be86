package main

import (
	"bytes"
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// runAlone runs one command in this process, as the program does that has no
// other, and returns what it writes to standard output.
func runAlone(ctx context.Context, command *cobra.Command, args ...string) (string, error) {
	var out bytes.Buffer
	root := rootOf(command)
	root.SetIn(strings.NewReader(""))
	root.SetOut(&out)
	root.SetErr(io.Discard)
	root.SetArgs(append([]string{command.Name()}, args...))
	err := root.ExecuteContext(ctx)
	return out.String(), err
}
