package archive

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/games"
	"apprentice/games/record"
	"apprentice/selfplay/run"
)

// showFlags are the flags of the games show command.
type showFlags struct {
	runFlags
	style cli.StyleFlags
	game  cli.GameFlag
}

// bareNumber matches what names a game and no file.
var bareNumber = regexp.MustCompile(`^[0-9]+$`)

func newShow() *cobra.Command {
	var f showFlags
	cmd := &cobra.Command{
		Use:   "show {--run FILE --index N | FILE.pgn}",
		Short: "Show one game of a run, or the games of a PGN file, as PGN",
		Long: `Show writes one game of a run as PGN. It also reads the games of a PGN file, as
this and other programs write it, and writes them again in the notation of your
choice. A file that does not say how it numbers ranks is read the way in which its
games make sense, or as --ranks says. Text may be in UTF-8, UTF-16, GBK,
GB18030, Big5 or Windows-1252. A game that cannot be read is reported with its
number and line, and the others are read.`,
		Example: `  apprentice games show --run chess.run --index 7
  apprentice games show --game xiangqi --notation iccs club.pgn`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 && bareNumber.MatchString(args[1]) {
				return strayNumber(args[1])
			}
			if len(args) > 1 {
				return fmt.Errorf("unexpected argument %q; show takes one PGN file", args[1])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			given := cmd.Flags().Changed
			if len(args) == 1 && f.path == "" && run.IsDatabase(args[0]) {
				if f.index < 0 {
					return fmt.Errorf("%s is a run; name a game of it with --index N", args[0])
				}
				f.path, args = args[0], nil // a run stands for --run
			}
			switch {
			case len(args) == 0 && f.path == "":
				return errors.New("name a run with --run, or a PGN file")
			case len(args) == 0 && given("game"):
				return errors.New("--game is for a PGN file; a run knows its game")
			case len(args) == 0:
				return f.ofRun(cmd.Context(), cmd.OutOrStdout())
			case f.path != "" && bareNumber.MatchString(args[0]):
				return strayNumber(args[0])
			case f.path != "" || given("generation"):
				return errors.New("--run and --generation make no sense with a PGN file")
			}
			return f.ofFile(cmd.Context(), args[0], cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f.addOptional(cmd)
	f.addIndex(cmd, "number of the game: in its generation, or in the file, counted from 1 (default all of the file)")
	f.game.Add(cmd)
	f.style.AddNotation(cmd)
	f.style.AddRanks(cmd)
	return cmd
}

// strayNumber is the error of a number that stands alone.
func strayNumber(arg string) error {
	return fmt.Errorf("unexpected argument %q; name a game of a run with --index %s", arg, arg)
}

// ofRun writes a game of a run.
func (f *showFlags) ofRun(ctx context.Context, out io.Writer) error {
	if f.index < 0 {
		return errors.New("name a game with --index")
	}
	return f.each(ctx, func(g games.Game, file *run.File, played *record.Game) error {
		written, err := f.style.Written(g)
		if err != nil {
			return err
		}
		return record.WriteStyledPGN(out, g, named(played), selfplayTags(file), written)
	})
}

// gameHint says with which --game a game can be read that was refused as one of
// another game; "" for none.
func gameHint(played *record.PGNGame, err error) string {
	if !errors.Is(err, record.ErrVariant) {
		return ""
	}
	other, unknown := catalog.Lookup(strings.TrimSpace(played.Tag("Variant")))
	if unknown != nil {
		return ""
	}
	return "; --game " + other.Name() + " reads it"
}

// ofFile writes games of a PGN file, and complains of those that cannot be read.
func (f *showFlags) ofFile(ctx context.Context, path string, to, complaints io.Writer) error {
	g, err := f.game.Game()
	if err != nil {
		return err
	}
	written, typed, err := f.style.Of(g)
	if err != nil {
		return err
	}
	file, err := files.Open(ctx, path)
	if err != nil {
		return err
	}
	defer file.Close()
	out := bufio.NewWriter(to)
	found, bad := 0, 0
	read := record.ReadPGN(file, g)
	if f.style.Ranks != "" {
		read = record.ReadStyledPGN(file, g, typed)
	}
	for played, err := range read {
		if ctx.Err() != nil {
			return console.Stopped(ctx, ctx.Err())
		}
		if f.index >= 0 && int64(played.Number) != f.index {
			continue
		}
		found++
		if err != nil {
			bad++
			fmt.Fprintln(complaints, printable.Text(printable.Short(fmt.Sprintf("%s: %v%s", path, err, gameHint(&played, err)))))
			continue
		}
		if err := record.WriteStyledPGN(out, played.Rules, &played.Game, played.Remarks(), written); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return f.verdict(path, found, bad)
}

// verdict returns what is wrong with a PGN file in which the given numbers of
// games were found and could not be read.
func (f *showFlags) verdict(path string, found, bad int) error {
	switch {
	case found == 0 && f.index >= 0:
		return fmt.Errorf("%s: no game %d", path, f.index)
	case found == 0:
		return fmt.Errorf("%s: no games", path)
	case bad > 0:
		return console.Problem(fmt.Sprintf("%s: %d of %s cannot be read", path, bad, console.Plural(found, "game")))
	}
	return nil
}
