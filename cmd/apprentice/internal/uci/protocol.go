package uci

import "apprentice/cmd/apprentice/internal/printable"

// protocol is one of the sisters that are spoken.
type protocol uint8

// The protocols. Which one it is, a program says with its first word.
const (
	protocolUCI     protocol = iota
	protocolUCCI             // of Chinese programs, version 3.0: ranks from 0, options without name and value
	protocolCyclone          // UCI with ranks from 0, and positions without the word for it
)

// introduce answers the word that opens a conversation, whatever was said
// before. UCI-Cyclone only chooses: its programs say uci next, and only then
// want an answer.
func (e *Engine) introduce(word string) {
	to := e.style.protocol
	switch {
	case word == "uci" && to == protocolUCCI:
		to = protocolUCI
	case word == "ucci":
		to = protocolUCCI
	case word == "ucicyclone":
		to = protocolCyclone
	}
	if to != e.style.protocol {
		e.stop()
		e.speak(to)
	}
	switch word {
	case "uci":
		e.identify("uciok")
	case "ucci":
		e.identify("ucciok")
	}
}

// bare prepares for a position without the word position, with which programs
// of UCI-Cyclone may begin at once.
func (e *Engine) bare() {
	e.stop()
	if e.style.protocol == protocolUCI {
		e.speak(protocolCyclone)
	}
}

// speak changes the protocol, and with it the ranks.
func (e *Engine) speak(p protocol) {
	e.style.protocol, e.style.ranks = p, nil
	if r := e.ranks; len(r) > 0 {
		e.style.ranks = &r[0]
		if p != protocolUCI {
			e.style.ranks = &r[len(r)-1]
		}
	}
}

// identify says who the engine is and which options it has.
func (e *Engine) identify(end string) {
	e.out.printf("id name %s\nid author %s\n", e.config.Name, e.config.Author)
	for _, o := range e.options() {
		e.out.printf("option %s", o.declare(e.style.protocol))
	}
	if e.config.Warning != "" {
		e.out.printf("info string %s", printable.Text(e.config.Warning))
	}
	e.out.printf("%s", end)
}
