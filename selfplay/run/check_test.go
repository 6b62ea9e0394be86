package run

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"apprentice/agent/value"
	"apprentice/games"
	"apprentice/games/record"
	"apprentice/games/tictactoe"
	"apprentice/internal/crc32c"
)

const gamesAUnit = 20

// randomGame plays legal moves at random to the end.
func randomGame(generation int, index uint64) record.Game {
	rng := rand.New(rand.NewPCG(uint64(generation), index))
	g := record.Game{Generation: generation, Index: index, Seed: 1}
	pos := tictactoe.Game{}.Start()
	for !pos.Outcome().Over() {
		moves := pos.Moves(nil, games.AllMoves)
		m := moves[rng.IntN(len(moves))]
		g.Plies = append(g.Plies, record.Ply{Move: m, Value: int16(rng.IntN(100)), Flags: record.HasValue})
		pos.Make(m, nil)
	}
	g.Outcome = record.ForFirst(pos.Outcome(), pos.Side())
	return g
}

// shardOf returns the shard of some games with true counts.
func shardOf(generation, unit int, played []record.Game) Shard {
	s := Shard{Generation: generation, Unit: unit, Seconds: 1}
	var c counts
	for i := range played {
		c.addGame(&played[i])
	}
	s.Games, s.Plies, s.Positions, s.Nodes = int(c.games), c.plies, c.positions, 1000
	s.FirstWins, s.Draws, s.SecondWins, s.Capped = int(c.firstWins), int(c.draws), int(c.secondWins), int(c.capped)
	s.Blob = record.EncodeShard(played)
	return s
}

func randomUnit(generation, unit int) []record.Game {
	played := make([]record.Game, gamesAUnit)
	for i := range played {
		played[i] = randomGame(generation, uint64(unit*gamesAUnit+i))
	}
	return played
}

// playedRun is a sound run of two generations with three units each.
func playedRun(t *testing.T) *File {
	t.Helper()
	config := testConfig
	config.InputSet = tictactoe.Game{}.InputSet()
	f, err := Create(filepath.Join(t.TempDir(), "played.run"), config)
	must(t, err)
	t.Cleanup(func() { f.Close() })
	player := networkFile(t, 0)
	must(t, f.AddNetwork(Sum(player), 0, player))
	for generation := 1; generation <= 2; generation++ {
		must(t, f.Begin(Generation{Number: generation, Player: Sum(player), Units: 3}))
		for unit := range 3 {
			must(t, f.AddShard(shardOf(generation, unit, randomUnit(generation, unit))))
		}
		network := networkFile(t, generation)
		must(t, f.Finish(Generation{Number: generation, Player: Sum(player), Units: 3}, network))
		player = network
	}
	_, err = f.AddMatch(Match{A: "gen:1", B: "random", Games: 4, Wins: 2, Draws: 1, Losses: 1, Penta: [5]int{0, 0, 1, 1, 0}})
	must(t, err)
	return f
}

func TestCheckSoundRun(t *testing.T) {
	f := playedRun(t)
	last := 0
	report, err := f.Check(tictactoe.Game{}, func(done, total int) {
		if done != last+1 || total != 6 {
			t.Errorf("progress %d of %d after %d", done, total, last)
		}
		last = done
	})
	must(t, err)
	generations, err := f.Generations()
	must(t, err)
	want := Report{Generations: 2, Shards: 6, Networks: 3, Matches: 1, Games: 6 * gamesAUnit, Plies: generations[0].Plies + generations[1].Plies}
	if diff := cmp.Diff(want, report); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	if last != 6 {
		t.Errorf("progress ended at %d of 6", last)
	}
}

