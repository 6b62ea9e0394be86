package main

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// process is a command of the program that runs while a test goes on. What it
// says comes line by line; the channel is closed at its end.
type process struct {
	*exec.Cmd
	lines chan string
}

// launch starts the program.
func launch(t *testing.T, dir string, args ...string) *process {
	t.Helper()
	p := &process{exec.CommandContext(t.Context(), "apprentice", args...), make(chan string, 1000)}
	p.Dir = dir
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	p.Stdout, p.Stderr = in, in
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	in.Close()
	go func() {
		defer close(p.lines)
		defer out.Close()
		for lines := bufio.NewScanner(out); lines.Scan(); {
			p.lines <- lines.Text()
		}
	}()
	t.Cleanup(func() { _ = p.Process.Kill(); _ = p.Wait() })
	return p
}

// says waits until the process says something and returns that line.
func (p *process) says(t *testing.T, what string) string {
	t.Helper()
	pattern := regexp.MustCompile(what)
	var all []string
	for line := range p.lines {
		if pattern.MatchString(line) {
			return line
		}
		all = append(all, line)
	}
	t.Fatalf("%v ended and did not say %q:\n%s", p.Args, what, strings.Join(all, "\n"))
	return ""
}

// ends waits for the end of the process, which must be a success.
func (p *process) ends(t *testing.T) {
	t.Helper()
	var all []string
	for line := range p.lines {
		all = append(all, line)
	}
	if err := p.Wait(); err != nil {
		t.Fatalf("%v: %v\n%s", p.Args, err, strings.Join(all, "\n"))
	}
}

// sameNetwork checks that the first networks of two runs are alike.
func sameNetwork(t *testing.T, dir, a, b string) {
	t.Helper()
	var blobs [2][]byte
	for i, name := range []string{a, b} {
		apprentice(t, dir, "", "games", "network", name+".run", "--generation", "1", "--out", name+".net")
		blob, err := os.ReadFile(filepath.Join(dir, name+".net"))
		if err != nil {
			t.Fatal(err)
		}
		blobs[i] = blob
	}
	if !bytes.Equal(blobs[0], blobs[1]) {
		t.Errorf("the networks of %s and %s differ", a, b)
	}
}

// freeAddress returns an address on which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// The process that trains, with its server, is killed twice, and so are workers.
// The same command continues the run, workers that live join again by themselves,
// and the run has the network that it has alone.
func TestTrainKilledAmongWorkers(t *testing.T) {
	dir := t.TempDir()
	small := []string{"train", "--game", "tictactoe", "--set", "units=60", "--plain", "--run"}
	apprentice(t, dir, "", append(small, "alone.run", "--workers", "1", "--generations", "1")...)

	address := freeAddress(t)
	lend := func(name string) *process {
		return launch(t, dir, "worker", "--nats", "nats://"+address, "--token", "T", "--cores", "1", "--name", name)
	}
	many := append(small, "many.run", "--workers", "0", "--listen", address, "--token", "T")
	train := launch(t, dir, many...) // without an end: however fast they are, it is there to be killed
	stays, killed := lend("stays"), lend("killed")
	for i := range 2 {
		stays.says(t, "joined as stays")
		killed.says(t, "joined as killed")
		time.Sleep(100 * time.Millisecond) // in the middle of the games
		_ = train.Process.Kill()
		_ = killed.Process.Kill()
		_ = train.Wait()
		if i > 0 {
			many = append(many, "--generations", "1")
		}
		train, killed = launch(t, dir, many...), lend("killed")
	}
	train.ends(t)
	sameNetwork(t, dir, "alone", "many")
	if check := apprentice(t, dir, "", "games", "check", "many.run"); !strings.Contains(check, "sound") {
		t.Errorf("check says:\n%s", check)
	}
}

// selfSigned writes a certificate for 127.0.0.1 and its key.
func selfSigned(t *testing.T, dir string) (cert, key string) {
	t.Helper()
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, secret.Public(), secret)
	if err != nil {
		t.Fatal(err)
	}
	secretDER, err := x509.MarshalPKCS8PrivateKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{
		"class.pem": {Type: "CERTIFICATE", Bytes: der}, "class.key": {Type: "PRIVATE KEY", Bytes: secretDER},
	} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return "class.pem", "class.key"
}

// What train says to type on other machines works over an encrypted connection,
// once the file of the certificate is named.
func TestWorkerEncrypted(t *testing.T) {
	dir := t.TempDir()
	cert, key := selfSigned(t, dir)
	small := []string{"train", "--game", "tictactoe", "--generations", "1", "--set", "units=4", "--plain", "--run"}
	apprentice(t, dir, "", append(small, "alone.run", "--workers", "1")...)
	train := launch(t, dir, append(small, "many.run", "--workers", "0", "--listen", "127.0.0.1:0", "--tls-cert", cert, "--tls-key", key)...)
	words := strings.Fields(train.says(t, "other machines play too"))
	for len(words) > 0 && words[0] != "worker" {
		words = words[1:]
	}
	command := strings.Replace(strings.Join(words, " "), "FILE", cert, 1)
	if !strings.Contains(command, " tls://") || !strings.Contains(command, " --tls-ca ") {
		t.Fatalf("train says to type %s", command)
	}
	launch(t, dir, strings.Fields(strings.Replace(command, " --tls-ca "+cert, "", 1))...).says(t, "--tls-ca")
	launch(t, dir, append(strings.Fields(command), "--cores", "1")...).says(t, "joined as")
	train.ends(t)
	sameNetwork(t, dir, "alone", "many")
}

// What train writes for other programs has what other machines need to join.
func TestWorkerInvitedByJSON(t *testing.T) {
	dir := t.TempDir()
	train := launch(t, dir, "train", "--game", "tictactoe", "--generations", "1", "--set", "units=4", "--json",
		"--run", "many.run", "--workers", "0", "--listen", "127.0.0.1:0", "--token", "a secret")
	line := train.says(t, `"type":"invitation"`)
	var invitation struct{ Command, Server, Token string }
	if err := json.Unmarshal([]byte(line), &invitation); err != nil {
		t.Fatalf("%v: %s", err, line)
	}
	if want := "apprentice worker --nats " + invitation.Server + " --token 'a secret'"; invitation.Command != want || invitation.Token != "a secret" {
		t.Errorf("%+v, want the command %s", invitation, want)
	}
	launch(t, dir, "worker", "--nats", invitation.Server, "--token", invitation.Token, "--cores", "1")
	train.ends(t)
}

// Files for encryption that are missing or hold something else are told of before
// there is a run.
func TestBadTLSFiles(t *testing.T) {
	dir := t.TempDir()
	cert, key := selfSigned(t, dir)
	if err := os.WriteFile(filepath.Join(dir, "text.pem"), []byte("no key\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		args []string
		says string
	}{
		{[]string{"--tls-cert", "none.pem", "--tls-key", key}, "--tls-cert: cannot read none.pem: "},
		{[]string{"--tls-cert", cert, "--tls-key", "none.key"}, "--tls-key: cannot read none.key: "},
		{[]string{"--tls-cert", cert, "--tls-key", "text.pem"}, "--tls-cert class.pem and --tls-key text.pem: "},
		{[]string{"--tls-cert", cert, "--tls-key", key, "--tls-ca", "none.pem"}, "--tls-ca: cannot read none.pem: "},
		{[]string{"--tls-cert", cert, "--tls-key", key, "--tls-ca", "text.pem"}, "--tls-ca: text.pem holds no certificate in PEM"},
	} {
		for _, command := range [][]string{
			{"train", "--game", "tictactoe", "--run", "a.run", "--listen", "127.0.0.1:0"},
			{"worker", "--nats", "tls://127.0.0.1:1"},
		} {
			c := exec.CommandContext(t.Context(), "apprentice", append(command, test.args...)...)
			c.Dir = dir
			out, err := c.CombinedOutput()
			if err == nil || !strings.Contains(string(out), "apprentice: "+test.says) {
				t.Errorf("%s %v: %v: %s; want %q", command[0], test.args, err, out, test.says)
			}
		}
	}
	if made, err := filepath.Glob(filepath.Join(dir, "a.run*")); err != nil || len(made) > 0 {
		t.Errorf("%v are made: %v", made, err)
	}
}
