package xiangqi
import ("testing";"fmt";"apprentice/games/gametest")
func TestTmpSeeds(t *testing.T) { for s := range uint64(15) { t.Run(fmt.Sprint(s), func(t *testing.T){ gametest.Run(t, Game{}, gametest.Options{Seed: s+100, Positions: corners, Flip: flip, Games: 12, MaxPlies: 250}) }) } }
