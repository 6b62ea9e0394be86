package suite

import (
	"context"
	"errors"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"apprentice/agent/search"
	"apprentice/eval"
	"apprentice/games/chess"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A search on counted material sees mates of one move with either side, and the
// same grades come out for any number of workers.
func TestExam(t *testing.T) {
	suite := suiteOf(t, `6k1/5ppp/8/8/8/8/5PPP/R5K1 w - - bm Ra8; id "mates.001";
r5k1/5ppp/8/8/8/8/5PPP/6K1 b - - bm Ra1; id "mates.002";
6k1/5ppp/8/8/8/8/5PPP/R5K1 w - - am Ra8; id "not mates.1";
`)
	entrant, err := eval.Builtin("material:2")
	if err != nil {
		t.Fatal(err)
	}
	for _, workers := range []int{1, 3} {
		var order []string
		exam := Exam{
			Game: chess.Game{}, Player: entrant, Suite: suite, Limits: search.Limits{Depth: 2}, Concurrency: workers,
			Report: func(a Answer) { order = append(order, a.Puzzle.ID) },
		}
		answers, err := exam.Sit(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		themes, all := Grades(answers)
		if len(themes) != 2 || themes[0] != (Grade{"mates", 2, 2, 2, 2}) || themes[1] != (Grade{"not mates", 1, 0, 0, 1}) || all.Solved != 2 {
			t.Errorf("%d workers: %+v, all %+v", workers, themes, all)
		}
		if got := strings.Join(order, ","); got != "mates.001,mates.002,not mates.1" {
			t.Errorf("%d workers: reported %s", workers, got)
		}
	}
}

// Of players that fail: one that answers nothing has not solved the position,
// one that cannot be had is an error, and none is left open.
func TestExamFaults(t *testing.T) {
	suite := suiteOf(t, "6k1/5ppp/8/8/8/8/5PPP/R5K1 w - - bm Ra8;\nr5k1/5ppp/8/8/8/8/5PPP/6K1 b - - bm Ra1;")
	made, closed := 0, 0
	sick := eval.Entrant{Name: "sick", New: func(context.Context) (eval.Player, error) {
		made++
		return &sickPlayer{closed: &closed}, nil
	}}
	answers, err := Exam{Game: chess.Game{}, Player: sick, Suite: suite}.Sit(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range answers {
		if a.Solved || a.Points != 0 || a.Fault != "it is sick" {
			t.Errorf("answer %+v", a)
		}
	}
	if made != 2 || closed != 2 {
		t.Errorf("%d players made, %d closed; want 2 of both", made, closed)
	}
	missing := eval.Entrant{Name: "missing", New: func(context.Context) (eval.Player, error) { return nil, errors.New("not here") }}
	if _, err := (Exam{Game: chess.Game{}, Player: missing, Suite: suite}).Sit(context.Background()); err == nil || !strings.Contains(err.Error(), "missing: not here") {
		t.Errorf("error is %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := (Exam{Game: chess.Game{}, Player: sick, Suite: suite}).Sit(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: error is %v", err)
	}
}

// sickPlayer never moves.
type sickPlayer struct{ closed *int }

func (*sickPlayer) Name() string                          { return "sick" }
func (*sickPlayer) NewGame(context.Context, uint64) error { return nil }
func (*sickPlayer) Move(context.Context, eval.Situation, search.Limits) (eval.Choice, error) {
	return eval.Choice{}, errors.New("it is sick")
}
func (p *sickPlayer) Close() error {
	*p.closed++
	return nil
}
