package files

import (
	"errors"
	"fmt"
	"os"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/selfplay/run"
)

// maxNetworkFile bounds a file of a network in bytes: far more than the largest
// shape that there is.
const maxNetworkFile = 1 << 30

// ReadNetwork returns the content of a file that has an end and may be a
// network.
func ReadNetwork(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case path == "":
		return nil, errors.New("the network has no file; want net:FILE or --net FILE")
	case err != nil:
		return nil, CannotRead(path, err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no network: it is not a regular file", path)
	case info.Size() > maxNetworkFile:
		return nil, fmt.Errorf("%s is no network: it has %s MB", path, console.Thousands(info.Size()>>20))
	case run.IsDatabase(path):
		return nil, fmt.Errorf("%s is a run, not a network; want gen:last@%[1]s, or --run %[1]s where there is such a flag", path)
	}
	blob, err := os.ReadFile(path)
	if err != nil {
		return nil, CannotRead(path, err)
	}
	return blob, nil
}
