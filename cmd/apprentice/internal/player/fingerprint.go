package player

import (
	"os"
	"strings"

	"apprentice/eval/engine"
	"apprentice/games"
	"apprentice/selfplay/run"
)

// Fingerprint returns the sha256 of the network file of a player, or of the
// program of an engine; "" for a player that has neither.
func Fingerprint(g games.Game, spec string) (string, error) {
	who, _, err := cutKeys(spec)
	if err != nil {
		return "", err
	}
	kind, arg, _ := strings.Cut(who, ":")
	var blob []byte
	switch kind {
	case "engine":
		s, parseErr := engine.ParseSpec(arg)
		if parseErr != nil {
			return "", parseErr
		}
		blob, err = os.ReadFile(s.Path)
	case "net", "gen", "career":
		blob, err = NetworkBlob(g, who)
	default:
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return run.Sum(blob), nil
}
