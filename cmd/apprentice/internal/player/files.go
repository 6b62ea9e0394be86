package player

import (
	"strings"

	"apprentice/cmd/apprentice/internal/files"
	"apprentice/eval/engine"
)

// Files returns the files that players are read from.
func Files(by string, specs []string) (uses []files.Use) {
	for _, spec := range specs {
		who, _, _ := cutKeys(spec)
		kind, arg, _ := strings.Cut(who, ":")
		switch kind {
		case "net":
			uses = append(uses, files.Use{By: by, Path: arg})
		case "gen":
			if _, path, ok := strings.Cut(arg, "@"); ok {
				uses = append(uses, files.Use{By: by, Path: path})
			}
		case "engine":
			if s, err := engine.ParseSpec(arg); err == nil {
				uses = append(uses, files.Use{By: by, Path: s.Path})
			}
		}
	}
	return uses
}
