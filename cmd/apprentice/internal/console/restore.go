package console

// Restore is what a terminal must be told where a full screen ends without its
// own end, as when a second signal stops the program: the mouse is silent,
// pastes are plain, keys are reported as ever, the cursor is seen, and the other
// screen is back.
const Restore = "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[>4m\x1b[<u\x1b[?25h\x1b[0m\x1b[?1049l"
