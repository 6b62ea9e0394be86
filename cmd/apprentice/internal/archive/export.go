package archive

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/games"
	"apprentice/games/record"
	"apprentice/selfplay/run"
)

func newExport() *cobra.Command {
	var f runFlags
	var style cli.StyleFlags
	var path string
	cmd := &cobra.Command{
		Use:   "export --run FILE --out FILE.pgn",
		Short: "Write the games of a generation as PGN",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.outTo(path).Check(); err != nil {
				return err
			}
			export := func(to io.Writer) error {
				out := bufio.NewWriter(to)
				if err := f.each(cmd.Context(), func(g games.Game, file *run.File, played *record.Game) error {
					written, err := style.Written(g)
					if err != nil {
						return err
					}
					return record.WriteStyledPGN(out, g, named(played), selfplayTags(file), written)
				}); err != nil {
					return err
				}
				return out.Flush()
			}
			if path == "" || path == console.StandardOutput {
				return export(cmd.OutOrStdout())
			}
			return writeAlone(cmd.Context(), path, export)
		},
	}
	f.add(cmd)
	f.addIndex(cmd, "only this game")
	style.AddNotation(cmd)
	style.AddRanks(cmd)
	cmd.Flags().StringVar(&path, "out", "", "the PGN file (default standard output)")
	return cmd
}

func newNetwork() *cobra.Command {
	var f runFlags
	var path string
	cmd := &cobra.Command{
		Use:   "network --run FILE --out FILE.safetensors",
		Short: "Write the network of a generation as a network file",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := namedOut(path, "the network file"); err != nil {
				return err
			}
			if err := f.outTo(path).Check(); err != nil {
				return err
			}
			blob, number, err := player.GenerationBlob(f.path, f.generation)
			if err != nil {
				return err
			}
			if err := writeAlone(cmd.Context(), path, files.Content(blob)); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: generation %d of %s, sha256 %s\n", printable.Text(path), number, printable.Text(f.path), run.Sum(blob))
			return err
		},
	}
	f.add(cmd)
	cmd.Flags().StringVar(&path, "out", "", "the network file")
	return cmd
}

// namedOut returns an error unless --out names a file, which is to be what is said.
func namedOut(path, what string) error {
	if path == "" {
		return fmt.Errorf("name %s with --out", what)
	}
	return files.Use{By: "--out", Path: path}.NeedsFile()
}

// writeAlone writes a file as files.Write does, and refuses to while another process
// writes the same one. A pipe or a device has any number of writers.
func writeAlone(ctx context.Context, path string, write func(io.Writer) error) error {
	if info, err := os.Stat(path); err != nil || info.Mode().IsRegular() {
		lock, err := files.Lock(path)
		if err != nil {
			return err
		}
		defer lock.Release()
	}
	return files.Write(ctx, path, write)
}

// named returns the game with the names of its players filled in.
func named(played *record.Game) *record.Game {
	named := played.Clone()
	name := fmt.Sprintf("generation %d", played.Generation-1)
	named.First, named.Second = name, name
	return &named
}

// selfplayTags are the PGN tags of a self-play game.
func selfplayTags(file *run.File) []record.Tag {
	return []record.Tag{
		{Name: "Event", Value: "self-play"},
		{Name: "Date", Value: file.Config().Created.Format("2006.01.02")},
	}
}
