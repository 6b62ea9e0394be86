package engine

import (
	"crypto/rand"
	"strconv"
	"sync"
	"sync/atomic"
)

// markVariable is the environment variable that identifies the processes of an
// engine. Children inherit it, even if they leave group and session.
const markVariable = "APPRENTICE_ENGINE"

// ownMark begins the marks of all engines that this process starts, and of no
// others.
var ownMark = sync.OnceValue(func() string { return rand.Text() + "." })

// marks counts the engines that were started.
var marks atomic.Uint64

// newMark returns the mark of one engine.
func newMark() string { return ownMark() + strconv.FormatUint(marks.Add(1), 10) + "." }

// KillAll ends all engines that this process has started and all of their
// children at once, if the system lists them. It is for a program that ends without
// closing its engines; their players are unusable afterwards.
func KillAll() { killMarked(ownMark()) }
