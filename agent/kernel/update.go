package kernel

import (
	"unsafe"

	"apprentice/games"
)

// Update is
//
//	n := len(dst) / 2
//	for view := range 2 {
//		for i := range n {
//			x := src[view*n+i]
//			for _, r := range d.Added[view][:d.NumAdded] {
//				x += weights[int(r)*n+i]
//			}
//			for _, r := range d.Removed[view][:d.NumRemoved] {
//				x -= weights[int(r)*n+i]
//			}
//			dst[view*n+i] = x
//		}
//	}
//
// It is the step of an accumulator of both views, one after the other in dst
// and in src, over the delta of one move, in one call. The weights are those
// of SumRows. A view that d marks for Refresh must be rebuilt afterwards: its
// values here mean nothing.
func Update(dst, src, weights []int16, d *games.Delta) {
	n := len(dst) / 2
	if len(src) != len(dst) || n%Lanes16 != 0 || n*2 != len(dst) {
		panic(badLength("Update (two views)", Lanes16, len(dst), len(src)))
	}
	a, r := &d.Added, &d.Removed
	switch {
	case active == Scalar:
		updateScalar(dst, src, weights, d)
	case d.NumAdded == 1 && d.NumRemoved == 1:
		checkRow("Update", len(weights), n, max(a[0][0], a[1][0], r[0][0], r[1][0]))
		update11(unsafe.SliceData(dst), unsafe.SliceData(src), unsafe.SliceData(weights),
			(*uint16)(&a[0][0]), (*uint16)(&r[0][0]), n)
	case d.NumAdded == 1 && d.NumRemoved == 2:
		checkRow("Update", len(weights), n, max(a[0][0], a[1][0], r[0][0], r[1][0], r[0][1], r[1][1]))
		update12(unsafe.SliceData(dst), unsafe.SliceData(src), unsafe.SliceData(weights),
			(*uint16)(&a[0][0]), (*uint16)(&r[0][0]), n)
	default:
		updateRows(dst, src, weights, d)
	}
}

// The assembly of Update knows how far the views of a delta lie apart.
var _ = [1]struct{}{games.MaxDelta - 4: {}}

// updateRows is Update, row after row, for the deltas that moves rarely have.
func updateRows(dst, src, weights []int16, d *games.Delta) {
	n := len(dst) / 2
	copy(dst, src)
	for view := range 2 {
		dst := dst[view*n:][:n]
		for _, r := range d.Added[view][:d.NumAdded] {
			checkRow("Update", len(weights), n, r)
			Add(dst, dst, weights[int(r)*n:][:n])
		}
		for _, r := range d.Removed[view][:d.NumRemoved] {
			checkRow("Update", len(weights), n, r)
			Sub(dst, dst, weights[int(r)*n:][:n])
		}
	}
}