// Every kind of damage is found, named with its place, and nothing else is.
func TestCheckDamage(t *testing.T) {
	replace := func(change func(played []record.Game)) func(*testing.T, *File) {
		return func(t *testing.T, f *File) {
			played := randomUnit(2, 1)
			change(played)
			s := shardOf(2, 1, played)
			_, err := f.w.Exec(`UPDATE shards SET blob = ?, crc32c = ?, size = ? WHERE generation = 2 AND unit = 1`, s.Blob, crc32c.Sum(s.Blob), len(s.Blob))
			must(t, err)
		}
	}
	replaceNetwork := func(change func(*value.Meta)) func(*testing.T, *File) {
		return func(t *testing.T, f *File) {
			weights, meta, _, err := value.Read(bytes.NewReader(networkFile(t, 2)))
			must(t, err)
			change(&meta)
			var b bytes.Buffer
			_, err = value.Write(&b, weights, meta)
			must(t, err)
			setNetwork(t, f, 2, b.Bytes())
		}
	}
	statement := func(s string) func(*testing.T, *File) {
		return func(t *testing.T, f *File) {
			exec(t, f, "PRAGMA foreign_keys = 0")
			exec(t, f, s)
		}
	}
	for _, test := range []struct {
		name   string
		damage func(*testing.T, *File)
		want   []string // a part of each problem
	}{
		{"flipped bit in games", func(t *testing.T, f *File) {
			s := shardOf(1, 2, randomUnit(1, 2))
			s.Blob[len(s.Blob)-3] ^= 4
			_, err := f.w.Exec(`UPDATE shards SET blob = ? WHERE generation = 1 AND unit = 2`, s.Blob)
			must(t, err)
		}, []string{"generation 1, unit 2: checksum", "generation 1, unit 2: "}},
		{"flipped bit in network", func(t *testing.T, f *File) {
			blob := networkFile(t, 1)
			blob[len(blob)-1] ^= 1
			_, err := f.w.Exec(`UPDATE networks SET blob = ? WHERE generation = 1`, blob)
			must(t, err)
		}, []string{"network of generation 1: "}},
		{"network of another game", replaceNetwork(func(m *value.Meta) { m.Game = "other" }), []string{"network of generation 2: "}},
		{"network of another input set", replaceNetwork(func(m *value.Meta) { m.InputSet = "other" }), []string{"network of generation 2: "}},
		{"network of another generation", replaceNetwork(func(m *value.Meta) { m.Generation = 1 }), []string{"network of generation 2: it says that it is of generation 1"}},
		{"no network file", func(t *testing.T, f *File) { setNetwork(t, f, 2, []byte("no network")) }, []string{"network of generation 2: "}},
		{"no random network", statement(`DELETE FROM networks WHERE generation = 0`), []string{"refers to a row", "refers to a row", "refers to a row", "refers to a row", "the network of generation 0, the start, is missing"}},
		{"wrong counter", statement(`UPDATE generations SET draws = draws + 1 WHERE number = 2`), []string{"generation 2: its counters"}},
		{"wrong count of shard", statement(`UPDATE shards SET positions = positions + 1 WHERE generation = 1 AND unit = 0`),
			[]string{"generation 1, unit 0: its counters", "generation 1: its counters"}},
		{"lost shard", statement(`DELETE FROM shards WHERE generation = 1 AND unit = 1`),
			[]string{"generation 1: its counters", "generation 1: unit 1 is missing"}},
		{"lost generation", statement(`DELETE FROM generations WHERE number = 1`),
			[]string{"refers to a row", "refers to a row", "refers to a row", "network of generation 1: its generation names", "generation 2 stands where 1"}},
		{"done without network", statement(`UPDATE generations SET network = NULL WHERE number = 2`),
			[]string{"network of generation 2: its generation names", "generation 2: done with network"}},
		{"wrong match", statement(`UPDATE matches SET wins = 3`), []string{"match 1: 3 wins", "match 1: the pairs"}},
		{"wrong pairs", statement(`UPDATE matches SET penta_0 = 1, penta_2 = 0`), []string{"match 1: the pairs"}},
		{"illegal move", replace(func(played []record.Game) { played[7].Plies[3].Move = played[7].Plies[0].Move }),
			[]string{"generation 2, unit 1: game 27: illegal move"}},
		{"wrong winner", replace(func(played []record.Game) {
			for i := range played {
				if o := &played[i].Outcome; o.Result == games.Win {
					o.Result = games.Loss
					return
				}
			}
		}), []string{"generation 2, unit 1: game", "generation 2, unit 1: its counters"}},
		{"game of another generation", replace(func(played []record.Game) { played[0].Generation = 1 }),
			[]string{"generation 2, unit 1: game 20 is of generation 1"}},
		{"game twice", replace(func(played []record.Game) { played[3].Index = 0 }),
			[]string{"generation 2, unit 1: game 0 is in unit 0 too"}},
		{"many illegal games", replace(func(played []record.Game) {
			for i := range played {
				played[i].Plies[1].Move = played[i].Plies[0].Move
			}
		}), []string{"illegal", "illegal", "illegal", "illegal", "illegal", fmt.Sprintf("and %d more", gamesAUnit-maxProblems)}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := playedRun(t)
			test.damage(t, f)
			report, err := f.Check(tictactoe.Game{}, nil)
			must(t, err)
			ok := len(report.Problems) == len(test.want)
			for i := range min(len(report.Problems), len(test.want)) {
				ok = ok && strings.Contains(report.Problems[i], test.want[i])
			}
			if !ok {
				t.Errorf("problems\n  %s\nwant\n  %s", strings.Join(report.Problems, "\n  "), strings.Join(test.want, "\n  "))
			}
		})
	}
}

