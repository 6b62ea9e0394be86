//go:build !unix

package console

import "os"

// InForeground reports true: there are no groups of processes here.
func InForeground(*os.File) bool { return true }

// OutliveOutput does nothing: writes are never more than errors here.
func OutliveOutput() {}

// Suspend does nothing: there is no control of jobs here.
func Suspend() {}

// ControlJobs does nothing: there is no control of jobs here.
func ControlJobs(release, restore func()) (end func()) { return func() {} }
