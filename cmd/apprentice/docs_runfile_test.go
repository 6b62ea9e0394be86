package main

import (
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"apprentice/cmd/apprentice/internal/clitest"
)

// runFilePage returns the blocks of docs/run-file.md in a language.
func runFilePage(t *testing.T, language string) (texts []string) {
	t.Helper()
	for _, p := range pages(t) {
		if p.name != "docs/run-file.md" {
			continue
		}
		blocks, _ := p.code()
		for _, b := range blocks {
			if b.language == language {
				texts = append(texts, b.text)
			}
		}
	}
	if len(texts) == 0 {
		t.Fatalf("docs/run-file.md has no block of %s", language)
	}
	return texts
}

// The queries of the page answer with rows of a run, and the page names every
// table and view.
func TestDocumentedQueries(t *testing.T) {
	clitest.NotInShort(t)
	dir := t.TempDir()
	apprentice(t, dir, "", "train", "--game", "tictactoe", "--run", "a.run", "--generations", "1", "--set", "units=2")
	db, err := sql.Open("sqlite", filepath.Join(dir, "a.run"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, query := range runFilePage(t, "sql") {
		if n := countRows(t, db, query); n == 0 {
			t.Errorf("no rows of\n%s", query)
		}
	}

	text, err := os.ReadFile(filepath.Join(docsRoot, "docs", "run-file.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := db.Query("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	named := 0
	for ; rows.Next(); named++ {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), "`"+name+"`") {
			t.Errorf("docs/run-file.md does not name %s", name)
		}
	}
	if named < 10 {
		t.Errorf("%d tables and views", named)
	}
}

// countRows returns how many rows a query has.
func countRows(t *testing.T, db *sql.DB, query string) (n int) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
	return n
}

// The Python of the page values positions as the program does.
func TestDocumentedPython(t *testing.T) {
	clitest.NotInShort(t)
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3: ", err)
	}
	dir := t.TempDir()
	apprentice(t, dir, "", "train", "--run", "chess.run", "--for", "1s", "--workers", "1") // the random network
	script := filepath.Join(dir, "network.py")
	if err := os.WriteFile(script, []byte(runFilePage(t, "python")[0]), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, board := range []string{
		"rnb1kbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR", "r4rk1/5ppp/8/8/3N4/8/PPP5/2KR4", "8/8/4k3/8/8/3PK3/8/8",
	} {
		cmd := exec.CommandContext(t.Context(), python, script, board)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		engine := apprentice(t, dir, "position fen "+board+" w - - 0 1\neval\nquit\n", "uci", "--run", "chess.run")
		got := regexp.MustCompile(`(-?\d+) centipawns`).FindSubmatch(out)
		want := regexp.MustCompile(`Value: (-?\d+) `).FindStringSubmatch(engine)
		if got == nil || want == nil {
			t.Fatalf("no value in\n%s\nor in\n%s", out, engine)
		}
		if difference := atoi(t, string(got[1])) - atoi(t, want[1]); difference < -2 || difference > 2 { // inference rounds
			t.Errorf("%s: %s centipawns by Python, %s by the program", board, got[1], want[1])
		}
	}
}

func atoi(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
