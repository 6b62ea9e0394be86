package train

import (
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/outlet"
)

// deaf is a terminal that takes nothing while it is locked.
type deaf struct {
	sync.Mutex
	took clitest.Buffer
}

// Write implements io.Writer.
func (d *deaf) Write(p []byte) (int, error) {
	d.Lock()
	defer d.Unlock()
	return d.took.Write(p)
}

// A terminal is given back although the picture ended too late to do it, or what
// it wrote at its end was lost. Otherwise the picture has done it.
func TestEndScreen(t *testing.T) {
	const end = "the end of the picture"
	for name, test := range map[string]struct {
		late, lost bool
		want       string
	}{
		"in time": {want: end},
		"late":    {late: true, want: end + console.Restore},
		"lost":    {lost: true, want: console.Restore + "2 lines were dropped, because nobody read them\n"},
	} {
		t.Run(name, func(t *testing.T) {
			terminal := new(deaf)
			o := &output{Terminal: &console.Terminal{}, stdout: outlet.New(terminal, outlet.Options{Limit: 100})}
			defer o.stdout.Close()
			o.place.Store(onScreen)
			frame := strings.Repeat("a frame ", 12)
			if test.lost {
				terminal.Lock()
				for o.stdout.Dropped() == 0 {
					io.WriteString(o.stdout, frame)
				}
			}
			lost := o.stdout.Dropped()
			o.endScreen(func() bool {
				io.WriteString(o.stdout, end)
				return !test.late
			})
			if test.lost {
				terminal.Unlock()
				if o.stdout.Dropped() == lost {
					t.Error("nothing was lost")
				}
			}
			if !o.stdout.Drain(context.Background(), time.Minute) {
				t.Error("not all is written")
			}
			if got := strings.ReplaceAll(terminal.took.String(), frame, ""); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
