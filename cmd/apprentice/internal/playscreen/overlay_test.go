package playscreen

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"apprentice/cmd/apprentice/internal/settings"
)

// What a setting is about can be read in a narrow window as well, where its line
// has no room for it, and the menu keeps its size meanwhile.
func TestMenuShowsWholeNotes(t *testing.T) {
	for _, width := range []int{30, 60, 80, 120} {
		p := show(t, testOptions(t, "chess"), width, 24)
		p.press("/t")
		height := 0
		for i, s := range settings.All {
			if i > 0 {
				p.press("[down]")
			}
			box := p.drawOverlay()
			lines := strings.Split(box, "\n")
			var words []string
			for _, line := range lines {
				words = append(words, strings.Fields(strings.Trim(ansi.Strip(line), "│"))...)
			}
			if text := strings.Join(words, " "); !strings.Contains(text, s.Help) {
				t.Errorf("%d columns: %q is not there to be read:\n%s", width, s.Help, box)
			}
			if height == 0 {
				height = len(lines)
			}
			if len(lines) != height || height > 24 {
				t.Errorf("%d columns, %s: %d lines after %d", width, s.Name, len(lines), height)
			}
		}
	}
}
