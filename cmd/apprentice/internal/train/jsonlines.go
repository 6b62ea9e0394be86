package train

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"sync"
	"time"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// jsonLines is a reporter for other programs: an object on each line.
type jsonLines struct {
	file  *run.File
	out   io.Writer
	limit time.Duration // of the sitting; 0 for none
	clock selfplay.Clock

	mu         sync.Mutex
	generation int // of the last progress
	phase      run.State
	last       time.Time
	workers    map[string]string // what was written of each, as JSON
}

// put writes an object.
func (j *jsonLines) put(v any) {
	if line, err := json.Marshal(v); err == nil {
		fmt.Fprintf(printable.JSON(j.out), "%s\n", line)
	}
}

// begin writes what the run is.
func (j *jsonLines) begin(path string) {
	of := chronicle.OfRun(j.file)
	of.Path = path
	j.put(of)
}

// left returns how many seconds the sitting may still take, infinity where it
// has no end.
func (j *jsonLines) left() float64 {
	if j.limit == 0 {
		return math.Inf(1)
	}
	return max(0, (j.limit - j.clock.Elapsed()).Seconds())
}

// status writes the progress at every change of phase and every ten seconds,
// and what has become of a generation that is complete.
func (j *jsonLines) status(s selfplay.Status) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if s.Phase == run.Done {
		j.done(s.Generation)
		return
	}
	changed := s.Phase != j.phase || s.Generation != j.generation
	if !changed && time.Since(j.last) < lineInterval {
		return
	}
	j.generation, j.phase, j.last = s.Generation, s.Phase, time.Now()
	j.put(chronicle.OfStatus(s, j.clock.Elapsed().Seconds(), j.left()))
}

func (j *jsonLines) measuring(generation, done, total int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if time.Since(j.last) < lineInterval {
		return
	}
	j.last = time.Now()
	p := chronicle.OfStatus(selfplay.Status{Generation: generation, Phase: run.Measuring}, j.clock.Elapsed().Seconds(), j.left())
	p.Share, p.Games = float64(done)/float64(max(total, 1)), int64(done)
	j.put(p)
}

// done writes a generation and its matches, and who has played it.
func (j *jsonLines) done(n int) {
	h, err := chronicle.ReadHistory(j.file)
	if err != nil || n < 1 || n > len(h.Generations) {
		return // the log book has the error of what follows
	}
	for _, m := range h.MatchesOf(n) {
		j.put(chronicle.OfMatch(m))
	}
	j.put(h.OfGeneration(h.Generations[n-1]))
	j.putWorkers()
}

// putWorkers writes the other machines that are not what was written of them
// last.
func (j *jsonLines) putWorkers() {
	all, err := chronicle.ReadWorkers(j.file, chronicle.Training)
	if err != nil {
		return // it is tried again
	}
	if j.workers == nil {
		j.workers = map[string]string{}
	}
	for _, w := range all {
		of := chronicle.OfWorker(w)
		text, err := json.Marshal(of)
		if err == nil && j.workers[w.Name] != string(text) {
			j.workers[w.Name] = string(text)
			j.put(of)
		}
	}
}

func (j *jsonLines) event(e run.Event) {
	of, err := chronicle.OfEvent(e)
	if err == nil {
		j.put(of)
	}
	switch e.Data.(type) {
	case event.WorkerJoined, event.WorkerLeft, event.WorkerRefused, event.Cheated:
		j.mu.Lock()
		defer j.mu.Unlock()
		j.putWorkers()
	}
}

// notice says nothing: what matters is in the log book.
func (j *jsonLines) notice(string) {}

// invites writes how other machines join.
func (j *jsonLines) invites(i chronicle.Invitation) { j.put(chronicle.OfInvitation(i)) }

// dropped says how many lines were lost in all because nobody read them.
func (j *jsonLines) dropped(lines int) { j.put(chronicle.OfDropped(lines)) }
