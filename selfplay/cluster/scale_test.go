package cluster

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"apprentice/games/tictactoe"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// helping is a helper in one function.
type helping func(ctx context.Context, b *selfplay.Batch, w *selfplay.Work) error

func (h helping) Help(ctx context.Context, b *selfplay.Batch, w *selfplay.Work) error {
	return h(ctx, b, w)
}

func (helping) Cores() int { return 1 }

// BenchmarkLook is a look at all leases of so many workers of 4 cores.
func BenchmarkLook(b *testing.B) {
	for _, workers := range []int{10, 100, 1000} {
		b.Run(fmt.Sprint(workers), func(b *testing.B) {
			server, f := listen(b, ServerOptions{}), newRun(b)
			c := open(b, Options{File: f, Access: server.Access()})
			for !c.conn.IsConnected() {
				time.Sleep(10 * time.Millisecond)
			}
			now := c.now()
			for i := range workers {
				name := fmt.Sprint("w", i)
				c.byName[name] = &member{nonce: name, called: name, seen: now, row: run.Worker{Name: name, Cores: 4, State: run.WorkerPlays}}
				c.members[name] = c.byName[name]
			}
			units := make([]int, 20*workers)
			for i := range units {
				units[i] = i
			}
			done := errors.New("done")
			batch := selfplay.Batch{Game: tictactoe.Game{}, Units: units, Workers: 1, Spare: true}
			batch.Helpers = helping(func(ctx context.Context, batch *selfplay.Batch, w *selfplay.Work) error {
				s := &shift{c: c, b: batch, w: w, leases: map[int]*lease{}, returned: map[int]int{}, seconds: 1e6}
				c.shift = s
				for i := range 8 * workers {
					unit, _ := w.Take()
					s.leases[unit] = &lease{unit: unit, job: "job", at: now}
					if i < 4*workers {
						s.leases[unit].worker, s.leases[unit].begun, s.leases[unit].moved = fmt.Sprint("w", i/4), now, now
					}
				}
				for b.Loop() {
					s.look()
				}
				c.shift = nil
				return done
			})
			if err := batch.Play(b.Context(), new(selfplay.Tally), func() bool { return false }, func(selfplay.Unit) error { return nil }); !errors.Is(err, done) {
				b.Fatal(err)
			}
		})
	}
}
