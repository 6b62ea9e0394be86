// Package lending is what lending and borrowing machines have in common: the
// flags that say how to reach a NATS server, and the token of a run.
package lending

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"apprentice/selfplay/cluster"
)

// Access are the flags that say how to reach a server.
type Access struct {
	URL   string
	token string // as it was given
	creds string
	nkey  string
	ca    string
	cert  string
	key   string
}

// Add adds the flags. url says what the server is for.
func (a *Access) Add(flags *pflag.FlagSet, url string) {
	flags.StringVar(&a.URL, "nats", "", url)
	flags.StringVar(&a.token, "token", "", "the secret of the server; @FILE reads it from a file")
	flags.StringVar(&a.creds, "creds", "", "file of NATS user credentials")
	flags.StringVar(&a.nkey, "nkey", "", "file of the seed of a NATS nkey")
	flags.StringVar(&a.ca, "tls-ca", "", "file of the certificates to trust for TLS (default the system's)")
	flags.StringVar(&a.cert, "tls-cert", "", "file of the own certificate for TLS")
	flags.StringVar(&a.key, "tls-key", "", "file of the key of --tls-cert")
}

// Check reports flags that make no sense.
func (a *Access) Check() error {
	if (a.cert == "") != (a.key == "") {
		return errors.New("--tls-cert and --tls-key belong together")
	}
	return nil
}

// Given returns what the flags say.
func (a *Access) Given() (cluster.Access, error) {
	token, err := a.Token()
	return cluster.Access{URL: a.URL, Token: token, Creds: a.creds, NKey: a.nkey, CA: a.ca, Cert: a.cert, Key: a.key}, err
}

// Users reports whether the flags name a user of a server that knows several.
func (a *Access) Users() bool { return a.creds != "" || a.nkey != "" }

// TLS returns the files for a server of this process.
func (a *Access) TLS() (ca, cert, key string) { return a.ca, a.cert, a.key }

// Token returns the token that was given, "" for none.
func (a *Access) Token() (string, error) {
	path, isFile := strings.CutPrefix(a.token, "@")
	if !isFile {
		return a.token, nil
	}
	token, err := readToken(path)
	if err != nil {
		return "", fmt.Errorf("--token: %w", err)
	}
	return token, nil
}

// KeptToken returns the token of a run: the one that was given, which is kept
// from now on; or the one that is kept beside the run; or, with make, a new one.
func (a *Access) KeptToken(runPath string, make bool) (string, error) {
	path := runPath + ".token"
	given, err := a.Token()
	if err != nil {
		return "", err
	}
	kept, err := readToken(path)
	switch {
	case err == nil && (given == "" || given == kept):
		return kept, nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return "", err
	case given == "" && !make:
		return "", nil
	case given == "":
		given = cluster.NewToken()
	}
	return given, os.WriteFile(path, []byte(given+"\n"), 0o600)
}

// maxToken bounds a file of a token, in bytes.
const maxToken = 4096

func readToken(path string) (string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	token := strings.TrimSpace(string(data))
	if token == "" || len(token) > maxToken || strings.ContainsAny(token, "\n\r") {
		return "", fmt.Errorf("%s: it does not hold a token on one line", path)
	}
	return token, nil
}
