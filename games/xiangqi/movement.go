package xiangqi

import "apprentice/games"

// movement is a move as people of the game see it: which piece, by its file or
// by its place among like pieces on the file, and where it goes from there.
// Files are counted 1 to 9 from the right of the side that moves.
type movement struct {
	kind      kind
	file      int
	direction byte // '+' forward, '-' back, '=' sideways
	number    int  // squares along the file, else the file of the target
	place     int  // among like pieces on the file, from 1 for the one in front
	alike     int  // like pieces on the file, itself included
	crowded   int  // files that hold more than one like piece
}

// movementOf returns the movement that the legal move m of p makes.
func (p *Position) movementOf(m games.Move) movement {
	from, to := fromOf(m), toOf(m)
	us := p.side & 1
	k := p.at(from).kind()
	v := movement{kind: k, file: fileNumber(us, from), number: fileNumber(us, to)}
	ahead := int(to.rank()) - int(from.rank())
	if us == black {
		ahead = -ahead
	}
	switch {
	case ahead == 0:
		v.direction = '='
	case ahead > 0:
		v.direction = '+'
	default:
		v.direction = '-'
	}
	if from.file() == to.file() {
		v.number = max(ahead, -ahead)
	}

	var files [numFiles]line // of like pieces, by rank
	for b := p.of(us, k); !b.empty(); b = b.rest() {
		s := b.first()
		files[s.file()] |= 1 << s.rank()
	}
	for _, l := range files {
		if l.count() > 1 {
			v.crowded++
		}
	}
	own := files[from.file()]
	v.alike = own.count()
	inFront := own >> (from.rank() + 1)
	if us == black {
		inFront = own & (1<<from.rank() - 1)
	}
	v.place = inFront.count() + 1
	return v
}

// fileNumber returns the number of the file of s as a colour counts.
func fileNumber(colour uint8, s square) int {
	if colour == red {
		return numFiles - int(s.file())
	}
	return int(s.file()) + 1
}

// byFile reports whether the file identifies the piece: it is alone there, or it is
// an advisor or elephant, of which two on a file never move the same way.
func (v movement) byFile() bool {
	return v.alike == 1 || v.kind == advisor || v.kind == elephant
}

// wxf returns the movement as in "C2=5", "H++7" with two of a kind on the file,
// or "25+1" for the second soldier on the fifth file if it holds more than
// two, or more than one file holds several.
func (v movement) wxf() string {
	digit := func(n int) byte { return '0' + byte(n) }
	b := []byte{algebraicLetters[v.kind], digit(v.file), v.direction, digit(v.number)}
	switch {
	case v.byFile():
	case v.alike > 2 || v.kind == soldier && v.crowded > 1:
		b[0], b[1] = digit(v.place), digit(v.file)
	case v.place == 1:
		b[1] = '+'
	default:
		b[1] = '-'
	}
	return string(b)
}
