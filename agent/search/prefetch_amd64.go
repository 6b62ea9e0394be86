//go:build !noasm

package search

// prefetch loads a bucket into the cache without waiting for it.
//
//go:noescape
func prefetch(p *bucket)
