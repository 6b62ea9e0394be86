package curve

import (
	"cmp"
	"slices"
)

// placed is a name next to a chart.
type placed struct {
	series int
	want   float64 // height at which the line ends
	at     float64 // height of the name
	end    float64 // where the line ends along the X axis
}

// spread moves names apart until neighbours are at least gap away from each
// other, as little as possible, and keeps them within low and high if they fit.
// Names of the same height stay in the order of their series.
func spread(names []placed, gap, low, high float64) {
	slices.SortStableFunc(names, func(a, b placed) int { return -cmp.Compare(a.want, b.want) })
	// Clusters of names that touch are centred on the heights that their members
	// want; a cluster that grows into the next one is merged with it.
	type cluster struct{ first, last int }
	var clusters []cluster
	top := func(c cluster) float64 {
		sum := 0.0
		for i := c.first; i <= c.last; i++ {
			sum += names[i].want
		}
		n := float64(c.last - c.first)
		middle := sum / (n + 1)
		return max(min(middle+n*gap/2, high), low+n*gap)
	}
	for i := range names {
		clusters = append(clusters, cluster{i, i})
		for len(clusters) > 1 {
			a, b := clusters[len(clusters)-2], clusters[len(clusters)-1]
			bottom := top(a) - float64(a.last-a.first)*gap
			if bottom-top(b) >= gap {
				break
			}
			clusters = append(clusters[:len(clusters)-2], cluster{a.first, b.last})
		}
	}
	for _, c := range clusters {
		for i := c.first; i <= c.last; i++ {
			names[i].at = top(c) - float64(i-c.first)*gap
		}
	}
}
