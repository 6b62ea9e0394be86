package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/cmd/apprentice/internal/console"
)

// answer returns what the program says to arguments, and its exit code.
func answer(t *testing.T, args ...string) (code int, text string) {
	t.Helper()
	var out, stderr bytes.Buffer
	code = execute(args, strings.NewReader(""), &out, &stderr)
	text = strings.ReplaceAll(stderr.String(), console.ProgramName(), "apprentice")
	return code, strings.TrimPrefix(strings.TrimSpace(text), "apprentice: ")
}

// What a person mistypes is answered with what to do, before any work.
func TestMistyped(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{"suite.epd": "4k3/8/8/8/8/8/8/4K3 w - - 0 1 ;D-1 5\n", "deep.epd": "4k3/8/8/8/8/8/8/4K3 w - - 0 1 ;D999999999 20\n",
		"none.epd": "4k3/8/8/8/8/8/8/4K3 w - -\n", "good.epd": "4k3/8/8/8/8/8/8/4K3 w - - bm Kd2;\n", "x.txt": "text", "x.safetensors": "text"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for args, want := range map[string]string{
		// arguments of their own
		"settings theme":      "to what should theme be set? want settings theme VALUE",
		"settings theme a b":  `unexpected argument "b"; settings takes one name and one value`,
		"settings theme loud": `theme is "loud"; want auto, dark, light`,
		"games show a b":      `unexpected argument "b"; show takes one PGN file`,
		"control":             "name an order, as in control night.run pause",
		// flags
		"train --fro 5m":       "unknown flag --fro; did you mean --for?",
		"train -for 5m":        "unknown flag -for; did you mean --for?",
		"train --for=soon":     `--for is "soon"; want a time with its unit, as in 10s or 1.5m`,
		"train --for 5":        `--for is "5"; 5m or 5s?`,
		"train --for 9999999h": `--for is "9999999h"; too long: want at most 36500d, a hundred years`,
		"match --a random --b random --movetime 9999999h": `--movetime is "9999999h"; too long: want at most 2562047h`,
		"tune --for 8":                               `--for is "8"; 8m or 8s?`,
		"play --movetime 5":                          `--movetime is "5"; 5s or 5ms?`,
		"match --margin 0.5":                         `--margin is "0.5"; 0.5s or 0.5ms?`,
		"train --seed -1":                            `--seed is "-1"; want a whole number of at least 0`,
		"bench --depth x":                            `--depth is "x"; want a whole number`,
		"bench --depth 9223372036854775808":          `--depth is "9223372036854775808"; want a whole number`,
		"eval ratings a.run --prior 1e308":           "--prior is 1e+308; it must be at most 1000000",
		"eval ratings a.run --prior inf":             "--prior is +Inf; it must be at most 1000000",
		"eval ratings a.run --prior nan":             "--prior is NaN; it must be at least 0",
		"control a.run pause resume":                 "there are two orders, pause and resume; give one",
		"match -a gen:3@ -b random":                  `"gen:3@" does not name the run; want gen:3@FILE, or career:3`,
		"bench --depth 0x4":                          `--depth is "0x4"; want digits alone: 4`,
		"bench --depth 1_0":                          `--depth is "1_0"; want digits alone: 10`,
		"bench --depth 0b11":                         `--depth is "0b11"; want digits alone: 3`,
		"bench --depth 0o17":                         `--depth is "0o17"; want digits alone: 15`,
		"bench --depth -0x4":                         `--depth is "-0x4"; want digits alone: -4`,
		"bench --depth 09999":                        `--depth is 9999; it must be at most `,
		"perft --max-nodes 0x10":                     `--max-nodes is "0x10"; want digits alone: 16`,
		"tune --nodes 1_000":                         `--nodes is "1_000"; want digits alone: 1000`,
		"play --elo 0x1p4":                           `--elo is "0x1p4"; want digits alone`,
		"eval ratings --prior x":                     `--prior is "x"; want a number`,
		"plot --log=perhaps":                         `--log is "perhaps"; want true or false`,
		"bench --depth":                              "--depth needs a value: plies per position",
		"bench --=x":                                 `"--=x" is not a flag; apprentice bench --help lists all`,
		"plot --colour":                              "unknown flag --colour; apprentice plot --help lists all",
		"match --a random --b random --b material:1": "--b is given twice: random and material:1",
		"train --for 5m --for 8h":                    "--for is given twice: 5m and 8h",
		"play --run a --net b":                       "--run and --net exclude each other; give one of them",
		"eval stats":                                 "give --wdl or --penta",
		// commands, games and arguments
		"trian":                "unknown command \"trian\"; did you mean train?; apprentice --help lists all",
		"night.run":            `unknown command "night.run": a command comes before the run, as in apprentice plot night.run; apprentice --help lists all`,
		"games night.run":      `unknown command "night.run": a command comes before the run, as in apprentice games check night.run; apprentice games --help lists all`,
		"play chess":           `unexpected argument "chess"; did you mean --game chess?`,
		"train for 5m":         `unexpected argument "for"; did you mean --for?`,
		"train extra":          `unexpected argument "extra": it is neither a file nor the name of one that ends with .run; apprentice train --help lists all`,
		"perft x":              `unexpected argument "x"; apprentice perft --help lists all`,
		"version x":            `unexpected argument "x"; apprentice version --help lists all`,
		"play --game chss":     `unknown game "chss"; did you mean chess?`,
		"play --game checkers": `unknown game "checkers": this program plays `,
		// runs
		"games list":                       "name a run, as in apprentice games list chess.run",
		"plot a.run":                       "there is no run a.run; apprentice train --run a.run begins one",
		"games list nodir/a.run":           "there is no run nodir/a.run: the folder nodir does not exist",
		"games list --run a.run b.run":     "there are two runs, a.run and b.run; name one",
		"plot x.txt":                       "x.txt is not a run, but another file",
		"games check .":                    `unexpected argument ".": it is neither a file nor the name of one that ends with .run; apprentice games check --help lists all`,
		"games prune --run nodir/deep/x":   "there is no run nodir/deep/x: the folder nodir does not exist",
		"eval ratings a.run":               "there is no run a.run; apprentice train --run a.run begins one",
		"games export a.run --out nodir/y": "cannot write nodir/y: the folder nodir does not exist",
		"play --generation 3":              "--generation 3 is one of a run; name it with --run FILE, or one that ships with --stage 3",
		"uci --generation 3":               "--generation 3 is one of a run; name it with --run FILE, or one that ships with --stage 3",
		// contradictions
		"play --plain --level 3 --nodes 5":                        "--nodes has no effect with --level",
		"play --plain --level 3 --movetime 1s":                    "--movetime has no effect with --level",
		"play --plain --elo 500 --nodes 7":                        "--nodes has no effect with --elo",
		"play --side both --level 3":                              "--level has no effect with --side",
		"play --tc 10+5 --movetime 1s":                            "--movetime has no effect with --tc",
		"play --ply 3":                                            "--ply has no effect without --load",
		"perft --suite p.epd --fen x":                             "--fen has no effect with --suite",
		"perft --suite p.epd --depth 3":                           "--depth has no effect with --suite",
		"perft --suite p.epd --divide":                            "--divide has no effect with --suite",
		"perft --max-nodes 5 --depth 1":                           "--max-nodes has no effect without --suite",
		"perft --game xiangqi --ranks 1-10":                       "--ranks has no effect without --divide",
		"train --token x":                                         "--token has no effect without --listen or --nats",
		"train --audit 5":                                         "--audit has no effect without --listen or --nats",
		"train --creds x":                                         "--creds has no effect without --listen or --nats",
		"train --nkey x":                                          "--nkey has no effect without --listen or --nats",
		"train --tls-ca x":                                        "--tls-ca has no effect without --listen or --nats",
		"train --tls-cert x --tls-key x":                          "--tls-cert has no effect without --listen or --nats",
		"train --knobs --for 1s":                                  "--for has no effect with --knobs",
		"train --json --plain":                                    "--plain has no effect with --json",
		"train --json --ascii":                                    "--ascii has no effect with --json",
		"status --json --events 3":                                "--events has no effect with --json",
		"eval scale --pairs 5":                                    "--pairs has no effect without --out",
		"eval scale --concurrency 2":                              "--concurrency has no effect without --out",
		"match -a random -b random --gauntlet":                    "--gauntlet has no effect on two players",
		"match -a material:1?nodes=5 -b anchor:a@10 --nodes 9":    "--nodes has no effect on ",
		"eval suite good.epd --spec material:1?depth=1 --nodes 9": "--nodes has no effect on ",
		"play --movetime 0":                                       `--movetime is 0s; it must be at least 1ms`,
		"play --movetime 1us":                                     `--movetime is 1µs; it must be at least 1ms`,
		"play --nodes 0":                                          "--nodes is 0; it must be at least 1",
		"match --a random --b random --movetime 0s":               "--movetime is 0s; it must be at least 1ms",
		"match --a random --b random --depth 0":                   "--depth is 0; it must be at least 1",
		"eval suite x.txt --seed 2":                               "unknown flag --seed; ",
		"eval calibration a.run --nodes 5":                        "unknown flag --nodes; ",
		"eval ladder a.run --spec random":                         "unknown flag --spec; did you mean --seed?",
		"plot --theme dark":                                       "--theme is for .png and .svg files; name one with --out",
		"plot --theme dark --out x.csv":                           "--theme is for .png and .svg files; name one with --out",
		"plot --log --out x.csv":                                  "--log is about an axis, which a .csv file does not have",
		"plot --ascii --out x.png":                                "--ascii is for the terminal; leave out --out",
		"plot --x time --what calibration":                        "--x has no effect with --what calibration",
		// players
		"match --a random --b materal:2":             `unknown player "materal:2"; did you mean material:2?`,
		"match --a random --b material":              `player "material": want material:DEPTH with a depth of 1 to 20`,
		"match --a random --b rando":                 `unknown player "rando"; did you mean random?`,
		"match --a random --b generation:3":          `unknown player "generation:3"; did you mean gen:3?`,
		"match --a random --b x.safetensors":         `unknown player "x.safetensors"; did you mean net:x.safetensors?`,
		"match --a random --b sh":                    `unknown player "sh"; did you mean engine:sh?`,
		"match --a random --b no-such":               `unknown player "no-such"; want random, material:DEPTH, `,
		"match --a random --b engine:no-such-engine": `it is not installed: no folder of PATH has it, nor has /usr/games/`,
		"match --a random --b engine:./no-such":      "it cannot be started: no such file or directory",
		"match --a random --b engine:./x.txt":        "it cannot be started: permission denied",
		"match --a random --b engine:sh?x=%zz":       `"%zz" has a % that begins no character; write %25 for it`,
		"match --a random --b career:last?nods=5":    `unknown key "nods"; did you mean nodes?`,
		"match --a random --b net:/dev/zero":         "/dev/zero is no network: it is not a regular file",
		// files without an end
		"worker --nats nats://127.0.0.1:1 --token @/dev/zero":                                    "--token: cannot read /dev/zero: it is not a regular file",
		"worker --nats nats://127.0.0.1:1 --creds /dev/zero":                                     "--creds: cannot read /dev/zero: it is not a regular file",
		"worker --nats nats://127.0.0.1:1 --nkey /dev/zero":                                      "--nkey: cannot read /dev/zero: it is not a regular file",
		"worker --nats nats://127.0.0.1:1 --tls-ca /dev/zero":                                    "--tls-ca: cannot read /dev/zero: it is not a regular file",
		"worker --nats nats://127.0.0.1:1 --tls-cert /dev/zero --tls-key x":                      "--tls-cert: cannot read /dev/zero: it is not a regular file",
		"train --game tictactoe --run none.run --listen 127.0.0.1:0 --token @/dev/zero --for 1s": "--token: cannot read /dev/zero: it is not a regular file",
		// numbers
		"perft --depth 9223372036854775807":                                          "--depth is 9223372036854775807; it must be at most 100",
		"perft --suite deep.epd":                                                     `"D999999999 20" is no count`,
		"perft --suite suite.epd":                                                    `"D-1 5" is no count`,
		"perft --suite none.epd":                                                     "none.epd: there is nothing to compare; want lines of the form",
		"bench --depth 1000":                                                         "--depth is 1000; it must be at most ",
		"bench --hash 1000000000000000000":                                           "--hash is 1000000000000000000: no machine has 1,000,000,000,000,000,000 MB",
		"bench --hash 1048576":                                                       "--hash is 1048576: not enough memory for a hash table of 1,048,576 MB (",
		"bench --threads 100000":                                                     "--threads is 100,000; this machine has ",
		"match --a career:last --b random --hash 1048576":                            "--hash is 1048576: not enough memory",
		"match --a career:last?hash=1048576 --b random":                              "not enough memory for a hash table of 1,048,576 MB",
		"match --a career:last?hash=99999999999 --b random":                          "hash=99999999999: want at most 1048576",
		"match --a career:last?threads=100000 --b random":                            "threads=100000: want at most ",
		"match --a career:last?depth=100000 --b random":                              "depth=100000: want at most ",
		"match --a career:last?softnodes=9223372036854775807 --b random":             "softnodes=9223372036854775807: want at most ",
		"match --a random --b random --concurrency 100000":                           "--concurrency is 100,000; this machine has ",
		"match --a career:last --b career:last?name=x --hash 8192 --concurrency 200": "100 hash tables of 16,384 MB need 1,638,400 MB, and ",
		"tune --pairs 1 --workers 100000":                                            "--workers is 100,000; this machine has ",
		"eval suite x.txt --hash 8192 --concurrency 200":                             "--hash is 8192: 200 hash tables of 8,192 MB need 1,638,400 MB",
	} {
		if free, ok := console.FreeMemory(); (!ok || free > 1<<40) && strings.Contains(want, " MB") {
			continue // nobody knows, or there is enough
		}
		code, text := answer(t, strings.Fields(args)...)
		if code != console.ExitError || !strings.Contains(text, want) {
			t.Errorf("%s: exit code %d,\n  %s; want\n  %s", args, code, text, want)
		}
		for _, inner := range []string{"strconv", "pflag", "(26)", "arg(s)", "writer's lock", "executable file", "flags in the group", "exec:"} {
			if strings.Contains(text, inner) {
				t.Errorf("%s: %q has words of the inside: %q", args, text, inner)
			}
		}
	}
	if left, err := filepath.Glob("*.run*"); err != nil || len(left) > 0 {
		t.Errorf("files were made: %v, %v", left, err)
	}
}

// A setting is changed by its name and a value, as the help says.
func TestSettingByNameAndValue(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", folder)
	if code, text := answer(t, "settings", "theme", "light"); code != console.ExitOK {
		t.Fatalf("exit code %d, %s", code, text)
	}
	blob, err := os.ReadFile(filepath.Join(folder, "apprentice", "settings"))
	if err != nil || !strings.Contains(string(blob), "\ntheme = light\n") {
		t.Errorf("%s, error %v", blob, err)
	}
}

// A run file stands for --run, also for several.
func TestRunAsArgument(t *testing.T) {
	clitest.NotInShort(t)
	t.Parallel()
	folder := t.TempDir()
	path, second := filepath.Join(folder, "t.run"), filepath.Join(folder, "second.run")
	train := func(args ...string) string {
		t.Helper()
		code, text := answer(t, append([]string{"train"}, args...)...)
		if code != console.ExitOK {
			t.Fatalf("%v: %s", args, text)
		}
		return text
	}
	train(path, "--game", "TicTacToe", "--generations", "1", "--workers", "1", "--plain")
	train("--run", path, "--game", "tictactoe", "--generations", "1", "--workers", "1", "--plain")
	train(path, "--game", "TICTACTOE", "--generations", "1", "--workers", "1", "--plain")
	for _, args := range [][]string{
		{"plot", path}, {"games", "copy", path, "--out", second}, {"plot", path, second, "--what", "elo"}, {"games", "list", path}, {"games", "list", path, "--limit", "1"}, {"games", "check", path},
		{"eval", "ratings", path}, {"play", path, "--game", "TicTacToe", "--nodes", "1"}, {"games", "export", path, "--out", filepath.Join(folder, "g.pgn")},
	} {
		if code, text := answer(t, args...); code != console.ExitOK {
			t.Errorf("%v: exit code %d, %s", args, code, text)
		}
	}
	for args, want := range map[string]string{
		"play --game tictactoe --generation 99":    "has no generation 99; it has 0 to 1",
		"games list --generation 99":               "has no generation 99; it has only 1",
		"games list --generation 0":                "has no generation 0; it has only 1",
		"games network --generation 7 --out x.net": "has no generation 7; it has 0 to 1",
		"plot --what external":                     "the run has met no external player yet; apprentice eval ladder --run " + path + " plays engines",
		"plot --what calibration":                  "nothing has been calibrated yet; apprentice eval calibration --run " + path + " does it",
	} {
		words := append(strings.Fields(args), "--run", path)
		if code, text := answer(t, words...); code != console.ExitError || !strings.Contains(text, want) {
			t.Errorf("%s: exit code %d, %s; want %s", args, code, text, want)
		}
	}
	if code, text := answer(t, "games", "show", path); code != console.ExitError || !strings.Contains(text, "is a run; name a game of it with --index N") {
		t.Errorf("games show: exit code %d, %s", code, text)
	}
	if code, text := answer(t, "play", "--net", path, "--game", "tictactoe"); code != console.ExitError || !strings.Contains(text, "is a run, not a network; want gen:last@") {
		t.Errorf("play --net: exit code %d, %s", code, text)
	}
}
