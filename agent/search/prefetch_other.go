//go:build !amd64 || noasm

package search

func prefetch(*bucket) {}
