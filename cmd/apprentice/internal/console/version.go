package console

import (
	"runtime"
	"runtime/debug"
)

// release is the version of the program as CHANGELOG.md counts.
const release = "0.1.0"

// Release is the version without the commit.
func Release() string { return release }

// Version returns the release and, where the build knows it, the commit.
func Version() string {
	if commit := vcs("vcs.revision"); len(commit) >= shortCommit {
		return release + "-" + commit[:shortCommit]
	}
	return release
}

// shortCommit is how much of a commit names it.
const shortCommit = 12

// Commit returns the commit that the program was built of, and says where files
// differed from it; "unknown" where the build does not know, as with go run of
// single files or -buildvcs=false.
func Commit() string {
	commit := vcs("vcs.revision")
	switch {
	case commit == "":
		return "unknown"
	case vcs("vcs.modified") == "true":
		return commit + " with changes"
	}
	return commit
}

// vcs returns what the build knows of its sources; "" for nothing.
func vcs(key string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == key {
			return s.Value
		}
	}
	return ""
}

// Platform is what the program was built with and for.
func Platform() string { return runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH }
