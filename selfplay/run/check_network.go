package run

import (
	"bytes"
	"fmt"

	"apprentice/agent/value"
	"apprentice/games"
)

// checkNetwork reads a network file and checks that it is one for the game and
// of the generation.
func checkNetwork(game games.Game, generation int, blob []byte) error {
	_, meta, _, err := value.Read(bytes.NewReader(blob))
	if err != nil {
		return err
	}
	if err := meta.Matches(game); err != nil {
		return err
	}
	if meta.Generation != generation {
		return fmt.Errorf("it says that it is of generation %d", meta.Generation)
	}
	return nil
}
