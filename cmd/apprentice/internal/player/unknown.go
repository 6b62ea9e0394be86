package player

import (
	"fmt"
	"os"
	"strings"

	"apprentice/cmd/apprentice/internal/near"
	"apprentice/eval/engine"
	"apprentice/selfplay/run"
)

// Kinds of players that are networks.
const (
	kindGeneration = "gen"
	kindCareer     = "career"
	kindNetwork    = "net"
)

// isNetwork reports whether a spec without its keys names a network.
func isNetwork(who string) bool {
	kind, _, _ := strings.Cut(who, ":")
	return kind == kindGeneration || kind == kindCareer || kind == kindNetwork
}

// unknownPlayer is the error of a spec that names nobody. It says who may have
// been meant; nobody is guessed, since a match of another player would be a
// result of nothing.
func unknownPlayer(who string) error {
	text := fmt.Sprintf("unknown player %q", who)
	if meant := meantPlayer(who); meant != "" {
		return fmt.Errorf("%s; did you mean %s?", text, meant)
	}
	return fmt.Errorf("%s; want random, material:DEPTH, gen:N@FILE, career:N, net:FILE or engine:PATH", text)
}

// meantPlayer returns the spec that was probably meant, "" for none.
func meantPlayer(who string) string {
	kind, arg, hasArg := strings.Cut(who, ":")
	kinds := []string{"random", "material", kindGeneration, kindCareer, kindNetwork, "engine"}
	if !hasArg {
		switch info, err := os.Stat(who); {
		case err == nil && run.IsDatabase(who):
			return kindGeneration + ":last@" + who
		case err == nil && info.Mode().IsRegular() && info.Mode()&0o111 == 0:
			return kindNetwork + ":" + who
		}
		if _, err := engine.ParseSpec(who); err == nil {
			return "engine:" + who
		}
	}
	if hasArg && strings.EqualFold(kind, "generation") {
		return kindGeneration + ":" + arg
	}
	switch meant, ok := near.Word(kind, kinds); {
	case !ok:
		return ""
	case meant == "random":
		return meant
	case meant == "material" && arg == "":
		return meant + ":2"
	case arg == "":
		return ""
	default:
		return meant + ":" + arg
	}
}
