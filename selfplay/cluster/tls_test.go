package cluster

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nkeys"
)

// authority is a certificate authority of a test, with its files.
type authority struct {
	folder string
	cert   *x509.Certificate
	key    *ecdsa.PrivateKey
	CA     string // file
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{folder: t.TempDir()}
	a.cert = &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "a test"}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	a.CA, _, a.key = a.sign(t, "ca", a.cert)
	return a
}

// sign writes a certificate and its key into files.
func (a *authority) sign(t *testing.T, name string, cert *x509.Certificate) (certFile, keyFile string, key *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	by := a.key
	if by == nil {
		by = key
	}
	der, err := x509.CreateCertificate(rand.Reader, cert, a.cert, key.Public(), by)
	must(t, err)
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	must(t, err)
	certFile, keyFile = filepath.Join(a.folder, name+".pem"), filepath.Join(a.folder, name+".key")
	must(t, os.WriteFile(certFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	must(t, os.WriteFile(keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600))
	return certFile, keyFile, key
}

// issue returns the files of a certificate for an address.
func (a *authority) issue(t *testing.T, name, address string) (cert, key string) {
	t.Helper()
	cert, key, _ = a.sign(t, name, &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.ParseIP(address)}, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	})
	return cert, key
}

// A worker plays over an encrypted connection; one that does not trust the
// server, or that the server does not trust, says what it needs.
func TestEncrypted(t *testing.T) {
	notInShort(t)
	t.Parallel() // it waits
	a := newAuthority(t)
	cert, key := a.issue(t, "server", "127.0.0.1")
	elsewhere, elsewhereKey := a.issue(t, "elsewhere", "192.0.2.1")
	mine, mineKey := a.issue(t, "laptop", "127.0.0.1")
	other := newAuthority(t)
	foreign, foreignKey := other.issue(t, "stranger", "127.0.0.1")
	plain := ServerOptions{}
	encrypts := ServerOptions{Cert: cert, Key: key}
	asks := ServerOptions{Cert: cert, Key: key, CA: a.CA}
	for _, test := range []struct {
		name   string
		server ServerOptions
		scheme string
		worker Access
		says   string // "" if it plays
	}{
		{"trusted", encrypts, "tls", Access{CA: a.CA}, ""},
		{"trusted, as the server asks for it", encrypts, "nats", Access{CA: a.CA}, ""},
		{"not trusted", encrypts, "tls", Access{}, "give the file of its authority with --tls-ca"},
		{"of another authority", encrypts, "tls", Access{CA: other.CA}, "give the file of its authority with --tls-ca"},
		{"another address", ServerOptions{Cert: elsewhere, Key: elsewhereKey}, "tls", Access{CA: a.CA}, "is for another address"},
		{"no encryption", plain, "tls", Access{CA: a.CA}, "the server does not encrypt"},
		{"both trusted", asks, "tls", Access{CA: a.CA, Cert: mine, Key: mineKey}, ""},
		{"no certificate", asks, "tls", Access{CA: a.CA}, "give it with --tls-cert and --tls-key"},
		{"a foreign certificate", asks, "tls", Access{CA: a.CA, Cert: foreign, Key: foreignKey}, "give it with --tls-cert and --tls-key"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel() // it waits
			s := listen(t, test.server)
			access := test.worker
			access.URL, access.Token = test.scheme+"://"+s.Addr(), testToken
			if test.says == "" {
				playsOver(t, s.Access(), access)
				return
			}
			w := lend(t, WorkerOptions{Access: access})
			until(t, "it says: "+test.says, func() bool { return strings.Contains(w.heard(), test.says) })
		})
	}
}

// playsOver trains a run whose games a worker plays over another connection.
func playsOver(t *testing.T, mine, yours Access) {
	t.Helper()
	r := begin(t, Options{Access: mine})
	lend(t, WorkerOptions{Access: yours})
	r.ends(t)
	if by := playersOf(t, r.f); by[""] > 0 {
		t.Errorf("units by player %v", by)
	}
}

// A server of somebody else knows its users by nkeys, or by credentials of an
// account: both ways are those of NATS.
func TestCredentials(t *testing.T) {
	notInShort(t)
	t.Parallel() // it waits
	user, err := nkeys.CreateUser()
	must(t, err)
	seed, err := user.Seed()
	must(t, err)
	public, err := user.PublicKey()
	must(t, err)
	folder := t.TempDir()

	t.Run("nkey", func(t *testing.T) {
		t.Parallel() // it waits
		file := filepath.Join(folder, "user.nk")
		must(t, os.WriteFile(file, seed, 0o600))
		url := foreignServer(t, &server.Options{Nkeys: []*server.NkeyUser{{Nkey: public}}})
		access := Access{URL: url, NKey: file}
		playsOver(t, access, access)
		wrong := lend(t, WorkerOptions{Access: Access{URL: url, Token: "T"}})
		until(t, "it says that it is refused", func() bool { return strings.Contains(wrong.heard(), "the server refuses") })
	})
	t.Run("credentials", func(t *testing.T) {
		t.Parallel() // it waits
		operator, err := nkeys.CreateOperator()
		must(t, err)
		known := &server.MemAccResolver{}
		admit := func(limits jwt.JetStreamLimits) (nkeys.KeyPair, string) {
			account, err := nkeys.CreateAccount()
			must(t, err)
			name, err := account.PublicKey()
			must(t, err)
			claims := jwt.NewAccountClaims(name)
			claims.Limits.JetStreamLimits = limits
			token, err := claims.Encode(operator)
			must(t, err)
			must(t, known.Store(name, token))
			return account, name
		}
		account, _ := admit(jwt.JetStreamLimits{MemoryStorage: jwt.NoLimit, DiskStorage: jwt.NoLimit, Streams: jwt.NoLimit, Consumer: jwt.NoLimit})
		_, system := admit(jwt.JetStreamLimits{})
		userToken, err := jwt.NewUserClaims(public).Encode(account)
		must(t, err)
		creds, err := jwt.FormatUserConfig(userToken, seed)
		must(t, err)
		file := filepath.Join(folder, "user.creds")
		must(t, os.WriteFile(file, creds, 0o600))
		operatorKey, err := operator.PublicKey()
		must(t, err)
		access := Access{Creds: file, URL: foreignServer(t, &server.Options{TrustedKeys: []string{operatorKey}, AccountResolver: known, SystemAccount: system})}
		playsOver(t, access, access)
	})
	t.Run("no such file", func(t *testing.T) {
		t.Parallel() // it waits
		for _, access := range []Access{{NKey: "none.nk"}, {Creds: "none.creds"}, {CA: "none.pem"}, {Cert: "none.pem", Key: "none.key"}} {
			access.URL = "nats://127.0.0.1:1"
			if err := lend(t, WorkerOptions{Access: access}).wait(); err == nil || !strings.Contains(err.Error(), "none.") {
				t.Errorf("%+v: error %v, want one that names the file", access, err)
			}
		}
	})
}

// foreignServer starts a server with JetStream that is not of this package and
// returns its address.
func foreignServer(t *testing.T, o *server.Options) (url string) {
	t.Helper()
	o.Host, o.Port, o.JetStream, o.StoreDir, o.NoSigs, o.NoLog = "127.0.0.1", server.RANDOM_PORT, true, t.TempDir(), true, true
	s, err := server.NewServer(o)
	must(t, err)
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(startPatience) {
		t.Fatal("the server does not start")
	}
	return s.ClientURL()
}
