package playscreen

import "testing"

// BenchmarkView measures how long it takes to draw the screen.
func BenchmarkView(b *testing.B) {
	for _, game := range []string{"chess", "xiangqi"} {
		for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
			b.Run(game+" "+string(rune('0'+size[0]/100)), func(b *testing.B) {
				p := show(b, testOptions(b, game), size[0], size[1])
				for _, move := range opening[game] {
					p.press(move + "[enter]")
				}
				p.press("[f2]")
				for b.Loop() {
					p.View()
				}
			})
		}
	}
}
