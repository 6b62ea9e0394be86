package files

import (
	"errors"
	"fmt"

	"apprentice/selfplay/run"
)

// maxNetworkFile bounds a file of a network in bytes: far more than the largest
// shape that there is.
const maxNetworkFile = 1 << 30

// ReadNetwork returns the content of a file that has an end and may be a
// network.
func ReadNetwork(path string) ([]byte, error) {
	switch {
	case path == "":
		return nil, errors.New("the network has no file; want net:FILE or --net FILE")
	case run.IsDatabase(path):
		return nil, fmt.Errorf("%s is a run, not a network; want gen:last@%[1]s, or --run %[1]s where there is such a flag", path)
	}
	blob, err := ReadWhole(path, maxNetworkFile)
	var reason notWhole
	if errors.As(err, &reason) {
		return nil, fmt.Errorf("%s is no network: %w", path, reason)
	}
	return blob, err
}
