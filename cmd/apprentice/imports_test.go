package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// module is the prefix of the packages of this program.
const module = "apprentice/"

// listed is a package as go list describes it. Imports and Deps, which has
// what the imports import too, are those of the program, not of its tests.
type listed struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

// packages returns the packages of the module by their path.
func packages(t *testing.T) map[string]listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,Deps", module+"...").Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list: %s", exit.Stderr)
		}
		t.Skip("no go command: ", err)
	}
	all := make(map[string]listed)
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all[p.ImportPath] = p
	}
}

// inTree reports whether path is the package root or lies below it.
func inTree(path, root string) bool {
	return path == module+root || strings.HasPrefix(path, module+root+"/")
}

// isConcreteGame reports whether a package is the rules of one game.
func isConcreteGame(path string) bool {
	shared := []string{module + "games", module + "games/gametest", module + "games/record"}
	return inTree(path, "games") && !slices.Contains(shared, path)
}

// isStandard reports whether a package is of the standard library.
func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".") && first+"/" != module
}

// below is the folder of the packages that only the program has.
const below = "cmd/apprentice/internal/"

// layers are the packages of the program itself, the lowest layer first. A
// package imports those of lower layers, and none of its own: what two commands
// share goes down a layer.
var layers = [][]string{
	{"board", "gameplay", "near", "outlet", "printable", "thinker"},
	{"boardview", "catalog", "console", "settings"},
	{"files", "fullscreen", "moveinput"},
	{"cli", "playscreen"},
	{"chronicle", "lending", "player"},
	{"measure", "runscreen"},
	{"archive", "bench", "complete", "control", "exam", "match", "perft", "play", "plot", "status", "train", "tune", "uci", "watch", "welcome", "worker"},
}

// testHelper is the package that helps to test commands.
const testHelper = below + "clitest"

// layerOf returns the layer of a package of the program, counted from 0; ok is
// false for one that has none.
func layerOf(path string) (layer int, ok bool) {
	name, inside := strings.CutPrefix(path, module+below)
	layer = slices.IndexFunc(layers, func(names []string) bool { return slices.Contains(names, name) })
	return layer, inside && layer >= 0
}

// layerBreaches returns what is wrong with the imports of a package below the
// program.
func layerBreaches(p listed) (found []string) {
	own, ok := layerOf(p.ImportPath)
	if !ok {
		return []string{p.ImportPath + " has no layer: give it one"}
	}
	for _, imported := range p.Imports {
		if layer, ok := layerOf(imported); ok && layer >= own {
			found = append(found, p.ImportPath+" imports "+imported+": packages import those of lower layers only")
		}
	}
	return found
}

