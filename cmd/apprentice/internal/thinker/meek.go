package thinker

import (
	"fmt"
	"runtime/debug"

	"apprentice/internal/machine"
)

// niceness is by how much threads that think give way to the one that a person
// types to: a key is seen sooner while every processor thinks.
const niceness = 5

// giveWay makes the thread of the goroutine give way, for as long as that lives.
func giveWay() { machine.NiceThread(niceness) }

// Meekly calls f in a goroutine that gives way, and waits for it. A panic of f is
// one of the caller, who may have a terminal to give back.
func Meekly(f func()) {
	done := make(chan string, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				done <- fmt.Sprintf("%v\n%s", r, debug.Stack())
			}
			close(done)
		}()
		giveWay()
		f()
	}()
	if failed := <-done; failed != "" {
		panic(failed)
	}
}
