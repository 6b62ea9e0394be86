package thinker

import "apprentice/internal/machine"

// niceness is by how much threads that think give way to the one that a person
// types to: a key is seen sooner while every processor thinks.
const niceness = 5

// giveWay makes the thread of the goroutine give way, for as long as that lives.
func giveWay() { machine.NiceThread(niceness) }

// meekly calls f in a goroutine that gives way, and waits for it.
func meekly(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		giveWay()
		f()
	}()
	<-done
}
