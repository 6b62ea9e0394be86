package playscreen

import (
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"

	"apprentice/cmd/apprentice/internal/boardview"
	"apprentice/cmd/apprentice/internal/catalog"
)

// TestColorsLookAsTheyDid compares screens with their colours, as the terminal
// would have to be told them. The letter e stands for the escape character.
func TestColorsLookAsTheyDid(t *testing.T) {
	for name, mode := range map[string]struct {
		colors  boardview.Colors
		profile colorprofile.Profile
		dark    bool
		never   string // what a terminal of so many colours cannot show
	}{
		"full-dark":  {boardview.Full, colorprofile.TrueColor, true, `$^`},
		"full-light": {boardview.Full, colorprofile.TrueColor, false, `$^`},
		"256-dark":   {boardview.Full, colorprofile.ANSI256, true, `[34]8;2;`},
		"16-dark":    {boardview.Basic, colorprofile.ANSI, true, `[34]8;[25];`},
		"16-light":   {boardview.Basic, colorprofile.ANSI, false, `[34]8;[25];`},
		"no-dark":    {boardview.Mono, colorprofile.ASCII, true, `e\[([\d;]*;)?(3[0-8]|4[0-8]|9\d|10\d)\b`},
	} {
		for _, game := range catalog.Names() {
			t.Run(game+" "+name, func(t *testing.T) {
				o := testOptions(t, game)
				o.Colors, o.Dark = mode.colors, mode.dark
				p := show(t, o, 80, 24)
				for _, move := range opening[game] {
					p.press(move + "[enter]")
				}
				p.press("[f2]")
				text := strings.ReplaceAll(p.terminalOf(mode.profile).Render(), "\r", "")
				text = strings.ReplaceAll(text, "\x1b", "e")
				if found := regexp.MustCompile(mode.never).FindString(text); found != "" {
					t.Errorf("%q is beyond its colours", found)
				}
				golden(t, game+"-80x24-"+name+".colors", text)
			})
		}
	}
}
