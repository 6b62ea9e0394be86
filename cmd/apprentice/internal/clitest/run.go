// Package clitest helps to test commands: it runs them in this process or in
// one of their own, and makes small runs for them.
package clitest

import (
	"bytes"
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/cli"
)

// Run runs one command in this process, as the program does that has no
// other, and returns what it writes to standard output.
func Run(ctx context.Context, command *cobra.Command, args ...string) (string, error) {
	var out bytes.Buffer
	root := cli.Root(command)
	root.SetIn(strings.NewReader(""))
	root.SetOut(&out)
	root.SetErr(io.Discard)
	root.SetArgs(append([]string{command.Name()}, args...))
	err := root.ExecuteContext(ctx)
	return out.String(), err
}
