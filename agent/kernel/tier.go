package kernel

// Tier is an instruction set that the kernels are written for.
type Tier uint8

// The tiers, from the one every CPU has to the widest.
const (
	Scalar Tier = iota
	AVX2
	AVX512
)

// String returns "scalar", "avx2" or "avx512".
func (t Tier) String() string {
	switch t {
	case AVX512:
		return "avx512"
	case AVX2:
		return "avx2"
	}
	return "scalar"
}

// active is the tier in use. Nothing but a test changes it after start-up.
var active = best()

// Active returns the tier in use: the best of this CPU.
func Active() Tier { return active }
