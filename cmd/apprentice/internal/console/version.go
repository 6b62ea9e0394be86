package console

import (
	"runtime"
	"runtime/debug"
)

// release is the version of the program as CHANGELOG.md counts.
const release = "0.1.0"

// Version returns the release and, where the build knows it, the commit.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return release
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return release + "-" + s.Value[:12]
		}
	}
	return release
}

// Platform is what the program was built with and for.
func Platform() string { return runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH }
