package match

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The rate of a match that goes on is that of the games of this sitting, and so
// is the time that is left.
func TestRateAfterResume(t *testing.T) {
	state := filepath.Join(t.TempDir(), "m.state")
	args := func(games string) []string {
		return []string{"--game", "tictactoe", "--a", "random", "--b", "material:1", "--games", games, "--state", state, "--concurrency", "1"}
	}
	if _, err := runMatch(t, args("200")...); err != nil {
		t.Fatal(err)
	}
	var f flags
	cmd := New()
	cmd.ResetFlags()
	f.add(cmd)
	if err := cmd.ParseFlags(args("400")); err != nil {
		t.Fatal(err)
	}
	tour, specs, err := f.tournament(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s := &sitting{flags: &f, specs: specs, t: &tour, board: newBoard(&tour, nil)}
	if err := s.open(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer s.close()
	now := time.Now()
	s.board.begun = now.Add(-10 * time.Second)
	for games, want := range map[int]string{
		150: " 150 of 400 games, 0:10 elapsed", // before all are counted that were played
		200: " 200 of 400 games, 0:10 elapsed",
		201: " 201 of 400 games, 0:10 elapsed, 0.1 games/s, 33:10 left at most",
		220: " 220 of 400 games, 0:10 elapsed, 2 games/s, 1:30 left at most",
	} {
		s.board.games = games
		if line := s.board.frame(now)[0]; !strings.HasSuffix(line, want) {
			t.Errorf("%d games: %q; want %q at its end", games, line, want)
		}
	}
	s.board.games, s.board.took = 400, 20*time.Second
	if got, want := s.board.taken(), "400 games, 200 of this sitting in 20s"; got != want {
		t.Errorf("%q; want %q", got, want)
	}
}
