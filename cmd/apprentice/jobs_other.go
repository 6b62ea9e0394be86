//go:build !unix

package main

import "os"

// inForeground reports true: there are no groups of processes here.
func inForeground(*os.File) bool { return true }

// controlJobs does nothing: there is no control of jobs here.
func controlJobs(release, restore func()) (end func()) { return func() {} }
