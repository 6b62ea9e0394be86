// Package printable makes text that others wrote fit for a terminal, as the
// package of that name below internal does for all of the program, and short
// enough to be read.
package printable

import (
	"io"
	"strings"

	"apprentice/internal/printable"
)

// Text returns s on one line, with escapes for all that does not print.
func Text(s string) string { return printable.Text(s) }

// Lines is Text for text of several lines: line feeds and tabs stay.
func Lines(s string) string { return printable.Lines(s) }

// JSON returns what writes JSON to w with escapes for all that does not print.
func JSON(w io.Writer) io.Writer { return printable.JSON(w) }

// Bounds of Short, in bytes.
const (
	longLine  = 1000
	keepFirst = 600
	keepLast  = 200
)

// Short returns s with the middle left out of lines that are too long to be
// read: those of errors that quote a file or what somebody has typed.
func Short(s string) string {
	if len(s) <= longLine {
		return s
	}
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		if len(line) > longLine {
			lines[i] = line[:keepFirst] + " ... " + line[len(line)-keepLast:]
		}
	}
	return strings.Join(lines, "\n")
}
