package xiangqi

import "testing"

// TestProtectors plays lines that depend on whether a piece is really
// protected. Each false protector stands beside a real one.
func TestProtectors(t *testing.T) {
	testCycles(t, []cycle{
		{"a general that would face the other one", "3nk4/9/9/9/9/9/9/2R6/9/3K5 w - - 0 1", "c2d2 d9c7 d2c2 c7d9", chaser},
		{"a general that would not", "3nk4/9/9/9/9/9/9/2R6/9/5K3 w - - 0 1", "c2d2 d9c7 d2c2 c7d9", draw},
		{"a general that would not, with a piece between", "3nk4/9/9/9/9/9/9/2R6/3N5/3K5 w - - 0 1",
			"c2d2 d9c7 d2c2 c7d9", draw},
		{"a general that would stand beside a soldier", "2Pnk4/9/9/9/9/9/9/2R6/9/5K3 w - - 0 1", "c2d2 d9c7 d2c2 c7d9", chaser},
		{"a general the capture itself lays open", "5k3/9/9/9/9/9/9/9/9/3NK1cr1 w - - 0 1", "d0c2 h0h2 c2d0 h2h0", chasee},
		{"a general, once a chariot backs the cannon", "4k1CR1/9/4n4/9/9/9/9/9/9/5K3 w - - 0 1", "h9h7 e7d9 h7h9 d9e7", chaser},

		{"a horse between the generals", "4k4/9/9/4n4/6c2/9/9/7R1/9/4K4 w - - 0 1", "h2g2 g5h5 g2h2 h5g5", chaser},
		{"a horse beside them", "4k4/9/9/4n4/6c2/9/9/7R1/9/3K5 w - - 0 1", "h2g2 g5h5 g2h2 h5g5", draw},
		{"two horses between the generals, one of which takes", "4k4/9/9/9/4n4/9/5C3/9/4N4/4K4 w - - 0 1",
			"e1g0 e9f9 g0e1 f9e9", chasee},
		{"the general steps between file and cannon", "4k4/9/4n4/9/3c5/9/4N4/9/9/3K5 w - - 0 1", "d0e0 e7c8 e0d0 c8e7", chaser},
		{"an advisor pinned by a cannon", "4k4/4a4/3n5/4p4/9/9/4C4/2R6/9/5K3 w - - 0 1", "c2d2 d7c5 d2c2 c5d7", chaser},
		{"an advisor that is not", "4k4/4a4/3n5/4p4/9/9/9/2R6/9/5K3 w - - 0 1", "c2d2 d7c5 d2c2 c5d7", draw},
		{"an advisor pinned on one file after the other", "4k4/4a4/4bn3/9/5R3/5C3/9/9/9/4K4 w - - 0 1",
			"f4e4 e9f9 e4f4 f9e9", chaser},
		{"a horse pinned by a chariot", "9/4k4/9/4n4/6c2/9/4R4/7R1/9/3K5 w - - 0 1", "h2g2 g5h5 g2h2 h5g5", chaser},
		{"an advisor on the leg of a horse", "3k5/4aN3/5n3/9/9/9/9/6R2/9/4K4 w - - 0 1", "g2f2 f7g5 f2g2 g5f7", chaser},
		{"an advisor with no horse beside it", "3k5/4a4/5n3/9/9/9/9/6R2/9/4K4 w - - 0 1", "g2f2 f7g5 f2g2 g5f7", draw},

		{"a cannon whose screen captures", "3k5/9/9/2n6/9/1R7/9/9/2c6/4K4 w - - 0 1", "b4c4 c6b8 c4b4 b8c6", chaser},
		{"a cannon with a screen of its own", "3k5/9/9/2n6/9/1R7/2p6/9/2c6/4K4 w - - 0 1", "b4c4 c6b8 c4b4 b8c6", draw},
		{"a cannon with the screen of its own and the attacker", "3k5/9/9/2n6/2p6/1R7/9/9/2c6/4K4 w - - 0 1",
			"b4c4 c6b8 c4b4 b8c6", draw},
		{"a horse for one of two squares, a check on the other", "4kab2/4a4/3rb4/2N1P3p/p2r3n1/2P2p3/P7c/4B4/R1C1A4/3AK1BR1 w - - 0 1",
			"h0h3 i3i0 h3h0 i0i3", draw},
		{"a chariot behind the attacker", "3k5/9/9/2n6/9/1R7/9/9/2r6/4K4 w - - 0 1", "b4c4 c6b8 c4b4 b8c6", draw},
	})
}

// TestAttackers plays lines in which an attacker may or may not take.
func TestAttackers(t *testing.T) {
	testCycles(t, []cycle{
		{"a cannon between the generals", "4k4/9/9/9/9/9/3NC4/n1N6/9/4K4 w - - 0 1", "e3e2 a2c3 e2e3 c3a2", draw},
		{"a cannon beside them", "4k4/9/9/9/9/9/3NC4/n1N6/9/3K5 w - - 0 1", "e3e2 a2c3 e2e3 c3a2", chaser},
		{"a chariot pinned by a cannon", "3k5/9/9/4c4/9/4P4/9/c8/4R4/4K4 w - - 0 1", "e1e2 a2a1 e2e1 a1a2", draw},
		{"an elephant uncovers a cannon on a protected chariot", "4k4/9/9/9/9/r1r6/3C5/4B4/9/5K3 w - - 0 1",
			"d3f3 c4g4 f3d3 g4c4", chaser},
		{"a chariot pinned by a horse is chased", "5k3/9/9/9/9/9/7r1/9/2nRA3c/4K4 w - - 0 1", "e1f0 h3h1 f0e1 h1h3", chasee},
	})
}

// TestCutOff plays lines in which the attack stays and a move takes the
// protector away.
func TestCutOff(t *testing.T) {
	testCycles(t, []cycle{
		{"an elephant blocks two chariots by turns", "5k3/9/9/9/9/r6n1/9/r3B4/7R1/3K2R2 w - - 0 1", "e2g4 h4g2 g4e2 g2h4", chaser},
		{"on one rank only", "5k3/9/9/9/9/r6n1/9/4B4/7R1/3K2R2 w - - 0 1", "e2g4 h4g2 g4e2 g2h4", draw},
		{"in return for a direct chase", "2bak2r1/cC3Rc2/2nab1n2/p1p1p3p/6p2/2P6/P3P1P1P/2N1C1N2/9/2BAKAB2 w - - 0 1",
			"b8b3 d9e8 b3b8 e8d9", chasee},
		{"an elephant leaves two cannons by turns", "5k3/9/9/9/9/c8/9/c3B1n2/7R1/3K2R2 w - - 0 1", "e2g4 g2h4 g4e2 h4g2", chaser},
	})
}
