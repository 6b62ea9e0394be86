package train

import (
	"fmt"

	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// obeyAll takes the orders that have come.
func (s *sitting) obeyAll() {
	orders, err := s.file.TakeOrders()
	if err != nil {
		s.out.keep(err.Error())
		return
	}
	for _, o := range orders {
		s.take(o)
	}
}

// take obeys an order and says so in the log book.
func (s *sitting) take(o run.Order) {
	s.obey(o)
	s.record(event.Ordered{What: string(o.Kind), By: o.By})
}

// obey carries out an order.
func (s *sitting) obey(o run.Order) {
	switch o.Kind {
	case run.OrderPause:
		if s.gate.Close() {
			s.clock.Hold(true)
			s.record(event.Paused{By: o.By})
			s.notice(fmt.Sprintf("paused by %s; resume with %s resume", o.By, s.control))
		}
	case run.OrderResume:
		if s.gate.Open() {
			s.clock.Hold(false)
			s.record(event.Resumed{By: o.By})
			s.notice("resumed by " + o.By)
		}
	case run.OrderMeasure:
		s.pending.Go(s.measureNow)
	case run.OrderFinish:
		s.finish.Store(&endedBy{"stopped after its generation", o.By})
		when := "stops after this generation"
		if s.gate.Closed() {
			when = "is paused; once it is resumed, it stops after this generation"
		}
		s.notice(fmt.Sprintf("%s, as %s asked", when, o.By))
	case run.OrderStop:
		s.cancel(endedBy{"stopped", o.By})
	}
}

// orderedGames is how many games measure a generation out of turn.
const orderedGames = 200

// measureNow measures the newest network while the work continues, unless the
// loop is about to do so: it knows by how many games.
func (s *sitting) measureNow() {
	n, due, err := s.toMeasure()
	switch {
	case err == nil && due:
		s.notice(fmt.Sprintf("generation %d is measured in its turn", n))
	case err == nil:
		if _, err = s.measure(s.ctx, n, orderedGames); err == nil {
			s.notice(fmt.Sprintf("generation %d is measured", n))
		}
	}
	if err != nil && s.ctx.Err() == nil {
		s.record(event.Warning{What: "measure", Text: err.Error()})
		s.notice(fmt.Sprintf("could not measure: %v", err))
	}
}

// toMeasure returns the generation of the newest network, and whether the loop
// will measure it.
func (s *sitting) toMeasure() (n int, due bool, err error) {
	networks, err := s.file.Networks()
	if err != nil || len(networks) == 0 {
		return 0, true, err
	}
	n = networks[len(networks)-1].Generation
	if n == 0 { // together with the first generation
		return n, true, nil
	}
	g, err := s.file.Generation(n)
	return n, g.State != run.Done, err
}
