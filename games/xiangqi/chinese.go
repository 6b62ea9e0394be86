package xiangqi

import "strings"

// plain translates the characters of all notations into one: letters of pieces,
// digits, directions, and places in front, in the middle and behind as ^, | and _.
var plain = strings.NewReplacer(
	"車", "R", "车", "R", "俥", "R", "硨", "R",
	"馬", "H", "马", "H", "傌", "H",
	"炮", "C", "砲", "C", "包", "C",
	"兵", "P", "卒", "P",
	"相", "E", "象", "E",
	"仕", "A", "士", "A",
	"帥", "K", "帅", "K", "將", "K", "将", "K",
	"進", "+", "进", "+", "退", "-", "平", "=", ".", "=",
	"前", "^", "中", "|", "後", "_", "后", "_",
	"一", "1", "二", "2", "三", "3", "四", "4", "五", "5", "六", "6", "七", "7", "八", "8", "九", "9",
	"１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9",
)

// Characters of the Chinese notation, by style, and by colour if that matters.
var (
	chineseKinds = map[Style][2][]rune{
		Traditional: {[]rune("兵仕相馬炮車帥"), []rune("卒士象馬砲車將")},
		Simplified:  {[]rune("兵仕相马炮车帅"), []rune("卒士象马炮车将")},
	}
	chineseDirections = map[Style]map[byte]rune{
		Traditional: {'+': '進', '-': '退', '=': '平'},
		Simplified:  {'+': '进', '-': '退', '=': '平'},
	}
	chinesePlaces = map[Style][]rune{
		Traditional: []rune("前中後"),
		Simplified:  []rune("前中后"),
	}
	chineseNumerals = []rune("〇一二三四五六七八九")
)

// chinese returns the movement as in "炮二平五": Red's numbers are written as
// Chinese numerals, Black's as digits. Of two or three of a kind on a file the
// one in front is 前, the middle one 中, the one behind 後; of more, they are
// numbered. Where more than one file holds several soldiers the file takes the
// place of the name: "前四平五".
func (v movement) chinese(colour uint8, style Style) string {
	number := func(n int) rune {
		if colour == black {
			return '0' + rune(n)
		}
		return chineseNumerals[n]
	}
	name := chineseKinds[style][colour&1][v.kind]
	var b strings.Builder
	switch {
	case v.byFile():
		b.WriteRune(name)
		b.WriteRune(number(v.file))
	default:
		b.WriteRune(v.chinesePlace(style))
		if v.kind == soldier && v.crowded > 1 {
			name = number(v.file)
		}
		b.WriteRune(name)
	}
	b.WriteRune(chineseDirections[style][v.direction])
	b.WriteRune(number(v.number))
	return b.String()
}

// chinesePlace returns the character for the place on the file.
func (v movement) chinesePlace(style Style) rune {
	places := chinesePlaces[style]
	switch {
	case v.alike > 3:
		return chineseNumerals[v.place]
	case v.place == 1:
		return places[0]
	case v.place == v.alike:
		return places[2]
	}
	return places[1]
}
