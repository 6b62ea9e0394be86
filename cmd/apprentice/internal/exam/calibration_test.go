package exam

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/games"
	"apprentice/games/record"
	"apprentice/games/tictactoe"
	"apprentice/selfplay/run"
)

// A run whose games end as a calibration says, for the side to move, gets that
// calibration, and it holds on the half that was not fitted to.
func TestCalibrateRun(t *testing.T) {
	truth := value.Calibration{Shift: 150, Spread: 200}
	rng := rand.New(rand.NewPCG(8, 8))
	var played []record.Game
	for i := range 12000 {
		game := record.Game{Generation: 1, Index: uint64(i), Outcome: games.Outcome{Result: games.Draw, Reason: games.BoardFull}}
		ply, cp := i%3, int(rng.NormFloat64()*350)
		game.Plies = make([]record.Ply, ply+1)
		game.Plies[ply] = record.Ply{Value: int16(cp), Flags: record.HasValue}
		side := games.Side(ply % 2)
		win, draw, _ := truth.WDL(cp)
		switch x := rng.Float64(); {
		case x < win:
			game.Outcome = record.ForFirst(games.Outcome{Result: games.Win, Reason: games.Line}, side)
		case x > win+draw:
			game.Outcome = record.ForFirst(games.Outcome{Result: games.Loss, Reason: games.Adjudicated}, side)
		}
		played = append(played, game)
	}

	g := tictactoe.Game{}
	path := filepath.Join(t.TempDir(), "t.run")
	file, err := run.Create(path, run.Config{Game: g.Name(), InputSet: g.InputSet()})
	if err != nil {
		t.Fatal(err)
	}
	blob, sha := clitest.NetworkFile(t, g, 0)
	for _, err := range []error{
		file.AddNetwork(sha, 0, blob),
		file.Begin(run.Generation{Number: 1, Player: sha, Units: 1}),
		file.AddShard(run.Shard{Generation: 1, Games: len(played), Plies: 2 * int64(len(played)), Positions: int64(len(played)), Nodes: 77 * int64(len(played)), Blob: record.EncodeShard(played)}),
		file.Close(),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}

	var out strings.Builder
	if err := (&calibrationFlags{run: path, generation: "last"}).calibrate(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"generation 0: values of its searches of 77 nodes a move", "12,000 games and 12,000 positions", "mean absolute gap  0.0"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	file, err = run.OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	kept, err := file.Calibrations()
	if err != nil || len(kept) != 1 || kept[0].Generation != 0 || math.Abs(kept[0].Shift-truth.Shift) > 20 || math.Abs(kept[0].Spread-truth.Spread) > 20 {
		t.Fatalf("kept %+v, %v; want about %+v", kept, err, truth)
	}
	var report chronicle.CalibrationReport
	if err := json.Unmarshal([]byte(kept[0].Report), &report); err != nil {
		t.Fatal(err)
	}
	if report.Tested != 6000 || report.Gap > 0.03 || report.GapOfLearner < 0.03 || report.Adjudicated == 0 || len(report.Bins) != 20 {
		t.Errorf("report %+v", report)
	}
}