// breaches returns, for every rule that a package breaks, a line that names
// the package, the import and the rule.
func breaches(p listed) []string {
	var found []string
	// forbid is for what a package may not reach in any number of steps, allow
	// for the only things that it may import itself.
	forbid := func(rule string, forbidden func(path string) bool) {
		for _, dep := range p.Deps {
			if forbidden(dep) {
				found = append(found, p.ImportPath+" reaches "+dep+": "+rule)
			}
		}
	}
	allow := func(rule string, allowed ...string) {
		for _, imported := range p.Imports {
			if !isStandard(imported) && !slices.Contains(allowed, imported) {
				found = append(found, p.ImportPath+" imports "+imported+": "+rule)
			}
		}
	}
	under := func(roots ...string) func(string) bool {
		return func(path string) bool {
			return slices.ContainsFunc(roots, func(root string) bool { return inTree(path, root) })
		}
	}

	const (
		games  = module + "games"
		random = module + "internal/splitmix" // fills tables of Zobrist keys
	)
	switch path := p.ImportPath; {
	case path == games:
		allow("games imports the standard library only")
	case inTree(path, "games/chess"):
		allow("chess imports games, and its arbiter", games, random, "github.com/notnil/chess", "github.com/notnil/chess/opening")
	case isConcreteGame(path):
		allow("a game imports games only", games, random)
	case path == games+"/record":
		forbid("records know no concrete game", isConcreteGame)
	case path == games+"/gametest":
		allow("the conformance suite imports games only", games)
	case inTree(path, "agent/search"):
		allow("the search imports games only", games)
	case path == random, path == module+"internal/crc32c", path == module+"internal/logistic", path == module+"internal/printable":
		allow("a function of numbers or bytes imports the standard library only")
	case path == module+"internal/sealed":
		allow("a seal is JSON and a checksum", module+"internal/crc32c")
	case path == module+"internal/opening":
		allow("random openings import games only", games)
	case path == module+"internal/filelock":
		allow("a lock knows the operating system only", "golang.org/x/sys/unix", "golang.org/x/sys/windows")
	case path == module+"internal/filesystem":
		allow("file systems are asked through the operating system alone", "golang.org/x/sys/unix", "golang.org/x/sys/windows")
	case path == module+"internal/atomicfile":
		allow("a writer of files knows locks only", module+"internal/filelock", "golang.org/x/sys/unix", "golang.org/x/sys/windows")
	case path == module+"selfplay/run/event":
		allow("what a log book can say needs no file")
	case path == module+"selfplay/run/internal/database":
		allow("a database knows no table", "modernc.org/sqlite", "modernc.org/sqlite/lib")
	case path == module+"eval/stat":
		allow("statistics know counts only", games, "gonum.org/v1/gonum/mathext", "gonum.org/v1/gonum/stat/distuv")
	case path == module+"eval/rating":
		allow("ratings know counts only", module+"eval/stat", module+"internal/logistic", "gonum.org/v1/gonum/mat")
	case path == module+"eval":
		forbid("matches come before suites, engines and figures", under("eval/suite", "eval/engine", "eval/calibration", "eval/curve", "eval/scale", "eval/tune"))
	case path == module+"eval/scale":
		forbid("the scale knows players, not pictures or engines", under("eval/suite", "eval/engine", "eval/calibration", "eval/curve", "eval/tune", "agent/career"))
	case path == module+"eval/suite":
		forbid("suites know players, not which programs they are", under("eval/engine", "eval/calibration", "eval/curve", "eval/tune"))
	case path == module+"eval/calibration":
		forbid("calibration knows no matches", func(path string) bool { return inTree(path, "eval") && path != module+"eval/stat" })
	case inTree(path, "eval/curve"):
		forbid("figures are drawn from plain numbers", under("agent", "eval", "games"))
	case inTree(path, "eval/tune"):
		allow("the tuner knows numbers only")
	case inTree(path, "internal/machine"):
		allow("the machine is asked through the system alone", "golang.org/x/sys/unix", "golang.org/x/sys/windows")
	case inTree(path, "agent/learn"):
		forbid("the learner declares Source and imports no self-play", under("selfplay", "eval", "agent/search"))
	}
	if inTree(p.ImportPath, "agent") || inTree(p.ImportPath, "selfplay") || inTree(p.ImportPath, "eval") {
		forbid("only the catalog lists games", isConcreteGame)
		forbid("commands come last", under("cmd"))
	}
	if inTree(p.ImportPath, "selfplay") {
		forbid("the measurement is a func value that the command passes", under("eval"))
	}
	if p.ImportPath == module+"selfplay" || inTree(p.ImportPath, "selfplay/run") {
		forbid("the loop knows no network", func(path string) bool {
			return inTree(path, "selfplay/cluster") || strings.HasPrefix(path, "github.com/nats-io/")
		})
	}
	if inTree(p.ImportPath, "eval") {
		forbid("measurement knows no self-play", under("selfplay"))
	}
	if strings.HasPrefix(p.ImportPath, module+below) && p.ImportPath != module+testHelper {
		found = append(found, layerBreaches(p)...)
	}
	for _, imported := range p.Imports {
		if imported == module+testHelper {
			found = append(found, p.ImportPath+" imports "+imported+": only tests do")
		}
	}
	if inTree(p.ImportPath, "cmd") && p.ImportPath != module+below+"catalog" && p.ImportPath != module+testHelper {
		for _, imported := range p.Imports {
			if isConcreteGame(imported) {
				found = append(found, p.ImportPath+" imports "+imported+": only the catalog lists games")
			}
		}
	}
	return found
}

func TestImports(t *testing.T) {
	all := packages(t)
	known := []string{"games", "games/chess", "games/tictactoe", "games/record", "agent/search", "agent/learn", "selfplay", "eval", "eval/stat", "eval/rating", "eval/suite", "eval/calibration", "eval/engine", "eval/curve", "eval/scale", "eval/tune", testHelper}
	for _, names := range layers {
		for _, name := range names {
			known = append(known, below+name)
		}
	}
	for _, known := range known {
		if _, ok := all[module+known]; !ok {
			t.Errorf("no package %s: the rules name another tree", known)
		}
	}
	for _, p := range all {
		for _, breach := range breaches(p) {
			t.Error(breach)
		}
	}
}

