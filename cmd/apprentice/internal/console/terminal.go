// Package console is the terminal and the process that every command runs in:
// what a terminal can show, how numbers and times are written, signals, exit
// codes, and what the machine has to spare.
package console

import (
	"fmt"
	"io"
	"os"
	"slices"
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
	Width, Height int  // when it was looked at last; see Resize

	file *os.File // nil where it is no screen
}

// RedrawInterval is the time between two frames on a screen.
const RedrawInterval = 200 * time.Millisecond

// Sizes if the output is not a screen.
const (
	plainWidth  = 80
	plainHeight = 24
)

// TerminalOf finds out what out can show.
func TerminalOf(out io.Writer) *Terminal {
	styled := colorprofile.NewWriter(out, environment(os.Environ()))
	t := &Terminal{
		Writer: styled, Screen: out, Profile: styled.Profile,
		Colors: styled.Profile >= colorprofile.ANSI,
		Width:  plainWidth, Height: plainHeight,
	}
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		t.Interactive = styled.Profile > colorprofile.NoTTY // not on TERM=dumb
		t.file = f
		t.Resize()
	}
	return t
}

// environment returns what says which colours a terminal shows, with a word more
// for those that show none: what nobody knows is taken to show some.
func environment(env []string) []string {
	for _, variable := range env {
		if name, ok := strings.CutPrefix(variable, "TERM="); ok && monochrome(name) {
			return append(slices.Clip(env), "NO_COLOR=1")
		}
	}
	return env
}

// monochrome reports whether a terminal of that name, as terminfo has it, shows no
// colours.
func monochrome(name string) bool {
	if strings.HasSuffix(name, "-m") || strings.HasSuffix(name, "-mono") {
		return true
	}
	model, _, _ := strings.Cut(name, "-")
	return slices.Contains([]string{"vt52", "vt100", "vt102", "vt125", "vt131", "vt132", "vt200", "vt220", "vt300", "vt320", "vt330", "vt400", "vt420",
		"vt510", "vt520", "adm3a", "wy50", "wy60", "sun", "hurd"}, model)
}

// Resize looks how large the screen is by now: windows change.
func (t *Terminal) Resize() {
	if t.file == nil {
		return
	}
	if w, h, err := term.GetSize(int(t.file.Fd())); err == nil && w > 0 && h > 0 {
		t.Width, t.Height = w, h
	}
}

// Paragraph writes text without styles in lines that fit; nothing for no text.
func (t *Terminal) Paragraph(text string) error {
	if text == "" {
		return nil
	}
	t.Resize()
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
