package player

import (
	"fmt"
	"os"
	"strings"

	"apprentice/cmd/apprentice/internal/near"
	"apprentice/eval/engine"
	"apprentice/selfplay/run"
)

// unknownPlayer is the error of a spec that names no player. It suggests who may
// have been meant, and does not guess: a match of another player would prove
// nothing.
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
	kinds := []string{kindRandom, kindMaterial, kindGeneration, kindCareer, kindFile, kindEngine}
	if !hasArg {
		switch info, err := os.Stat(who); {
		case err == nil && run.IsDatabase(who):
			return kindGeneration + ":last@" + who
		case err == nil && info.Mode().IsRegular() && info.Mode()&0o111 == 0:
			return kindFile + ":" + who
		}
		if _, err := engine.ParseSpec(who); err == nil {
			return kindEngine + ":" + who
		}
	}
	if hasArg && strings.EqualFold(kind, "generation") {
		return kindGeneration + ":" + arg
	}
	switch meant, ok := near.Word(kind, kinds); {
	case !ok:
		return ""
	case meant == kindRandom:
		return meant
	case meant == kindMaterial && arg == "":
		return meant + ":2"
	case arg == "":
		return ""
	default:
		return meant + ":" + arg
	}
}
