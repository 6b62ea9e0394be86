package learn

import "apprentice/games"

// mirrored returns what each feature of the own set of g is in the mirror image of a
// position, nil if samples are to be seen as they are.
func (o *Options) mirrored(g games.Game) []games.Feature {
	m, ok := g.(games.Mirrored)
	if !ok || !o.Mirror {
		return nil
	}
	table := make([]games.Feature, g.NumFeatures())
	for f := range table {
		table[f] = m.Mirror(games.Feature(f))
	}
	return table
}

// inMirror reports whether a sample of a bucket is seen as in a mirror in an epoch: of
// two in a row one is, and the other one in the next epoch.
func inMirror(number, epoch int) bool { return (number+epoch)%2 != 0 }
