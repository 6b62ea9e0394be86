package console

import (
	"cmp"
	"runtime"
	"strings"
)

// ShowsGlyphs reports whether a terminal can be expected to show more than
// ASCII: where the locale says that text is UTF-8. The first of the variables
// that is not empty decides, as POSIX has it. The console of Linux has fonts of
// 512 characters, no pieces among them.
func ShowsGlyphs(env func(string) string) bool {
	if env("TERM") == "linux" {
		return false
	}
	locale := cmp.Or(env("LC_ALL"), env("LC_CTYPE"), env("LANG"))
	if locale == "" {
		return runtime.GOOS == "windows" // which has other ways to say so
	}
	charset := strings.ToLower(strings.ReplaceAll(locale, "-", ""))
	return strings.Contains(charset, "utf8")
}
