package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/eval/engine"
	"apprentice/games/tictactoe"
	"apprentice/selfplay/run"
)

// Players that are mistyped are answered with those that may have been meant.
func TestMistypedPlayers(t *testing.T) {
	t.Chdir(t.TempDir())
	cases := map[string]string{
		"Random":                     `unknown player "Random"; did you mean random?`,
		"MATERIAL:2":                 `unknown player "MATERIAL:2"; did you mean material:2?`,
		"Career:last":                `unknown player "Career:last"; did you mean career:last?`,
		"engine:xyzzyx":              "check the name, or give its file with its folder",
		"random?name=a&name=b":       "name is given twice: a and b",
		"material:1?depth=1&depth=2": "depth is given twice: 1 and 2",
		"net:":                       "the network has no file",
		"random?name=":               "name=: want a name",
		"random?Name=a":              `unknown key "Name"; did you mean name?`,
	}
	if slices.Contains(engine.Installed(), "stockfish") {
		cases["Stockfish"] = `unknown player "Stockfish"; did you mean engine:stockfish?`
		cases["stokfish"] = `unknown player "stokfish"; did you mean engine:stockfish?`
		cases["engine:STOCKFISH?depth=3"] = "did you mean engine:stockfish?depth=3?"
		cases["engine:stokfish"] = "did you mean engine:stockfish?"
		cases["engine:/nowhere/stockfish"] = "it cannot be started: no such file or directory"
	}
	for spec, want := range cases {
		code, text := answer(t, "match", "--a", "random", "--b", spec, "--games", "2")
		if code != console.ExitError || !strings.Contains(text, want) {
			t.Errorf("%s: exit code %d, %s; want %s", spec, code, text, want)
		}
	}
}

// What Installed lists can be started.
func TestInstalledEngines(t *testing.T) {
	for _, name := range engine.Installed() {
		spec, err := engine.ParseSpec(name)
		if err != nil {
			t.Error(err)
			continue
		}
		if _, err := exec.LookPath(spec.Path); err != nil {
			t.Error(err)
		}
	}
}

// An empty text stands for nothing, so that it must not stand for the default.
func TestEmptyTexts(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, line := range []string{
		"play --net=", "play --run=", "play --fen=", "play --pgn=", "play --side=", "play --game=", "play --stage=", "play --notation=",
		"plot --out=", "plot --run=", "plot --what=", "plot --x=", "train --run=", "train --from=", "train --replay=", "train --set=", "train --memory=",
		"match --a= --b=random", "match --a=random --b=random --openings=", "match --a=random --b=random --state=", "match --a=random --b=random --json=",
		"match --player=random --player=", "match --a=random --b=random --sprt=", "match --a=random --b=random --tc=", "bench --net=",
		"eval suite --spec=", "eval ladder --engines=", "eval stats --wdl=", "eval ratings --anchor=", "perft --suite=", "perft --fen=", "perft --variant=",
		"games export --run=", "games export a.run --out=", "games outcome --moves=", "tune --state=", "tune --game=", "tune --net=", "uci --run=", "control --run=",
	} {
		flag := line[strings.LastIndex(line, "--"):]
		if i := strings.Index(line, "= "); i >= 0 {
			flag = line[strings.Index(line, "--") : i+1]
		}
		for _, args := range [][]string{strings.Fields(line), strings.Fields(strings.Replace(line, flag, flag[:len(flag)-1]+" %", 1))} {
			for i := range args {
				args[i] = strings.ReplaceAll(args[i], "%", " ")
			}
			want := flag[:len(flag)-1] + " is empty; give it a value or leave it out"
			if code, text := answer(t, args...); code != console.ExitError || !strings.Contains(text, want) {
				t.Errorf("%q: exit code %d, %s; want %s", args, code, text, want)
			}
		}
	}
	for _, args := range [][]string{{"games", "show", ""}, {"plot", ""}, {"train", "", "--for", "5m"}} {
		if code, text := answer(t, args...); code != console.ExitError || !strings.Contains(text, "there is an empty argument") {
			t.Errorf("%q: exit code %d, %s", args, code, text)
		}
	}
}

