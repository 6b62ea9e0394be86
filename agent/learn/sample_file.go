package learn

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// generationFile is the file of samples of a generation: complete, or what a
// process that ended early has left of it.
type generationFile struct {
	generation int
	path       string
	header     []byte
	spills     []placedSpill
	end        int64 // of the last whole spill
}

// placedSpill is a spill and where it begins.
type placedSpill struct {
	spillHead
	at int64
}

// sampleMagic begins a file of samples; its number changes with the format.
const sampleMagic = "apprentice samples 1\n"

// sampleHeader is what the samples of a file depend on.
type sampleHeader struct {
	Game, InputSet string
	Features       int
	Active         int
	Filter         Filter
	Trace          float64
	Generation     int
	Fingerprint    string
}

// encode returns the bytes that a file of such samples begins with.
func (h sampleHeader) encode() ([]byte, error) {
	text, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	b := binary.LittleEndian.AppendUint32([]byte(sampleMagic), uint32(len(text)))
	return append(b, text...), nil
}

// complete reports whether the file holds all games of its source.
func (g *generationFile) complete() bool {
	n := len(g.spills)
	return n > 0 && g.spills[n-1].last
}

// read and games return the counters of the last spill.
func (g *generationFile) read() uint64  { return g.total(func(h *spillHead) uint64 { return h.read }) }
func (g *generationFile) games() uint64 { return g.total(func(h *spillHead) uint64 { return h.games }) }

func (g *generationFile) total(counter func(*spillHead) uint64) uint64 {
	if len(g.spills) == 0 {
		return 0
	}
	return counter(&g.spills[len(g.spills)-1].spillHead)
}

// samples returns how many samples of a kind there are.
func (g *generationFile) samples(kind int) int {
	n := 0
	for i := range g.spills {
		n += int(g.spills[i].samples[kind])
	}
	return n
}

// open opens the file and finds its spills. Where there is no file, one of
// other samples or one that cannot be completed, it begins an empty one.
func (g *generationFile) open() (*os.File, error) {
	f, err := os.OpenFile(g.path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	if err := g.scan(f); err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", g.path, err)
	}
	return f, nil
}

// scan sets spills and end to what f holds of the wanted samples.
func (g *generationFile) scan(f io.ReaderAt) error {
	g.spills, g.end = nil, 0
	header := make([]byte, len(g.header))
	if err := readAt(f, header, 0); err != nil {
		return ignoreShort(err)
	}
	if string(header) != string(g.header) {
		return nil
	}
	g.end = int64(len(header))
	var head [spillHeadLen]byte
	for !g.complete() {
		if err := readAt(f, head[:], g.end); err != nil {
			return ignoreShort(err)
		}
		h, err := parseSpillHead(head[:])
		if err != nil || h.read < g.read() || h.games < g.games() {
			return nil
		}
		var last [1]byte // of the spill
		if err := readAt(f, last[:], g.end+h.size()-1); err != nil {
			return ignoreShort(err)
		}
		g.spills = append(g.spills, placedSpill{h, g.end})
		g.end += h.size()
	}
	return nil
}

// errShort is wrapped where a file ends too early.
var errShort = errors.New("the file is cut off")

// readAt fills b from the place at on.
func readAt(f io.ReaderAt, b []byte, at int64) error {
	n, err := f.ReadAt(b, at)
	switch {
	case n == len(b):
		return nil
	case errors.Is(err, io.EOF):
		return errShort
	}
	return err
}

// ignoreShort drops the error of a file that ends too early, which is not a fault
// of one that was being written.
func ignoreShort(err error) error {
	if errors.Is(err, errShort) {
		return nil
	}
	return err
}

// DamagedError says that the file of samples of a generation is missing or no
// longer holds what was written. Store.Discard and Store.Add make it anew.
type DamagedError struct {
	Generation int
	Path       string
	Err        error // what is wrong
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("samples of generation %d in %s: %v; they must be made anew", e.Generation, e.Path, e.Err)
}

func (e *DamagedError) Unwrap() error { return e.Err }

// damaged returns the DamagedError of the file, or err itself where reading
// failed for a reason that a new file may not mend.
func (g *generationFile) damaged(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("samples of generation %d: %w", g.generation, err)
	}
	return &DamagedError{g.generation, g.path, err}
}
