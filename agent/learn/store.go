package learn

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"apprentice/games"
	"apprentice/games/record"
)

// Store holds the samples of many games on disk, in a folder with a file for
// each generation that played them, so that learning can choose a window of
// generations and need not hold it in memory. A sample of 20 pieces takes some 45
// bytes.
//
// All that a store holds can be made again from the games. It is kept because
// that takes time: after a restart the same calls of Add find their files and
// do nothing, or complete what a killed process has left.
//
// Only one process may use a folder at a time. Add, DropBefore, Discard and
// Remove must not be called while a Window of the generations concerned is in
// use.
type Store struct {
	folder string
	game   games.Game
	filter Filter
	files  map[int]*generationFile // complete ones, by generation

	// Constants of the package, but for tests.
	spillSamples, spillBytes int
	bucketSamples            int
}

// OpenStore opens the store in a folder, which it creates if needed, for the
// samples of g that f lets through.
func OpenStore(folder string, g games.Game, f Filter) (*Store, error) {
	if err := f.validate(); err != nil {
		return nil, err
	}
	if n := g.NumFeatures(); n < 1 || n > 1<<16 {
		return nil, fmt.Errorf("%s has %d features, want 1 to %d", g.Name(), n, 1<<16)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("folder for samples: %w", err)
	}
	return &Store{
		folder: folder, game: g, filter: f, files: map[int]*generationFile{},
		spillSamples: spillSamples, spillBytes: spillBytes, bucketSamples: bucketSamples,
	}, nil
}

// The name of a file is prefix, generation, suffix.
const (
	filePrefix = "generation-"
	fileSuffix = ".samples"
)

func (s *Store) path(generation int) string {
	return filepath.Join(s.folder, fmt.Sprintf("%s%06d%s", filePrefix, generation, fileSuffix))
}

// Source gives the games to learn from. Games yields them in a fixed order,
// the same every time; order and games decide the result of training to the
// bit. A yielded game stays unchanged afterwards, since several are decoded at
// once. After an error nothing more is read.
type Source interface {
	Games() iter.Seq2[*record.Game, error]
}

// Add makes the store hold the samples of all games of src, as those of one
// generation. Games without a result are skipped. Values look ahead:
// trace, in [0, 1], is the weight, a ply, of what the searches of later
// positions and at last the result say (see traced). 1 believes the result
// alone; 0 takes the value of each position's own search.
//
// fingerprint stands for the games: whatever src yields under one fingerprint
// must be the same. A file that holds all samples of the same game, input set,
// filter, trace and fingerprint is left as it is, one that holds a part of them
// is completed, and any other is written anew. Its bytes depend on nothing
// else.
//
// It decodes on all cores. progress, unless nil, is called now and then with
// the number of games read so far. Add stops at the first error: of the source,
// of the disk, or of a game that does not follow the rules. It also stops within
// a second once ctx is done. A later call resumes.
func (s *Store) Add(ctx context.Context, generation int, src Source, trace float64, fingerprint string, progress func(games int)) error {
	if !(trace >= 0 && trace <= 1) {
		return fmt.Errorf("trace is %g, want 0 to 1", trace)
	}
	header, err := sampleHeader{
		Game: s.game.Name(), InputSet: s.game.InputSet(), Features: s.game.NumFeatures(), Active: s.game.MaxActive(),
		Filter: s.filter, Trace: trace, Generation: generation, Fingerprint: fingerprint,
	}.encode()
	if err != nil {
		return err
	}
	if file := s.files[generation]; file != nil && string(file.header) == string(header) {
		return nil
	}
	delete(s.files, generation)
	file := &generationFile{generation: generation, path: s.path(generation), header: header}
	if progress == nil {
		progress = func(int) {}
	}
	if err := s.complete(ctx, file, src, trace, progress); err != nil {
		return err
	}
	s.files[generation] = file
	return nil
}

// complete writes what the file lacks.
func (s *Store) complete(ctx context.Context, file *generationFile, src Source, trace float64, progress func(int)) (err error) {
	f, err := file.open()
	if err != nil {
		return err
	}
	defer func() {
		if e := f.Close(); e != nil && err == nil {
			err = e
		}
	}()
	if file.complete() {
		return nil
	}
	b := newBuilder(s, file, f, trace, progress)
	defer b.pool.close()
	err = b.build(ctx, src)
	if errors.Is(err, errFewerGames) { // the file is not of this source
		file.spills, file.end = nil, 0
		err = b.build(ctx, src)
	}
	return err
}

// Discard deletes the samples of a generation. The next Add makes them anew.
func (s *Store) Discard(generation int) error {
	delete(s.files, generation)
	if err := os.Remove(s.path(generation)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// DropBefore deletes the samples of all generations before the given one, of
// earlier processes too.
func (s *Store) DropBefore(generation int) error {
	entries, err := os.ReadDir(s.folder)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if n, ok := generationOf(e.Name()); ok && n < generation {
			if err := s.Discard(n); err != nil {
				return err
			}
		}
	}
	return nil
}

// Remove deletes all samples, and the folder unless it holds anything else.
func (s *Store) Remove() error {
	if err := s.DropBefore(math.MaxInt); err != nil {
		return err
	}
	entries, err := os.ReadDir(s.folder)
	if err != nil || len(entries) > 0 {
		return err
	}
	return os.Remove(s.folder)
}

// generationOf reads the generation out of the name of a file.
func generationOf(name string) (int, bool) {
	number, ok := strings.CutPrefix(name, filePrefix)
	if !ok {
		return 0, false
	}
	if number, ok = strings.CutSuffix(number, fileSuffix); !ok {
		return 0, false
	}
	n, err := strconv.Atoi(number)
	return n, err == nil
}
