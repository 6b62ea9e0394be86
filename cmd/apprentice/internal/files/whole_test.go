package files

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What has no end, or is no file, is not read whole.
func TestReadWhole(t *testing.T) {
	const most = 1 << 20
	folder := t.TempDir()
	file := func(name string, size int64) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, size); err != nil {
			t.Fatal(err)
		}
		return path
	}
	link := filepath.Join(folder, "link")
	if err := os.Symlink(file("most", most), link); err != nil {
		t.Skip(err)
	}
	for _, path := range []string{link, file("empty", 0)} {
		if _, err := ReadWhole(path, most); err != nil {
			t.Error(err)
		}
	}
	refused := map[string]string{
		filepath.Join(folder, "none"):      "no such file or directory",
		filepath.Join(folder, "none", "x"): "the folder " + filepath.Join(folder, "none") + " does not exist",
		folder:                             "is a directory",
		file("large", most+1):              "it is larger than 1 MB",
	}
	if _, err := os.Stat("/dev/zero"); err == nil {
		refused["/dev/zero"] = "it is not a regular file"
	}
	for path, why := range refused {
		_, err := ReadWhole(path, most)
		if want := "cannot read " + path + ": " + why; err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v; want %s", err, want)
		}
	}
}
