// Package console is the terminal and the process that every command runs in:
// what a terminal can show, how numbers and times are written, signals, exit
// codes, and what the machine has to spare.
package console

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/charmbracelet/colorprofile"
	"golang.org/x/term"

	"apprentice/cmd/apprentice/internal/printable"
)

// Terminal is where output goes: a screen with colours, or a pipe without.
// Styles may always be written to it; what the other end cannot show is left
// out.
type Terminal struct {
	io.Writer
	Screen        io.Writer // the same without the filter for styles
	Profile       colorprofile.Profile
	Colors        bool
	Interactive   bool // a person sees it, and lines of it can be redrawn
	Width, Height int
}

// RedrawInterval is the time between two frames on a screen.
const RedrawInterval = 200 * time.Millisecond

// Sizes where the output is no screen.
const (
	plainWidth  = 80
	plainHeight = 24
)

// TerminalOf finds out what out can show.
func TerminalOf(out io.Writer) *Terminal {
	styled := colorprofile.NewWriter(out, os.Environ())
	t := &Terminal{
		Writer: styled, Screen: out, Profile: styled.Profile,
		Colors: styled.Profile >= colorprofile.ANSI,
		Width:  plainWidth, Height: plainHeight,
	}
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		t.Interactive = styled.Profile > colorprofile.NoTTY // not on TERM=dumb
		if w, h, err := term.GetSize(int(f.Fd())); err == nil && w > 0 && h > 0 {
			t.Width, t.Height = w, h
		}
	}
	return t
}

// Paragraph writes text without styles in lines that fit; nothing for no text.
func (t *Terminal) Paragraph(text string) error {
	if text == "" {
		return nil
	}
	_, err := io.WriteString(t, strings.Join(wrap(printable.Lines(text), t.Width), "\n")+"\n")
	return err
}

// Item writes a line of a list: a label of the given width, and text without
// styles beside it in lines that fit.
func (t *Terminal) Item(label string, labelWidth int, text string) error {
	if room := t.Width - labelWidth; room >= leastItem {
		text = strings.Join(wrap(printable.Lines(text), room), "\n"+strings.Repeat(" ", labelWidth))
	} else {
		text = printable.Lines(text)
	}
	_, err := fmt.Fprintf(t, "%-*s%s\n", labelWidth, label, text)
	return err
}

// leastItem is the least number of columns that text is broken for.
const leastItem = 20