// setNetwork puts a file in the place of a generation's network, with all that
// names it.
func setNetwork(t *testing.T, f *File, generation int, blob []byte) {
	t.Helper()
	exec(t, f, "PRAGMA foreign_keys = 0")
	_, err := f.w.Exec(`UPDATE networks SET blob = ?, sha256 = ?, crc32c = ? WHERE generation = ?`, blob, Sum(blob), crc32c.Sum(blob), generation)
	must(t, err)
	_, err = f.w.Exec(`UPDATE generations SET network = ? WHERE number = ?`, Sum(blob), generation)
	must(t, err)
}

func TestCheckOtherGame(t *testing.T) {
	f := newRun(t) // with another input set
	report, err := f.Check(tictactoe.Game{}, nil)
	must(t, err)
	if len(report.Problems) == 0 || !strings.Contains(report.Problems[0], "input set") {
		t.Errorf("problems %q, want one of the input set", report.Problems)
	}
	if _, err := f.Check(otherGame{}, nil); err == nil {
		t.Error("Check accepts a game that is not the run's")
	}
}

type otherGame struct{ tictactoe.Game }

func (otherGame) Name() string { return "other" }

func TestSource(t *testing.T) {
	f := playedRun(t)
	var want []record.Game
	for unit := range 3 {
		want = append(want, randomUnit(2, unit)...)
	}
	var got []record.Game
	for g, err := range f.Source(2, 2).Games() {
		must(t, err)
		got = append(got, *g)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("games of generation 2 (-want +got):\n%s", diff)
	}
	all := 0
	for _, err := range f.Source(1, 2).Games() {
		must(t, err)
		all++
	}
	if all != 6*gamesAUnit {
		t.Errorf("%d games in both generations, want %d", all, 6*gamesAUnit)
	}
	for range f.Source(1, 2).Games() {
		break
	}
}

func TestSourceOfDamagedGames(t *testing.T) {
	f := playedRun(t)
	blob := []byte("no games at all")
	_, err := f.w.Exec(`UPDATE shards SET blob = ?, crc32c = ? WHERE generation = 1 AND unit = 1`, blob, crc32c.Sum(blob))
	must(t, err)
	sound := 0
	var last error
	for _, err := range f.Source(1, 2).Games() {
		if last != nil {
			t.Error("goes on after an error")
		}
		if last = err; err == nil {
			sound++
		}
	}
	if sound != gamesAUnit || !errors.Is(last, ErrDamaged) || !strings.Contains(fmt.Sprint(last), "generation 1, unit 1") {
		t.Errorf("%d sound games, then %v", sound, last)
	}
}

// networkFile returns a random network that says it is of a generation.
func networkFile(t *testing.T, generation int) []byte {
	t.Helper()
	g := tictactoe.Game{}
	weights := value.NewWeights(value.ShapeOf(g, 32, 1), rand.New(rand.NewPCG(1, uint64(generation))))
	var b bytes.Buffer
	_, err := value.Write(&b, weights, value.Meta{Game: g.Name(), InputSet: g.InputSet(), Generation: generation})
	must(t, err)
	return b.Bytes()
}
