package record

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"apprentice/games"
	"apprentice/games/gametest"
	"apprentice/games/tictactoe"
)

// drawGame returns any game that the codec promises to keep.
func drawGame(t *rapid.T) Game {
	g := Game{
		Start: rapid.String().Draw(t, "start"),
		Outcome: games.Outcome{
			Result: games.Result(rapid.IntRange(0, int(games.Win)).Draw(t, "result")),
			Reason: games.Reason(rapid.Byte().Draw(t, "reason")),
		},
		First:      rapid.String().Draw(t, "first"),
		Second:     rapid.String().Draw(t, "second"),
		Generation: rapid.Int().Draw(t, "generation"),
		Index:      rapid.Uint64().Draw(t, "index"),
		Seed:       rapid.Uint64().Draw(t, "seed"),
	}
	for range rapid.IntRange(0, 40).Draw(t, "plies") {
		p := Ply{Move: games.Move(rapid.Uint16().Draw(t, "move")), Flags: Flag(rapid.Byte().Draw(t, "flags"))}
		if p.Flags&HasValue != 0 {
			p.Value = rapid.Int16().Draw(t, "value")
		}
		g.Plies = append(g.Plies, p)
	}
	return g
}

func TestCodecRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawGame(t)
		rest := rapid.SliceOf(rapid.Byte()).Draw(t, "rest")
		got, left, err := DecodeGame(append(AppendGame(nil, &want), rest...))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal("decoded differs (-want +got):\n", diff)
		}
		if !bytes.Equal(left, rest) {
			t.Fatalf("%d bytes are left; want %d", len(left), len(rest))
		}
	})
}

func TestShardRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.Custom(drawGame), 0, 6).Draw(t, "games")
		shard := EncodeShard(want)
		if !bytes.Equal(shard, EncodeShard(want)) {
			t.Fatal("the same games give other bytes")
		}
		got, err := DecodeShard(shard)
		if err != nil {
			t.Fatal(err)
		}
		if len(want) != len(got) {
			t.Fatalf("%d games became %d", len(want), len(got))
		}
		for i := range want {
			if diff := cmp.Diff(want[i], got[i]); diff != "" {
				t.Fatalf("game %d differs (-want +got):\n%s", i, diff)
			}
		}
	})
}

// The bytes of the format, written by hand: a program that reads old runs must
// never find other ones.
func TestCodecGolden(t *testing.T) {
	g := Game{
		Outcome: games.Outcome{Result: games.Win, Reason: games.Line},
		First:   "a", Second: "bc", Generation: 3, Index: 300, Seed: 5,
		Plies: []Ply{
			{Move: 0x0201},
			{Move: 7, Value: 10, Flags: HasValue},
			{Move: 8, Value: -13, Flags: HasValue | Check | Tactical},
		},
	}
	want := []byte{
		0, 1, 'a', 2, 'b', 'c',
		6, 0xac, 2, 5, // zigzag of 3, 300, 5
		byte(games.Win), byte(games.Line),
		3, 0, 1, 7, // plies and flags
		1, 2, 7, 0, 8, 0,
		20, 5, // zigzag of 10 and of -13 - -10
	}
	if got := AppendGame(nil, &g); !bytes.Equal(got, want) {
		t.Errorf("bytes are %v; want %v", got, want)
	}
}

func TestValueWithoutFlagIsDropped(t *testing.T) {
	g := Game{Plies: []Ply{{Move: 1, Value: math.MaxInt16}}}
	got, _, err := DecodeGame(AppendGame(nil, &g))
	if err != nil || got.Plies[0].Value != 0 {
		t.Errorf("value is %v, error %v; want 0", got.Plies, err)
	}
}

// Every byte of a game and of a shard that is cut off or changed must give an
// error or, in a game without its checksum, another game; never a panic.
func TestDamage(t *testing.T) {
	played := sample(3, 20)
	whole := AppendGame(nil, &played[0])
	for n := range whole {
		if _, _, err := DecodeGame(whole[:n]); !errors.Is(err, ErrCorrupt) {
			t.Fatalf("the first %d of %d bytes: error %v", n, len(whole), err)
		}
	}
	shard := EncodeShard(played)
	for n := range shard {
		if _, err := DecodeShard(shard[:n]); err == nil {
			t.Fatalf("the first %d of %d bytes of a shard are one", n, len(shard))
		}
		damaged := bytes.Clone(shard)
		damaged[n] ^= 0x10
		if _, err := DecodeShard(damaged); err == nil {
			t.Fatalf("a shard with a damaged byte %d is one", n)
		}
	}
}

func TestShardErrors(t *testing.T) {
	shard := EncodeShard(nil)
	newer := bytes.Clone(shard)
	newer[len(shardMagic)]++
	for _, test := range []struct {
		name  string
		shard []byte
		want  error
	}{
		{"empty", nil, ErrNotShard},
		{"foreign", []byte("SQLite format 3\x00"), ErrNotShard},
		{"newer", newer, ErrVersion},
		{"cut off", shard[:len(shard)-1], ErrCorrupt},
	} {
		if _, err := DecodeShard(test.shard); !errors.Is(err, test.want) {
			t.Errorf("%s: error %v; want %v", test.name, err, test.want)
		}
	}
}

// A count must not make the decoder set aside more memory than the bytes could
// fill.
func TestHugeCounts(t *testing.T) {
	huge := []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}
	for _, raw := range [][]byte{append(huge, huge...), append([]byte{1}, huge...), append([]byte{1, 0}, huge...)} {
		if _, err := DecodeShard(sealed(raw)); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%v: error %v", raw, err)
		}
	}
	head := []byte{0, 0, 0, 0, 0, 0, 0, 0}
	if _, _, err := DecodeGame(append(head, huge...)); !errors.Is(err, ErrCorrupt) {
		t.Errorf("plies: error %v", err)
	}
}

// sample returns games of tic-tac-toe as self-play records them.
func sample(seed uint64, n int) []Game {
	rng := rand.New(rand.NewPCG(seed, 0))
	played := make([]Game, n)
	for i := range played {
		g := &played[i]
		*g = Game{First: "random", Second: "random", Generation: 1, Index: uint64(i), Seed: seed}
		pos := tictactoe.Game{}.Start()
		for _, m := range gametest.RandomGame(tictactoe.Game{}, rng, 9) {
			g.Plies = append(g.Plies, Ply{Move: m, Value: int16(rng.IntN(400) - 200), Flags: HasValue})
			pos.Make(m, nil)
		}
		g.Outcome = ForFirst(pos.Outcome(), pos.Side())
	}
	return played
}

func FuzzRecord(f *testing.F) {
	for _, g := range sample(1, 3) {
		f.Add(AppendGame(nil, &g))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		g, rest, err := DecodeGame(src)
		if err != nil {
			if !errors.Is(err, ErrCorrupt) {
				t.Fatal(err)
			}
			return
		}
		if len(rest) >= len(src) {
			t.Fatalf("a game of %d bytes left %d", len(src), len(rest))
		}
		again, rest, err := DecodeGame(AppendGame(nil, &g))
		if err != nil || len(rest) != 0 {
			t.Fatalf("%d bytes left, %v", len(rest), err)
		}
		if diff := cmp.Diff(g, again); diff != "" {
			t.Fatal("decoded twice differs:\n", diff)
		}
		// A random game may hold any move: Replay must report it.
		if _, err := Replay(tictactoe.Game{}, &g); err == nil && len(g.Plies) > 9 {
			t.Fatalf("%d plies of tic-tac-toe were legal", len(g.Plies))
		}
	})
}
