// Package lending is what lending and borrowing machines have in common: the
// flags that say how to reach a NATS server, and the token of a run.
package lending

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"apprentice/cmd/apprentice/internal/files"
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

// Connecting returns the names of the flags that mean nothing without a server.
func Connecting() []string {
	return []string{"token", "creds", "nkey", "tls-ca", "tls-cert", "tls-key"}
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
	if _, err := a.Token(); err != nil {
		return err
	}
	if err := a.checkFiles(); err != nil {
		return err
	}
	if a.URL == "" {
		return nil
	}
	for one := range strings.SplitSeq(a.URL, ",") {
		if !isServer(strings.TrimSpace(one)) {
			return fmt.Errorf("--nats: %q is no address of a server; want nats://HOST:4222 or tls://HOST:4222", one)
		}
	}
	return nil
}

// checkFiles reports files that are not there, or do not hold what they should.
func (a *Access) checkFiles() error {
	for _, file := range []struct{ flag, path string }{
		{"--creds", a.creds}, {"--nkey", a.nkey}, {"--tls-ca", a.ca}, {"--tls-cert", a.cert}, {"--tls-key", a.key},
	} {
		if file.path == "" {
			continue
		}
		text, err := files.ReadWhole(file.path, files.SmallFile)
		if err != nil {
			return fmt.Errorf("%s: %w", file.flag, err)
		}
		if file.flag == "--tls-ca" && !x509.NewCertPool().AppendCertsFromPEM(text) {
			return fmt.Errorf("--tls-ca: %s holds no certificate in PEM", a.ca)
		}
	}
	if a.cert == "" {
		return nil
	}
	if _, err := tls.LoadX509KeyPair(a.cert, a.key); err != nil {
		return fmt.Errorf("--tls-cert %s and --tls-key %s: %w", a.cert, a.key, err)
	}
	return nil
}

// isServer reports whether text can be the address of a NATS server. NATS tries
// for ever to reach what cannot.
func isServer(text string) bool {
	if !strings.Contains(text, "://") {
		text = "nats://" + text
	}
	u, err := url.Parse(text)
	if err != nil || !slices.Contains([]string{"nats", "tls", "ws", "wss"}, u.Scheme) {
		return false
	}
	host, port := u.Hostname(), u.Port()
	if host == "" || strings.Contains(host, ":") && !strings.HasPrefix(u.Host, "[") {
		return false
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return port == "" || err == nil && n > 0
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
		if a.token != "" && !isToken(a.token) {
			return "", errors.New("--token is not a secret of one line; --token @FILE reads one from a file")
		}
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

// maxToken bounds a token, in bytes: a server takes a greeting of 4096.
const maxToken = 2048

func readToken(path string) (string, error) {
	data, err := files.ReadWhole(path, files.SmallFile)
	if err != nil {
		return "", err
	}
	token := strings.TrimSpace(string(data))
	if !isToken(token) {
		return "", fmt.Errorf("%s: it does not hold a token on one line", path)
	}
	return token, nil
}

// isToken reports whether text can be a token.
func isToken(text string) bool {
	return strings.TrimSpace(text) != "" && len(text) <= maxToken && !strings.ContainsAny(text, "\n\r")
}