// Help names one default of a flag.
func TestOneDefault(t *testing.T) {
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		for line := range strings.Lines(cmd.LocalFlags().FlagUsages()) {
			if strings.Count(line, "(default") > 1 {
				t.Errorf("%s --help: %s", cmd.CommandPath(), line)
			}
		}
		for _, c := range cmd.Commands() {
			walk(c)
		}
	}
	walk(newRoot())
}

// A picture is of one game.
func TestPlotOfTwoGames(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	var paths []string
	for _, name := range []string{"chess", "xiangqi"} {
		g, err := catalog.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(folder, name+".run")
		file, err := run.Create(path, run.Config{Game: name, InputSet: g.InputSet(), Seed: 1})
		if err == nil {
			blob, player := clitest.NetworkFile(t, g, 0)
			err = errors.Join(file.AddNetwork(player, 0, blob), file.Begin(run.Generation{Number: 1, Player: player, Units: 1, WindowFrom: 1, Hidden: 32}),
				file.Finish(run.Generation{Number: 1, Player: player, Units: 1, WindowFrom: 1, Hidden: 32, Verdict: "worse"}, nil), file.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	code, text := answer(t, append([]string{"plot"}, paths...)...)
	if want := paths[0] + " is a run of chess and " + paths[1] + " one of xiangqi; a picture is of one game"; code != console.ExitError || text != want {
		t.Errorf("exit code %d, %s; want %s", code, text, want)
	}
}

// Numbers and files that no command can do anything with are refused before the
// work.
func TestRefusedOutputs(t *testing.T) {
	t.Chdir(t.TempDir())
	for line, want := range map[string]string{
		"match --a random --b random --random-plies 100000":                               "--random-plies is 100000; it must be at most 100",
		"match --a random --b random --random-plies -1":                                   "--random-plies is -1; it must be at least 0",
		"eval ladder a.run --random-plies 101":                                            "--random-plies is 101; it must be at most 100",
		"match --game tictactoe --a random --b random --random-plies 100 --concurrency 1": "game 1: opening: 100 random plies from ",
		"match --a random --b random --pgn -":                                             "--pgn is -, which is standard output; name a file",
		"match --a random --b random --state -":                                           "--state is -, which is standard output; name a file",
		"play --pgn -":                                                                    "--pgn is -, which is standard output; name a file",
		"tune --pairs 1 --state -":                                                        "--state is -, which is standard output; name a file",
		"games copy a.run --out -":                                                        "--out is -, which is standard output; name a file",
		"games network a.run --out -":                                                     "--out is -, which is standard output; name a file",
		"games learn a.run --out -":                                                       "--out is -, which is standard output; name a file",
		"eval scale --game tictactoe --out -":                                             "--out is -, which is standard output; name a file",
		"eval scale --game tictactoe --pairs 1 --out no/x.json":                           "cannot write no/x.json: the folder no does not exist",
		"eval scale --game tictactoe --pairs 9223372036854775807":                         "--pairs is 9223372036854775807; it must be at most 1000000000",
		"eval levels --out no/x.csv":                                                      "cannot write no/x.csv: the folder no does not exist",
		"eval levels --out .":                                                             "cannot write .: is a directory",
		"eval levels --games 0":                                                           "--games is 0; it must be at least 2",
		"eval levels --games -3":                                                          "--games is -3; it must be at least 2",
		"eval levels --concurrency 0":                                                     "--concurrency is 0; it must be at least 1",
		"eval levels --concurrency 99999999":                                              "--concurrency is 99,999,999; this machine has ",
		"match --a random --b random --games 9223372036854775807":                         "--games is 9223372036854775807; it must be at most 1000000000",
		"eval ladder a.run --games 9223372036854775807":                                   "--games is 9223372036854775807; it must be at most 1000000000",
		"match --a random --b random --openings .":                                        "cannot read .: is a directory",
		"games show .": "cannot read .: is a directory",
		"eval suite .": "cannot read .: is a directory",
	} {
		if code, text := answer(t, strings.Fields(line)...); code != console.ExitError || !strings.Contains(text, want) {
			t.Errorf("%s: exit code %d, %s; want %s", line, code, text, want)
		}
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// Files of another kind are named as what they are.
func TestOtherKinds(t *testing.T) {
	t.Chdir(t.TempDir())
	g := tictactoe.Game{}
	file, err := run.Create("a.run", run.Config{Game: g.Name(), InputSet: g.InputSet(), Seed: 1})
	if err == nil {
		err = errors.Join(file.Close(), os.WriteFile("a.pgn", []byte("[Event \"a\"]\n\n1. e4 *\n"), 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]string{
		"eval suite a.run":                             "a.run is a run or another database, not a text",
		"perft --suite a.run":                          "a.run is a run or another database, not a text",
		"match --a random --b random --openings a.run": "a.run is a run or another database, not a text",
		"eval suite a.pgn":                             `a.pgn: line 1: "[Event \"a\"]" is a tag of PGN; want EPD`,
		"perft --suite a.pgn":                          `"[Event \"a\"]" is a tag of PGN; want EPD`,
		"games show a.run":                             "a.run is a run; name a game of it with --index N",
		"match --a net:a.run --b random":               "a.run is a run, not a network; want gen:last@a.run",
		"match --a net:a.pgn --b random":               "a.pgn: network file: not a safetensors file",
		"plot a.pgn":                                   "a.pgn is not a run, but another file",
		"train --run a.pgn --for 1s":                   "a.pgn: ",
	} {
		if code, text := answer(t, strings.Fields(line)...); code != console.ExitError || !strings.Contains(text, want) {
			t.Errorf("%s: exit code %d, %s; want %s", line, code, text, want)
		}
	}
}

// Help and completion know the commands, and numbers are checked by all commands
// alike.
func TestMistypedHelp(t *testing.T) {
	t.Chdir(t.TempDir())
	for line, want := range map[string]string{
		"help trian":                    `unknown command "trian"; did you mean train?`,
		"help train extra":              `unknown command "extra"; apprentice train --help lists all`,
		"help eval foo":                 `unknown command "foo"; apprentice eval --help lists all`,
		"completion foo":                `unknown command "foo"; apprentice completion --help lists all`,
		"completion bash x":             `unexpected argument "x"`,
		"--verison":                     "unknown flag --verison; did you mean --version?",
		"games --list":                  "unknown flag --list; did you mean apprentice games list?",
		"train --workers 100000":        "--workers is 100,000; this machine has ",
		"train --workers 0":             "--workers is 0, and no other machine may play: give --listen or --nats too",
		"train --memory 99999999GB":     "--memory is 99999999GB; this machine has ",
		"games list a.run --limit -1":   "--limit is -1; it must be at least 0",
		"games replay a.run --limit -1": "--limit is -1; it must be at least 0",
		"games show a.pgn --index -1":   "--index is -1; it must be at least 0",
		"games show a.pgn --index=-2":   "--index is -2; it must be at least 0",
		"games show a.pgn --index x":    `--index is "x"; want a whole number`,
		"games export a.run --index -1": "--index is -1; it must be at least 0",
		"games replay a.run --index -2": "--index is -2; it must be at least 0",
		"watch a.run --index -1":        "--index is -1; it must be at least 0",
		"play --load a.pgn --ply -1":    "--ply is -1; it must be at least 0",
		"eval levels --games -1":        "--games is -1; it must be at least 2",
		"train --from net:typed.run":    "--from: cannot read typed.run: ",
		"train --from career:99":        "--from: ",
	} {
		if code, text := answer(t, strings.Fields(line)...); code != console.ExitError || !strings.Contains(text, want) {
			t.Errorf("%s: exit code %d, %s; want %s", line, code, text, want)
		}
	}
	for line, want := range map[string]string{
		"help": "Available Commands", "help train": "--for", "help eval stats": "--wdl", "completion": "zsh", "help help": "Print the help of a command",
	} {
		var out strings.Builder
		if code := execute(strings.Fields(line), strings.NewReader(""), &out, &out); code != console.ExitOK || !strings.Contains(out.String(), want) {
			t.Errorf("%s: exit code %d, %s; want %s", line, code, out.String(), want)
		}
	}
}