// Each rule must be able to fail.
func TestImportRulesFail(t *testing.T) {
	for _, test := range []struct{ path, imported string }{
		{"games", "golang.org/x/sys/cpu"},
		{"games", module + "games/record"},
		{"games/chess", module + "games/record"},
		{"games/tictactoe", "github.com/notnil/chess"},
		{"games/tictactoe", module + "games/chess"},
		{"games/record", module + "games/chess"},
		{"internal/splitmix", module + "games"},
		{"internal/crc32c", module + "games"},
		{"internal/logistic", module + "agent/value"},
		{"internal/printable", module + "games"},
		{"internal/sealed", module + "internal/atomicfile"},
		{"internal/opening", module + "selfplay"},
		{"internal/filelock", module + "internal/atomicfile"},
		{"internal/filesystem", module + "internal/filelock"},
		{"internal/atomicfile", module + "selfplay/run"},
		{"games/gametest", module + "games/tictactoe"},
		{"agent/search", module + "agent/value"},
		{"agent/search", "golang.org/x/sys/cpu"},
		{"agent/learn", module + "selfplay"},
		{"agent/learn", module + "selfplay/run"},
		{"agent", module + "games/chess"},
		{"agent/value", module + "games/chess"},
		{"selfplay", module + "eval"},
		{"selfplay/run", module + "games/tictactoe"},
		{"selfplay", module + "selfplay/cluster"},
		{"selfplay/run", "github.com/nats-io/nats.go"},
		{"selfplay/run/event", module + "selfplay/run"},
		{"selfplay/run/internal/database", module + "internal/filelock"},
		{"eval", module + "selfplay"},
		{"eval", module + "eval/suite"},
		{"eval", module + "eval/scale"},
		{"eval/scale", module + "agent/career"},
		{"eval/scale", module + "eval/engine"},
		{"eval/stat", module + "eval/rating"},
		{"eval/stat", "gonum.org/v1/gonum/optimize"},
		{"eval/rating", module + "eval"},
		{"eval/rating", module + "agent/value"},
		{"eval/suite", module + "eval/engine"},
		{"eval/calibration", module + "eval"},
		{"eval/calibration", module + "eval/suite"},
		{"eval/curve", module + "selfplay/run"},
		{"eval/curve", module + "eval/stat"},
		{"eval/tune", module + "eval"},
		{"internal/machine", module + "games"},
		{"eval/engine", module + "games/chess"},
		{"cmd/apprentice", module + "games/chess"},
		{"cmd/apprentice", module + testHelper},
		{below + "near", module + below + "printable"},
		{below + "console", module + below + "files"},
		{below + "console", module + below + "catalog"},
		{below + "catalog", module + below + "uci"},
		{below + "files", module + below + "cli"},
		{below + "cli", module + below + "player"},
		{below + "player", module + below + "chronicle"},
		{below + "chronicle", module + below + "player"},
		{below + "chronicle", module + below + "train"},
		{below + "match", module + below + "exam"},
		{below + "tune", module + below + "match"},
		{below + "train", module + testHelper},
		{below + "helpers", "fmt"},
		{below + "uci", module + "games/chess"},
	} {
		p := listed{ImportPath: module + test.path, Imports: []string{test.imported}, Deps: []string{test.imported}}
		if len(breaches(p)) == 0 {
			t.Errorf("%s may import %s", test.path, test.imported)
		}
	}
	for _, test := range []struct{ path, imported string }{
		{"games/chess", "github.com/notnil/chess"},
		{"games/xiangqi", module + "internal/splitmix"},
		{"games/record", "github.com/klauspost/compress/zstd"},
		{"agent/search", module + "games"},
		{"agent/learn", module + "games/record"},
		{"eval", module + "eval/rating"},
		{"eval/rating", module + "eval/stat"},
		{"eval/suite", module + "eval"},
		{"eval/scale", module + "eval/rating"},
		{"eval/calibration", module + "eval/stat"},
		{below + "catalog", module + "games/chess"},
		{"cmd/apprentice", module + "games/record"},
		{"cmd/apprentice", module + below + "train"},
		{testHelper, module + "games/tictactoe"},
		{testHelper, module + below + "cli"},
		{below + "train", module + below + "player"},
		{below + "train", module + below + "outlet"},
		{below + "chronicle", module + below + "console"},
		{below + "cli", module + below + "catalog"},
	} {
		p := listed{ImportPath: module + test.path, Imports: []string{test.imported}, Deps: []string{test.imported}}
		if found := breaches(p); len(found) != 0 {
			t.Errorf("%s may not import %s: %v", test.path, test.imported, found)
		}
	}
}
