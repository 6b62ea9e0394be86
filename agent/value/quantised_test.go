package value

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"apprentice/games"
)

// quantisedFile returns a network that has learnt something and its file of
// integers.
func quantisedFile(t testing.TB, g games.Game) (*Network, Meta, []byte) {
	t.Helper()
	meta := Meta{Game: g.Name(), InputSet: g.InputSet(), Generation: 7, Games: 12, Positions: 345, Source: strings.Repeat("ab", 32)}
	n := quantize(t, trained(ShapeOf(g, 64, 4), 5))
	n.outB[0] = -(1 << 51) - 12345 // needs all its limbs
	var b bytes.Buffer
	if _, err := WriteQuantised(&b, n, meta); err != nil {
		t.Fatal(err)
	}
	return n, meta, b.Bytes()
}

// The two files of one network play the same values.
func TestQuantisedIsFloat(t *testing.T) {
	for _, g := range testGames() {
		w := trained(ShapeOf(g, 64, 4), 3)
		meta := Meta{Game: g.Name(), InputSet: g.InputSet(), Generation: 3}
		var float, ints bytes.Buffer
		sha, err := Write(&float, w, meta)
		if err != nil {
			t.Fatal(err)
		}
		size := float.Len()
		a, metaA, err := ReadNetwork(&float)
		if err != nil {
			t.Fatal(err)
		}
		meta.Source = sha
		if _, err := WriteQuantised(&ints, a, meta); err != nil {
			t.Fatal(err)
		}
		if g.Name() == "chess" && ints.Len() > size*11/20 {
			t.Errorf("%s: %d bytes of integers, %d of floats", g.Name(), ints.Len(), size)
		}
		b, metaB, err := ReadNetwork(&ints)
		if err != nil {
			t.Fatal(err)
		}
		if metaA.Source != "" || metaB.Source != sha || metaB.Shape != metaA.Shape || metaB.Matches(g) != nil {
			t.Errorf("%s: metadata %+v and %+v", g.Name(), metaA, metaB)
		}
		positions := 0
		walk(g, newRand(9), 200, func(*games.Delta) {}, func() {}, func(pos games.Position) {
			positions++
			x, y := a.NewEvaluator(g), b.NewEvaluator(g)
			x.Reset(pos)
			y.Reset(pos)
			if got, want := y.Value(pos), x.Value(pos); got != want {
				t.Errorf("%s: value %d from integers, %d from floats", pos.FEN(), got, want)
			}
		})
		if positions < 50 {
			t.Errorf("%s: %d positions", g.Name(), positions)
		}
	}
}

func TestQuantisedRoundTrip(t *testing.T) {
	for _, g := range testGames() {
		n, meta, file := quantisedFile(t, g)
		got, gotMeta, err := ReadNetwork(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		meta.Shape = n.shape
		if diff := cmp.Diff(meta, gotMeta); diff != "" {
			t.Errorf("metadata (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(n, got, cmp.AllowUnexported(Network{})); diff != "" {
			t.Errorf("network (-want +got):\n%s", diff)
		}
		if _, _, _, err := Read(bytes.NewReader(file)); err == nil || !strings.Contains(err.Error(), "format") {
			t.Errorf("Read takes a file of integers: %v", err)
		}
	}
}

// What could overflow or does not fit is refused with words.
func TestQuantisedErrors(t *testing.T) {
	g := testGames()[0]
	_, _, file := quantisedFile(t, g)
	for i := range file {
		if _, _, err := ReadNetwork(bytes.NewReader(file[:i])); err == nil {
			t.Fatalf("%d of %d bytes are a network", i, len(file))
		}
	}
	if _, _, err := ReadNetwork(bytes.NewReader(append(bytes.Clone(file), 0))); err == nil {
		t.Error("a byte after the end")
	}
	for _, test := range []struct {
		change func(n *Network)
		want   string
	}{
		{func(n *Network) { n.outW[3] = 128 }, "weight 3 is 128"},
		{func(n *Network) { n.outW[0] = math.MinInt16 }, "weight 0 is -32768"},
		{func(n *Network) { n.outShift[2] = 5 }, "shift of bucket 2"},
		{func(n *Network) { n.outShift[1] = 255 }, "shift of bucket 1"},
		{func(n *Network) { n.outB[1] = 1<<52 + 1 }, "bias 1 is"},
		{func(n *Network) { n.outB[3] = math.MinInt64 }, "bias 3 is"},
		{func(n *Network) { n.featureW[0] = math.MaxInt16 }, "could reach"},
		{func(n *Network) { n.featureB[5] = math.MinInt16 }, "could reach"},
		{func(n *Network) { n.outShift = n.outShift[:3] }, "has 3 numbers"},
	} {
		n, meta, _ := quantisedFile(t, g)
		test.change(n)
		var b bytes.Buffer
		_, err := WriteQuantised(&b, n, meta)
		if err == nil {
			_, _, err = ReadNetwork(&b)
		}
		if !strings.Contains(fmt.Sprint(err), test.want) {
			t.Errorf("error %v, want %q in it", err, test.want)
		}
	}
	for old, new := range map[string]string{
		`"output.shift"`: `"output.sh1ft"`, `"I16"`: `"F32"`, `"shape":[4,4]`: `"shape":[16]`, `"shape":[4]`: `"shape":[9]`,
	} {
		if !bytes.Contains(file, []byte(old)) {
			t.Fatalf("no %s in the header", old)
		}
		bad := bytes.Replace(file, []byte(old), []byte(new), 1)
		if _, _, err := ReadNetwork(bytes.NewReader(bad)); err == nil {
			t.Errorf("%s in place of %s is taken", new, old)
		}
	}
}

// FuzzNetwork reads any bytes as a network of either kind.
func FuzzNetwork(f *testing.F) {
	_, _, ints := quantisedFile(f, testGames()[0])
	f.Add(ints)
	_, _, float, _ := testFile(f)
	f.Add(float)
	f.Fuzz(func(t *testing.T, file []byte) {
		n, meta, err := ReadNetwork(bytes.NewReader(file))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if _, err := WriteQuantised(&b, n, meta); err != nil {
			t.Skip(err) // metadata that is not UTF-8
		}
		again, _, err := ReadNetwork(&b)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(n, again, cmp.AllowUnexported(Network{})); diff != "" {
			t.Errorf("read again (-want +got):\n%s", diff)
		}
	})
}
