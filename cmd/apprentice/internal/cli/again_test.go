package cli

import (
	"testing"

	"github.com/spf13/pflag"

	"apprentice/cmd/apprentice/internal/console"
)

func TestAgain(t *testing.T) {
	set := pflag.NewFlagSet("", pflag.ContinueOnError)
	set.Bool("plain", false, "")
	set.Bool("resume", true, "")
	set.String("run", "", "")
	set.String("game", "chess", "")
	set.StringArray("player", nil, "")
	set.Int("games", 100, "")
	set.Uint64("seed", 1, "")
	if err := set.Parse([]string{"--seed", "7", "--plain", "--resume=false", "--player", "a b", "--player", "random", "--run", "x.run", "--games", "4"}); err != nil {
		t.Fatal(err)
	}
	want := console.ProgramName() + " match --run x.run --games 4 --plain --player 'a b' --player random --resume=false"
	if got := Again("match", set, "seed"); got != want {
		t.Errorf("%s, want\n%s", got, want)
	}
}
