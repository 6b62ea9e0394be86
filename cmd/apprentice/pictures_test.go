//go:build unix

package main

import (
	"bytes"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"apprentice/cmd/apprentice/internal/clitest"
)

// Flags that draw the pictures of the documentation anew. With a run, which is
// copied, the pictures of training do not have to wait for one.
var (
	drawPictures = flag.Bool("pictures", false, "draw the pictures of the screens anew")
	pictureRun   = flag.String("picture-run", "", "a run of chess to go on with in the pictures (default: a new one)")
)

// pictures is the folder of the pictures.
const pictures = "../../docs/pictures"

// pictureNames are the screens that have pictures.
var pictureNames = []string{"play-chess", "play-xiangqi", "train", "watch"}

// TestPictures checks that the pictures of the screens are there and sound, and
// draws them anew if the flag says so: from the program, in a terminal.
func TestPictures(t *testing.T) {
	if *drawPictures {
		playPicture(t, "play-chess", []string{"--nodes", "20000"}, "e4", "Nf3", "Bc4", "d3")
		playPicture(t, "play-xiangqi", []string{"--game", "xiangqi", "--nodes", "20000"}, "C2=5", "H2+3", "R1=2")
		trainPictures(t)
	}
	for _, name := range pictureNames {
		blob, err := os.ReadFile(filepath.Join(pictures, name+".svg"))
		if err != nil {
			t.Error(err)
			continue
		}
		for d := xml.NewDecoder(bytes.NewReader(blob)); ; {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Errorf("%s: %v", name, err)
				break
			}
		}
	}
}

// pictureWindow opens a window for a picture.
func pictureWindow(t *testing.T, home string, args ...string) *clitest.Window {
	return clitest.OpenSized(t, 120, 36, home, []string{"COLORTERM=truecolor"}, args...)
}

// keepPicture writes a picture.
func keepPicture(t *testing.T, w *clitest.Window, name string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(pictures, name+".svg"), w.Picture(), 0o666); err != nil {
		t.Fatal(err)
	}
}

// playPicture draws a game after some moves, with hints.
func playPicture(t *testing.T, name string, args []string, moves ...string) {
	w := pictureWindow(t, t.TempDir(), append([]string{"play"}, args...)...)
	w.Shows("1. ")
	turn := strings.Fields(w.Text()[strings.Index(w.Text(), "1. "):])[1] // White, say
	for i, move := range moves {
		w.Types(move + "\r")
		w.Shows(string(rune('2'+i)) + ". " + turn)
	}
	w.Types("\x1bOQ") // F2
	w.Until(clitest.Deadline, "three hints", func(screen string) bool {
		return strings.Contains(screen, "\n") && strings.Count(screen, " %  ") >= 1 && strings.Contains(screen, "3 ")
	})
	time.Sleep(time.Second) // for the rest of the frame; nothing is checked
	keepPicture(t, w, name)
}

// trainPictures draws a run that learns, and one that is watched.
func trainPictures(t *testing.T) {
	const patience = 20 * time.Minute
	home := t.TempDir()
	if *pictureRun != "" {
		apprentice(t, home, "", "games", "copy", "--run", *pictureRun, "--out", filepath.Join(home, "chess.run"))
	}
	w := pictureWindow(t, home, "train", "--for", "15m", "--nice", "5")
	w.Until(patience, "a fourth generation that plays", func(screen string) bool {
		return strings.Contains(screen, "plays against itself") && strings.Contains(screen, "games/s") &&
			!strings.Contains(screen, "generation 1 plays") && !strings.Contains(screen, "generation 2 plays") && !strings.Contains(screen, "generation 3 plays") &&
			strings.Contains(screen, "expects")
	})
	keepPicture(t, w, "train")
	look := pictureWindow(t, home, "watch", "chess.run")
	look.Shows("games/s")
	look.Types("6")
	look.Until(clitest.Deadline, "two games", func(screen string) bool { return strings.Count(screen, "expects") == 2 })
	look.Until(clitest.Deadline, "some moves", func(screen string) bool { return strings.Contains(screen, "move 24 of") })
	keepPicture(t, look, "watch")
	look.Types("q")
	look.Ends(0)
	w.Types("ss")
	w.Ends(0)
}
