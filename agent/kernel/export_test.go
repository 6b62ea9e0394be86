package kernel

import "testing"

// ForceTier makes t the tier in use until the test ends. It skips a test of a
// tier that this CPU does not have.
func ForceTier(tb testing.TB, t Tier) {
	tb.Helper()
	if t > best() {
		tb.Skipf("no %v on this CPU", t)
	}
	old := active
	active = t
	tb.Cleanup(func() { active = old })
}
