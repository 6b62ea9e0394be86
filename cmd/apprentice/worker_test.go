package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// A worker plays all games of a run whose own machine plays none, and the run has
// the network that it has without a worker.
func TestWorkerPlaysForRun(t *testing.T) { worksFor(t, "apprentice") }

// So does a worker of another processor or system, as in
//
//	APPRENTICE_FOREIGN="qemu-aarch64-static apprentice-arm64"
func TestForeignWorkerPlaysForRun(t *testing.T) {
	command := strings.Fields(os.Getenv("APPRENTICE_FOREIGN"))
	if len(command) == 0 {
		t.Skip("runs with APPRENTICE_FOREIGN=PROGRAM")
	}
	worksFor(t, command...)
}

// worksFor has a worker play a run, all units of which are played again here.
func worksFor(t *testing.T, command ...string) {
	dir := t.TempDir()
	small := []string{"train", "--game", "tictactoe", "--generations", "1", "--set", "units=4", "--plain", "--run"}
	apprentice(t, dir, "", append(small, "alone.run", "--workers", "1")...)

	train := exec.CommandContext(t.Context(), "apprentice",
		append(small, "many.run", "--workers", "0", "--audit", "1", "--listen", "127.0.0.1:0", "--token", "T")...)
	train.Dir = dir
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	train.Stdout, train.Stderr = in, in
	if err := train.Start(); err != nil {
		t.Fatal(err)
	}
	in.Close()

	var said strings.Builder
	var worker *exec.Cmd
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
		server := regexp.MustCompile(`nats://\S+`).FindString(lines.Text())
		if server == "" || worker != nil {
			continue
		}
		args := append(slices.Clone(command[1:]), "worker", "--nats", server, "--token", "T", "--cores", "1", "--name", "polly")
		worker = exec.CommandContext(t.Context(), command[0], args...)
		worker.Dir = dir
		if err := worker.Start(); err != nil {
			t.Fatal(err)
		}
	}
	if err := train.Wait(); err != nil || worker == nil {
		t.Fatalf("%v\n%s", err, said.String())
	}
	if want := "many.run: tictactoe, seed 1, coordinates and learns only, up to generation 1"; !strings.Contains(said.String(), want) {
		t.Errorf("train does not say %q:\n%s", want, said.String())
	}
	_ = worker.Process.Signal(syscall.SIGTERM)
	_ = worker.Wait() // it was told to end

	network := func(name string) []byte {
		apprentice(t, dir, "", "games", "network", name+".run", "--generation", "1", "--out", name+".net")
		blob, err := os.ReadFile(filepath.Join(dir, name+".net"))
		if err != nil {
			t.Fatal(err)
		}
		return blob
	}
	if !bytes.Equal(network("alone"), network("many")) {
		t.Error("the networks differ")
	}
	status := apprentice(t, dir, "", "status", "many.run")
	for _, want := range []string{"polly, 1 core: gone", " 4 units", "--workers 0"} {
		if !strings.Contains(status, want) {
			t.Errorf("status does not say %q:\n%s", want, status)
		}
	}
}
