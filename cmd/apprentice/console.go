package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/charmbracelet/colorprofile"

	"apprentice/cmd/apprentice/internal/outlet"
)

// console is what train writes to. It never blocks and never fails: a screen
// or a pipe that takes nothing loses frames and lines, and when it is gone the
// lines go into a log beside the run.
type console struct {
	*terminal // its writers are those of the console

	out   *outlet.Writer // standard output
	log   *outlet.Log
	aside *outlet.Writer // log
	tty   *os.File       // nil unless a person sees standard output
	place atomic.Int32

	redraw func()           // draws the screen anew; set before it is needed
	gone   func(why string) // is told, from any goroutine, that standard output is gone
}

// Places of what train has to say.
const (
	inLines  int32 = iota // lines on standard output
	onScreen              // a picture, as long as the terminal belongs to this process
	inLog                 // lines in the log: standard output is gone
)

// newConsole returns a console on stdout with a log at logPath. gone must not
// block.
func newConsole(stdout io.Writer, logPath string, plain bool, gone func(why string)) *console {
	c := &console{terminal: terminalOf(stdout), redraw: func() {}, gone: gone}
	c.out = outlet.New(stdout, outlet.Options{CaughtUp: c.caughtUp, Failed: c.failed})
	c.log = outlet.NewLog(logPath, keepCrash)
	c.aside = outlet.New(c.log, outlet.Options{})
	c.Writer = &colorprofile.Writer{Forward: route{c}, Profile: c.profile}
	if file, ok := stdout.(*os.File); ok && c.interactive && !plain {
		c.tty = file
		c.screen = frames{c}
	}
	c.log.Open()
	return c
}

// keepCrash has the runtime write the stack of a crash into the log too.
func keepCrash(log *os.File) {
	_ = debug.SetCrashOutput(log, debug.CrashOptions{}) // without it, the log lacks a crash
}

// close waits for what is still to be written, but not for long where nobody
// takes it, and gives up the log.
func (c *console) close(ctx context.Context) {
	patience := 10 * time.Second
	if ctx.Err() != nil {
		patience = time.Second
	}
	c.out.Drain(context.Background(), patience)
	c.aside.Drain(context.Background(), time.Second)
	c.out.Close()
	c.aside.Close()
	_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
	c.log.Close()
}

// route is the way of lines and of all other text to where the console is.
type route struct{ *console }

// Write passes p on.
func (r route) Write(p []byte) (int, error) {
	if r.place.Load() == inLog {
		return (&colorprofile.Writer{Forward: r.aside, Profile: colorprofile.NoTTY}).Write(p)
	}
	return r.out.Write(p)
}

// frames is the way of pictures to the terminal. Those that are drawn while it
// belongs to others are lost. It is a file of the terminal to those who ask,
// so that they find its size.
type frames struct{ *console }

// Write passes a picture on.
func (f frames) Write(p []byte) (int, error) {
	if f.place.Load() == onScreen {
		return f.out.Write(p)
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
func (c *console) line(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if c.place.Load() != inLog {
		text = time.Now().Format("15:04:05  ") + text
	}
	fmt.Fprintln(c, text)
}

// caughtUp draws the screen anew after frames were lost.
func (c *console) caughtUp() bool {
	if c.place.Load() != onScreen {
		return false
	}
	c.redraw()
	return true
}

// failed is told that standard output cannot be written to any more.
func (c *console) failed(err error) { c.leave(fmt.Sprintf("standard output is gone (%v)", err)) }

// hangup is told that the terminal is gone, or somebody has sent the signal.
func (c *console) hangup() {
	if c.tty == nil && !c.interactive {
		c.line("hangup: the run continues")
		return
	}
	c.leave("the terminal is gone")
}

// leave makes the log the place of everything from here on.
func (c *console) leave(why string) {
	if c.place.Swap(inLog) == inLog {
		return
	}
	c.out.Abandon()
	c.line("%s; the run continues, and its lines come here", why)
	c.gone(why)
}

// follow looks who has the terminal now, and gives up the screen or takes it
// again. taken is whether there is a picture to show.
func (c *console) follow(taken bool) {
	if c.tty == nil {
		return
	}
	if !taken || !inForeground(c.tty) {
		c.place.CompareAndSwap(onScreen, inLines)
	} else if c.place.CompareAndSwap(inLines, onScreen) {
		io.WriteString(c.out, hideCursor)
		c.redraw()
	}
}

// suspend gives the terminal back before the process is stopped, or ends in
// the middle of its work. follow takes it again.
func (c *console) suspend() {
	if c.place.CompareAndSwap(onScreen, inLines) {
		io.WriteString(c.out, showCursor+"\n")
		c.out.Drain(context.Background(), screenPatience/10)
	}
}

// What a picture does to the cursor of a terminal, and how that is undone.
const (
	hideCursor = "\x1b[?25l"
	showCursor = "\x1b[?25h"
)

// keep writes text into the log, whatever else goes there.
func (c *console) keep(text string) { fmt.Fprintln(c.aside, text) }
