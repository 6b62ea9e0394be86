package runscreen

import (
	"regexp"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"
)

// TestColorsLookAsTheyDid compares screens as a terminal of so many colours is
// told them. The letter e stands for the escape character.
func TestColorsLookAsTheyDid(t *testing.T) {
	for name, mode := range map[string]struct {
		profile colorprofile.Profile
		never   string // what such a terminal cannot show
	}{
		"full":    {colorprofile.TrueColor, `$^`},
		"256":     {colorprofile.ANSI256, `[34]8;2;`},
		"16":      {colorprofile.ANSI, `[34]8;[25];`},
		"nocolor": {colorprofile.ASCII, `e\[([\d;]*;)?(3[0-8]|4[0-8]|9\d|10\d)\b`},
	} {
		m, _ := testModel(t, 6)
		m.Update(tea.ColorProfileMsg{Profile: mode.profile})
		m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
		m.replay.step(3)
		var told strings.Builder
		w := colorprofile.Writer{Forward: &told, Profile: mode.profile}
		if _, err := w.WriteString(m.View().Content); err != nil {
			t.Fatal(err)
		}
		e := vt.NewEmulator(100, 30)
		_, _ = e.WriteString(strings.ReplaceAll(told.String(), "\n", "\r\n")) // an emulator in memory
		text := strings.ReplaceAll(strings.ReplaceAll(e.Render(), "\r", ""), "\x1b", "e") + "\n"
		if found := regexp.MustCompile(mode.never).FindString(text); found != "" {
			t.Errorf("%s: %q is beyond its colours", name, found)
		}
		golden(t, "100x30-"+name+".colors", text)
	}
}
