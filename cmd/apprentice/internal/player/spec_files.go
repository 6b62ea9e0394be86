package player

import (
	"fmt"
	"strings"

	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/games"
	"apprentice/selfplay/run"
)

// Network returns the network that the player is, ready for inference, after
// checking that it plays g.
func (s Spec) Network(g games.Game) (*value.Network, error) {
	blob, where, err := s.load(g)
	if err != nil {
		return nil, err
	}
	return decodeNetwork(g, where, blob)
}

// Blob returns the network file of the player.
func (s Spec) Blob(g games.Game) ([]byte, error) {
	blob, _, err := s.load(g)
	return blob, err
}

// load returns the network file of the player, and where it is from.
func (s Spec) load(g games.Game) (blob []byte, where string, err error) {
	switch s.kind {
	case kindFile:
		blob, err = files.ReadNetwork(s.path)
		return blob, s.path, err
	case kindCareer:
		blob, stage, err := stageBlob(g, s.number)
		return blob, stage.Name, err
	case kindGeneration:
		blob, number, err := GenerationBlob(s.path, s.number)
		return blob, fmt.Sprintf("generation %d of %s", number, s.path), err
	}
	return nil, "", fmt.Errorf("player %s is not a network", s.who)
}

// maxProgram bounds the program of an engine in bytes. Some have networks in them.
const maxProgram = 4 << 30

// Fingerprint returns the sha256 of the network file of the player, or of the
// program of an engine; "" for a player that has neither.
func (s Spec) Fingerprint(g games.Game) (string, error) {
	var blob []byte
	var err error
	switch {
	case s.isNetwork():
		blob, err = s.Blob(g)
	case s.kind == kindEngine:
		blob, err = files.ReadWhole(s.path, maxProgram)
	default:
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return run.Sum(blob), nil
}

// File returns the file that the player is read from; "" for a player that ships
// with the program.
func (s Spec) File() string { return s.path }

// InRun returns the generation of the run in path that the player is, or
// run.NoGeneration for a built-in player. Other players, and those that have
// keys of their own, are none that the run can keep results of.
func (s Spec) InRun(file *run.File, path string) (generation int, err error) {
	switch {
	case strings.Contains(s.text, "?"):
		return 0, fmt.Errorf("player %s has keys of its own; a run keeps players as they are", s)
	case s.kind == kindRandom || s.kind == kindMaterial:
		return run.NoGeneration, nil
	case s.kind == kindGeneration && files.Same(s.path, path):
		return GenerationNumber(file, s.number)
	}
	return 0, fmt.Errorf("player %s is not a generation of %s", s, path)
}
