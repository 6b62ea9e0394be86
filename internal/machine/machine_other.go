//go:build !linux && !darwin && !freebsd && !windows

package machine

import "time"

// Memory reports ErrUnsupported.
func Memory() (total, available int64, err error) { return 0, 0, ErrUnsupported }

// RSS reports ErrUnsupported.
func RSS() (int64, error) { return 0, ErrUnsupported }

// Disk reports ErrUnsupported.
func Disk(string) (free int64, err error) { return 0, ErrUnsupported }

// Usage reports ErrUnsupported.
func Usage() (time.Duration, error) { return 0, ErrUnsupported }

// Nice reports ErrUnsupported.
func Nice(int) error { return ErrUnsupported }
