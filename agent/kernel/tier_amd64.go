//go:build !noasm

package kernel

import "golang.org/x/sys/cpu"

// best returns the widest tier that CPU and operating system support.
func best() Tier {
	x := &cpu.X86
	switch {
	case x.HasAVX512F && x.HasAVX512BW && x.HasAVX512VL && x.HasAVX512VNNI && x.HasAVX2:
		return AVX512
	case x.HasAVX2:
		return AVX2
	}
	return Scalar
}
