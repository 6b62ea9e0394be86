package main

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"
)

// widestHelp is how wide an explanation may be: what is wider is hard to read, and
// a terminal breaks it in the middle of words.
const widestHelp = 90

// Explanations are written in lines that somebody has broken.
func TestHelpIsNoWiderThanAPage(t *testing.T) {
	seen := 0
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		for line := range strings.Lines(cmd.Long) {
			seen++
			if line = strings.TrimSuffix(line, "\n"); ansi.StringWidth(line) > widestHelp {
				t.Errorf("%s --help has a line of %d columns, at most %d are wanted: %s", cmd.CommandPath(), ansi.StringWidth(line), widestHelp, line)
			}
		}
		for _, c := range cmd.Commands() {
			walk(c)
		}
	}
	walk(newRoot())
	if seen < 100 {
		t.Errorf("%d lines of help found", seen)
	}
}
