package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// maxLinks is how many symbolic links may lead to a file.
const maxLinks = 40

// Target returns the absolute name, without symbolic links, of the file that
// path leads to. The file may be missing, also at the end of a link; its folder
// must be there.
func Target(path string) (string, error) {
	if path == "" {
		return "", fs.ErrNotExist
	}
	if os.IsPathSeparator(path[len(path)-1]) {
		return "", syscall.EISDIR
	}
	for range maxLinks {
		folder, err := filepath.EvalSymlinks(filepath.Dir(path))
		if err != nil {
			return "", err
		}
		path = filepath.Join(folder, filepath.Base(path))
		info, err := os.Lstat(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		if err != nil || info.Mode()&fs.ModeSymlink == 0 {
			return filepath.Abs(path)
		}
		link, err := os.Readlink(path)
		if err != nil {
			return "", err
		}
		if !filepath.IsAbs(link) {
			link = filepath.Join(folder, link)
		}
		path = link
	}
	return "", syscall.ELOOP
}
