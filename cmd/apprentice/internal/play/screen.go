package play

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/board"
	"apprentice/cmd/apprentice/internal/boardview"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/gameplay"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/cmd/apprentice/internal/playscreen"
	"apprentice/cmd/apprentice/internal/settings"
	"apprentice/cmd/apprentice/internal/thinker"
	"apprentice/games"
	"apprentice/games/record"
)

// prepared is a game that can begin.
type prepared struct {
	game         games.Game
	look         board.Look
	shown, typed games.Style
	limits       search.Limits
}

// movePace is what a move of two players takes at least, so that one can follow.
const movePace = 500 * time.Millisecond

// screen plays on the full screen.
func (f *flags) screen(ctx context.Context, in io.Reader, out io.Writer, p prepared) error {
	who := opponents{p.game}
	control, err := gameplay.ParseControl(f.control)
	if err != nil {
		return fmt.Errorf("--tc: %w", err)
	}
	o := playscreen.Options{
		Game: p.game, Look: p.look, Shown: p.shown, Typed: p.typed,
		Start: f.fen, Limits: p.limits, Control: control,
		Opponents: who.all(), Find: who.find,
		Folder: settings.StateFolder(os.Getenv), PGN: f.pgn,
		SavePGN:  saver(p.shown),
		LoadPGN:  func(path string) ([]record.PGNGame, error) { return loadGames(path, p.game) },
		Settings: f.settings, Keep: keepSetting,
		Flip: f.flip, ASCII: f.ascii, Colors: boardview.Mono, Dark: true,
		Pace: movePace,
	}
	if err := f.seats(&o, who); err != nil {
		return err
	}
	against := ""
	for _, seat := range o.Seats {
		if seat != nil {
			against = seat.Spec
		}
	}
	o.Analyst = func() (thinker.Analyst, error) { return who.analyst(against) }
	if o.Greeting == "" {
		o.Greeting = f.greeting(who)
	}
	if err := f.begin(&o); err != nil {
		return err
	}
	if err := playscreen.Run(ctx, o, in, out); err != nil || ctx.Err() != nil {
		return err
	}
	return farewell(out, o)
}

// farewell says where the games are that were played.
func farewell(out io.Writer, o playscreen.Options) error {
	if o.Folder == "" {
		return nil
	}
	text := ""
	if _, err := os.Stat(filepath.Join(o.Folder, playscreen.Archive)); err == nil {
		text = "Finished games are in " + filepath.Join(o.Folder, playscreen.Archive) + "."
	}
	for _, u := range gameplay.ListUnfinished(o.Folder, catalog.Lookup) {
		if u.Game.Rules().Name() == o.Game.Name() {
			text = fmt.Sprintf("The game is kept; %s play%s continues it.", console.ProgramName(), gameFlag(o.Game))
		}
	}
	return console.TerminalOf(out).Paragraph(text)
}

// gameFlag is the flag that chooses a game; "" for the default.
func gameFlag(g games.Game) string {
	if g.Name() == catalog.Default().Name() {
		return ""
	}
	return " --game " + g.Name()
}

// fallback plays games of which there is no network.
const fallback = "material:2"

// seats says who plays on which side.
func (f *flags) seats(o *playscreen.Options, who opponents) error {
	if f.side == "both" {
		return nil
	}
	found, err := who.chosen(f)
	if errors.Is(err, player.ErrNoNetwork) { // somebody plays all the same
		if found, err = who.find(fallback); err == nil {
			o.Greeting = fmt.Sprintf("%s plays, since no networks of %s ship. Train one: %[3]s train --game %[2]s --for 5m", found.Name, o.Game.Name(), console.ProgramName())
		}
	}
	if err != nil {
		return err
	}
	if path, ok := who.run(); ok && f.against == "" && found.Spec == "gen:last@"+path {
		f.took = f.took || f.opponent.Run == "" // since no networks of the game ship
	}
	if f.side == "none" {
		o.Seats = [2]*playscreen.Opponent{&found, &found}
		return nil
	}
	side, err := parseSide(f.side, o.Look)
	if err != nil {
		return err
	}
	o.Seats[side.Other()] = &found
	return nil
}

// begin says with which game the screen begins: one of a file, or a new one
// unless an earlier one is to be continued.
func (f *flags) begin(o *playscreen.Options) error {
	if f.load == "" {
		if f.fen == "" && o.Folder != "" {
			if err := tidy(o.Folder); err != nil {
				o.Greeting = fmt.Sprintf("An earlier game could not be kept: %v.", err)
			}
			o.Unfinished = gameplay.ListUnfinished(o.Folder, catalog.Lookup)
		}
		return nil
	}
	list, err := loadGames(f.load, o.Game)
	if err != nil {
		return err
	}
	var names [2]string
	for side, seat := range o.Seats {
		names[side] = "you"
		if seat != nil {
			names[side] = seat.Name
		}
	}
	o.First, err = gameplay.Continue(o.Game, &list[0].Game, f.ply, names, o.Control, time.Now())
	if err == nil && len(list) > 1 {
		o.Greeting = fmt.Sprintf("This is the first of %d games of %s; load %[2]s shows all.", len(list), f.load)
	}
	return err
}

// tidy keeps games that ended at the very moment at which their program did.
func tidy(folder string) error {
	return gameplay.Tidy(folder, filepath.Join(folder, playscreen.Archive), catalog.Lookup, (&cli.StyleFlags{}).Written)
}

// saver returns a function that puts a game into a PGN file, in the place of what
// the file has of it.
func saver(style games.Style) func(path string, g *gameplay.Game) error {
	saved := map[string]*files.Game{} // by file and game
	return func(path string, g *gameplay.Game) error {
		var b bytes.Buffer
		r := g.Record()
		if err := record.WriteStyledPGN(&b, g.Rules(), &r, g.Tags(), style); err != nil {
			return err
		}
		key := path + "\x00" + g.ID()
		if saved[key] == nil {
			game, ok := files.NewGame(path, g.ID())
			if !ok {
				return files.AppendPGN(path, b.Bytes())
			}
			saved[key] = game
		}
		return saved[key].Put(b.Bytes())
	}
}

// mostBytes is how large a file of games may be that is read at once.
const mostBytes = 64 << 20

// loadGames reads the games of a PGN file, at least one. A file that begins with
// a FEN is a game without moves from there.
func loadGames(path string, g games.Game) ([]record.PGNGame, error) {
	blob, err := files.ReadWhole(path, mostBytes)
	if err != nil {
		return nil, err
	}
	line, _, _ := strings.Cut(strings.TrimSpace(string(blob)), "\n")
	if pos, err := games.ReadFEN(g, strings.TrimSpace(line)); err == nil {
		if _, err := games.ReadOwnFEN(g, strings.TrimSpace(line)); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		return []record.PGNGame{{Game: record.Game{Start: pos.FEN()}, Rules: g, Number: 1}}, nil
	}
	var list []record.PGNGame
	var wrong error
	for game, err := range record.ReadPGN(bytes.NewReader(blob), g) {
		if err != nil && wrong == nil {
			wrong = fmt.Errorf("%s: %w", path, err)
		}
		if game.Rules != nil && game.Rules.Name() == g.Name() && (err == nil || len(game.Plies) > 0) {
			list = append(list, game)
		}
	}
	switch {
	case len(list) > 0:
		return list, nil
	case wrong != nil:
		return nil, wrong
	}
	return nil, fmt.Errorf("there is no game of %s in %s", g.Name(), path)
}
