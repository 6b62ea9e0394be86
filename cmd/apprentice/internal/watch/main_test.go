package watch

import (
	"testing"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/clitest"
)

func TestMain(m *testing.M) {
	clitest.Main(m, clitest.Program(func() []*cobra.Command { return []*cobra.Command{New()} }))
}
