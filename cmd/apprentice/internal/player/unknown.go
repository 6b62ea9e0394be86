package player

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
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
	return fmt.Errorf("%s; want random, material:DEPTH, gen:N@FILE, career:N, net:FILE, anchor:NAME or engine:PATH", text)
}

// meantPlayer returns the spec that was probably meant, "" for none.
func meantPlayer(who string) string {
	kind, arg, hasArg := strings.Cut(who, ":")
	kinds := []string{kindRandom, kindMaterial, kindGeneration, kindCareer, kindFile, kindAnchor, kindEngine}
	if !hasArg {
		switch info, err := os.Stat(who); {
		case err == nil && run.IsDatabase(who):
			return kindGeneration + ":last@" + who
		case err == nil && info.Mode().IsRegular() && info.Mode()&0o111 == 0:
			return kindFile + ":" + who
		}
		if name, ok := similarEngine(who); ok {
			return kindEngine + ":" + name
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

// similarEngine returns the engine that was probably meant by a name, which may
// be its name, and the keys after it; ok is false for none. Letter case counts in
// names of files, but not for people.
func similarEngine(spec string) (meant string, ok bool) {
	name, keys, hasKeys := strings.Cut(spec, "?")
	if hasKeys {
		keys = "?" + keys
	}
	if strings.ContainsAny(name, `/\`) {
		return "", false
	}
	for _, try := range []string{name, strings.ToLower(name)} {
		if _, err := engine.ParseSpec(try); err == nil {
			return try + keys, true
		}
	}
	if name, ok := near.Word(name, engine.Installed()); ok {
		return name + keys, true
	}
	return "", false
}

// unknownEngine adds the engine that was probably meant to the error of one that
// is not installed.
func unknownEngine(spec string, err error) error {
	if !errors.Is(err, exec.ErrNotFound) {
		return err
	}
	if meant, ok := similarEngine(spec); ok {
		return fmt.Errorf("%w; did you mean engine:%s?", err, meant)
	}
	return err
}
