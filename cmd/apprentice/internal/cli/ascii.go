package cli

import (
	"os"

	"github.com/spf13/pflag"

	"apprentice/cmd/apprentice/internal/console"
)

// ASCII reports whether a full screen is drawn with ASCII characters only: as
// --ascii says or, where it is not given, unless the locale is UTF-8.
func ASCII(set *pflag.FlagSet) bool {
	if set.Changed("ascii") {
		ascii, err := set.GetBool("ascii")
		return ascii && err == nil
	}
	return !console.ShowsGlyphs(os.Getenv)
}
