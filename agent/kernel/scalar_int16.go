package kernel

import "apprentice/games"

func addSubScalar(dst, src, add, sub []int16) {
	src, add, sub = src[:len(dst)], add[:len(dst)], sub[:len(dst)]
	for i := range dst {
		dst[i] = src[i] + add[i] - sub[i]
	}
}

func addSubSubScalar(dst, src, add, sub1, sub2 []int16) {
	src, add, sub1, sub2 = src[:len(dst)], add[:len(dst)], sub1[:len(dst)], sub2[:len(dst)]
	for i := range dst {
		dst[i] = src[i] + add[i] - sub1[i] - sub2[i]
	}
}

func addAddSubSubScalar(dst, src, add1, add2, sub1, sub2 []int16) {
	src, add1, add2, sub1, sub2 = src[:len(dst)], add1[:len(dst)], add2[:len(dst)], sub1[:len(dst)], sub2[:len(dst)]
	for i := range dst {
		dst[i] = src[i] + add1[i] + add2[i] - sub1[i] - sub2[i]
	}
}

func addScalar(dst, src, row []int16) {
	src, row = src[:len(dst)], row[:len(dst)]
	for i := range dst {
		dst[i] = src[i] + row[i]
	}
}

func subScalar(dst, src, row []int16) {
	src, row = src[:len(dst)], row[:len(dst)]
	for i := range dst {
		dst[i] = src[i] - row[i]
	}
}

func sumRowsScalar(dst, bias, weights []int16, rows []games.Feature) {
	copy(dst, bias)
	for _, r := range rows {
		addScalar(dst, dst, weights[int(r)*len(dst):][:len(dst)])
	}
}

func updateScalar(dst, src, weights []int16, d *games.Delta) {
	n := len(dst) / 2
	for view := range 2 {
		dst := dst[view*n:][:n]
		copy(dst, src[view*n:])
		for _, r := range d.Added[view][:d.NumAdded] {
			checkRow("Update", len(weights), n, r)
			addScalar(dst, dst, weights[int(r)*n:][:n])
		}
		for _, r := range d.Removed[view][:d.NumRemoved] {
			checkRow("Update", len(weights), n, r)
			subScalar(dst, dst, weights[int(r)*n:][:n])
		}
	}
}

func screluDotScalar(acc, w []int16) int64 {
	w = w[:len(acc)]
	var sum int64
	for i, a := range acc {
		c := int64(min(max(a, 0), 255))
		sum += c * c * int64(w[i])
	}
	return sum
}

func screluDotPairScalar(us, them, w []int16) int64 {
	return screluDotScalar(us, w[:len(us)]) + screluDotScalar(them, w[len(us):])
}
