package train

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/charmbracelet/colorprofile"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/outlet"
)

// output is what train writes to. It never blocks and never fails: a screen
// or a pipe that takes nothing loses frames and lines, and when it is gone the
// lines go into a log next to the run.
type output struct {
	*console.Terminal // its writers are those of the output

	stdout *outlet.Writer // standard output
	log    *outlet.Log
	aside  *outlet.Writer // log
	tty    *os.File       // nil unless a person sees standard output
	place  atomic.Int32
	asJSON *jsonLines // nil for people; set before anything is written

	redraw func() // draws the screen anew; set before it is needed, like the next two

	release func()           // gives the terminal back
	take    func()           // takes it again
	gone    func(why string) // is told, from any goroutine, that standard output is gone
}

// Places of what train has to say.
const (
	inLines  int32 = iota // lines on standard output
	onScreen              // a picture, as long as the terminal belongs to this process
	inLog                 // lines in the log: standard output is gone
)

// newOutput returns an output on stdout with a log at logPath. gone must not
// block.
func newOutput(stdout io.Writer, logPath string, plain bool, gone func(why string)) *output {
	o := &output{Terminal: console.TerminalOf(stdout), redraw: func() {}, release: func() {}, take: func() {}, gone: gone}
	o.stdout = outlet.New(stdout, outlet.Options{CaughtUp: o.caughtUp, Failed: o.failed})
	o.log = outlet.NewLog(logPath, keepCrash)
	o.aside = outlet.New(o.log, outlet.Options{})
	o.Writer = &colorprofile.Writer{Forward: route{o}, Profile: o.Profile}
	if file, ok := stdout.(*os.File); ok && o.Interactive && !plain {
		o.tty = file
		o.Screen = frames{o}
	}
	o.log.Open()
	return o
}

// keepCrash has the runtime write the stack of a crash into the log too.
func keepCrash(log *os.File) {
	_ = debug.SetCrashOutput(log, debug.CrashOptions{}) // without it, the log lacks a crash
}

// close waits for what is still to be written, but not for long if nothing reads
// it, and gives up the log.
func (o *output) close(ctx context.Context) {
	patience := 10 * time.Second
	if ctx.Err() != nil {
		patience = time.Second
	}
	if !o.stdout.Drain(context.Background(), patience) && o.tty != nil {
		o.stdout.Abandon()
		console.Discard(o.tty)                                                            // which makes room
		console.Within(time.Second, func() { _, _ = o.tty.WriteString(console.Restore) }) // the program ends
	}
	o.aside.Drain(context.Background(), time.Second)
	o.stdout.Close()
	o.aside.Close()
	_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
	o.log.Close()
}

// route is the way of lines and of all other text to the place of the output.
type route struct{ *output }

// Write passes p on.
func (r route) Write(p []byte) (int, error) {
	if r.place.Load() == inLog {
		return (&colorprofile.Writer{Forward: r.aside, Profile: colorprofile.NoTTY}).Write(p)
	}
	return r.stdout.Write(p)
}

// frames is the way of pictures to the terminal. Those that are drawn while it
// belongs to others are lost. It is a file of the terminal to those who ask,
// so that they find its size.
type frames struct{ *output }

// Write passes a picture on.
func (f frames) Write(p []byte) (int, error) {
	if f.place.Load() == onScreen {
		return f.stdout.Write(p)
	}
	return len(p), nil
}

// Read reads nothing.
func (f frames) Read([]byte) (int, error) { return 0, io.EOF }

// Close leaves the terminal open.
func (f frames) Close() error { return nil }

// Fd returns the descriptor of the terminal.
func (f frames) Fd() uintptr { return f.tty.Fd() }

// line writes a line of its own, with the time of day. The log has that
// already.
func (o *output) line(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if o.asJSON != nil {
		o.keep(text)
		return
	}
	if o.place.Load() != inLog {
		text = time.Now().Format("15:04:05  ") + text
	}
	fmt.Fprintln(o, text)
}

// caughtUp draws the screen anew after frames were lost.
func (o *output) caughtUp() bool {
	if o.asJSON != nil {
		o.asJSON.dropped(o.stdout.Dropped())
		return true
	}
	if o.place.Load() != onScreen {
		return false
	}
	o.redraw()
	return true
}

// failed is told that standard output cannot be written to any more.
func (o *output) failed(err error) { o.leave(fmt.Sprintf("standard output is gone (%v)", err)) }

// hangup is told that the terminal is gone, or somebody has sent the signal.
func (o *output) hangup() {
	if o.tty == nil && !o.Interactive {
		o.line("hangup: the run continues")
		return
	}
	o.leave("the terminal is gone")
}

// leave makes the log the place of everything from here on.
func (o *output) leave(why string) {
	if o.place.Swap(inLog) == inLog {
		return
	}
	o.stdout.Abandon()
	o.line("%s; the run continues, and its lines come here", why)
	o.gone(why)
}

// follow looks who has the terminal now, and gives up the screen or takes it
// again. taken is whether there is a picture to show.
func (o *output) follow(taken bool) {
	if o.tty == nil {
		return
	}
	if !taken || !console.InForeground(o.tty) {
		o.place.CompareAndSwap(onScreen, inLines)
	} else if o.place.CompareAndSwap(inLines, onScreen) {
		o.take()
	}
}

// suspend gives the terminal back before the process is stopped, or ends in
// the middle of its work. follow takes it again.
func (o *output) suspend() {
	if o.place.Load() != onScreen {
		return
	}
	o.release()
	if o.place.CompareAndSwap(onScreen, inLines) {
		io.WriteString(o.stdout, showCursor+"\n")
		o.stdout.Drain(context.Background(), screenPatience/10)
	}
}

// endScreen gives the terminal back for good. end ends the picture, and reports
// whether it did so in time; what its end writes may be lost where the terminal
// takes nothing.
func (o *output) endScreen(end func() bool) {
	shown, dropped := o.place.Load() == onScreen, o.stdout.Dropped()
	over := end()
	if !shown || over && o.stdout.Dropped() == dropped {
		return
	}
	o.follow(false) // what the picture still draws is lost
	o.stdout.Insist([]byte(console.Restore))
}

// restore gives back a terminal whose picture is about to end when the program
// does. The picture may be between two of its own steps.
func (o *output) restore() {
	io.WriteString(o.stdout, console.Restore)
	o.stdout.Drain(context.Background(), screenPatience/10)
}

// showCursor shows the cursor of a terminal.
const showCursor = "\x1b[?25h"

// keep writes text into the log, whatever else goes there.
func (o *output) keep(text string) { fmt.Fprintln(o.aside, text) }
