package playscreen

import (
	"strings"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
)

// keyHelp writes keys and what they do on a line, as many as fit.
func (m *Model) keyHelp(keys [][2]string, width int) string {
	h := help.New()
	h.SetWidth(width)
	h.Styles.ShortKey, h.Styles.ShortDesc = m.theme.accent, m.theme.faint
	h.Styles.ShortSeparator, h.Styles.Ellipsis = m.theme.faint, m.theme.faint
	h.ShortSeparator = "  "
	h.Ellipsis = m.theme.sign("…", "")
	var bindings []key.Binding
	arrows := "← →"
	if m.theme.ascii {
		arrows = "<- ->"
	}
	for _, k := range keys {
		name := strings.Replace(k[0], "<- ->", arrows, 1)
		bindings = append(bindings, key.NewBinding(key.WithKeys(name), key.WithHelp(name, k[1])))
	}
	return h.ShortHelpView(bindings)
}
