package train

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/lending"
	"apprentice/games"
	"apprentice/selfplay"
	"apprentice/selfplay/cluster"
)

// borrowing are the flags by which other machines play for the run.
type borrowing struct {
	listen string // address of a server of this process; "" for none
	audit  int
}

// borrows reports whether other machines may play for the run.
func (f *flags) borrows() bool { return f.listen != "" || f.access.URL != "" }

// spare reports whether playing is left to other machines.
func (f *flags) spare() bool { return f.players == 0 }

// checkBorrowing reports flags that make no sense.
func (f *flags) checkBorrowing() error {
	if err := cli.NeedsOneOf(f.given, []string{"listen", "nats"}, append(lending.Connecting(), "audit")...); err != nil {
		return err
	}
	switch {
	case f.listen != "" && f.access.URL != "":
		return errors.New("--listen starts a server and --nats uses one that is there; give one of them")
	case f.audit < 0:
		return fmt.Errorf("--audit is %d; it must be at least 1, or 0 for no audits", f.audit)
	case f.spare() && !f.borrows():
		return errors.New("--workers is 0, and no other machine may play: give --listen or --nats too")
	case f.listen != "" && f.access.Users():
		return errors.New("--creds and --nkey are for a server that --nats names; the one of --listen knows its workers by --token")
	case f.listen != "":
		if err := f.checkListen(); err != nil {
			return err
		}
	}
	return f.access.Check()
}

// checkListen reports what makes no sense with --listen.
func (f *flags) checkListen() error {
	_, port, err := net.SplitHostPort(f.listen)
	if err != nil {
		return fmt.Errorf("--listen is %q; want HOST:PORT, as in 0.0.0.0:4222", f.listen)
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return fmt.Errorf("--listen is %q; the port must be a number from 0 to 65535, as in 0.0.0.0:4222", f.listen)
	}
	if ca, cert, _ := f.access.TLS(); ca != "" && cert == "" {
		return errors.New("--tls-ca encrypts nothing without a certificate of this machine: give --tls-cert and --tls-key too")
	}
	return nil
}

// borrowed are the other machines of a sitting; nil where there are none.
type borrowed struct {
	*cluster.Coordinator
	server *cluster.Server
}

// close ends what borrow began.
func (b *borrowed) close() {
	if b == nil {
		return
	}
	b.Coordinator.Close()
	if b.server != nil {
		b.server.Close()
	}
}

// borrow lets other machines play for the run, and says how they join. If it
// cannot, it ends the sitting.
func (f *flags) borrow(s *sitting, g games.Game, o *selfplay.Options) (*borrowed, error) {
	if !f.borrows() {
		return nil, nil
	}
	b := new(borrowed)
	err := f.open(b, s, g)
	if err == nil {
		o.Helpers, o.Spare = b, f.spare()
		return b, nil
	}
	if b.server != nil {
		b.server.Close()
	}
	if e := s.end(err); e != nil {
		s.out.keep(e.Error())
	}
	return nil, err
}

// open starts the server of b, if there is to be one, and its coordinator.
func (f *flags) open(b *borrowed, s *sitting, g games.Game) error {
	access, err := f.access.Given()
	if err != nil {
		return err
	}
	if access.Token, err = f.access.KeptToken(f.run, f.listen != ""); err != nil {
		return err
	}
	if f.listen != "" {
		ca, cert, key := f.access.TLS()
		b.server, err = cluster.Listen(cluster.ServerOptions{
			Address: f.listen, Token: access.Token, Folder: f.run + ".streams", CA: ca, Cert: cert, Key: key, Log: s.out.keep,
		})
		if err != nil {
			return err
		}
		invitation := f.invitation(reachable(b.server.Addr()), access.Token)
		s.notice("other machines play too with: " + invitation.Command)
		if s.out.asJSON != nil {
			s.out.asJSON.invites(invitation)
		}
		access = b.server.Access()
	}
	if f.spare() {
		s.notice("--workers is 0: this machine leaves playing to others, and waits where there are none")
	}
	b.Coordinator, err = cluster.Open(context.WithoutCancel(s.ctx), cluster.Options{
		Game: g, File: s.file, Program: s.file.Program(), Access: access, Audit: f.audit, Notice: s.notice, Log: s.out.keep,
	})
	return err
}

// invitation says how other machines join.
func (f *flags) invitation(address, token string) chronicle.Invitation {
	ca, cert, _ := f.access.TLS()
	scheme, more := "nats", ""
	if cert != "" {
		scheme, more = "tls", " --tls-ca FILE"
	}
	if ca != "" {
		more += " --tls-cert FILE --tls-key FILE"
	}
	server := scheme + "://" + address
	return chronicle.Invitation{
		Command: fmt.Sprintf("%s worker --nats %s --token %s%s", console.ProgramName(), server, console.ShellWord(token), more),
		Server:  server, Token: token,
	}
}

// reachable returns an address by which other machines reach a server that
// listens on addr, as far as this one can know.
func reachable(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsUnspecified() {
		return addr
	}
	addresses, _ := net.InterfaceAddrs() // none: by name
	for _, a := range addresses {
		if n, ok := a.(*net.IPNet); ok && !n.IP.IsLoopback() && n.IP.To4() != nil {
			return net.JoinHostPort(n.IP.String(), port)
		}
	}
	name, _ := os.Hostname()
	return net.JoinHostPort(name, port)
}
