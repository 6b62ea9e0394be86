package catalog

// chessPictures are the pieces on large squares. A '+' is the notch that the
// pieces of Second have.
var chessPictures = map[rune][]string{
	'K': {
		"   ##   ",
		"  ####  ",
		"   ##   ",
		" ##  ## ",
		" ###### ",
		"  ####  ",
		"  #++#  ",
		" ###### ",
	},
	'Q': {
		"   ##   ",
		"#  ##  #",
		"## ## ##",
		"########",
		" ###### ",
		"  ####  ",
		"  #++#  ",
		" ###### ",
	},
	'R': {
		"        ",
		" # ## # ",
		" ###### ",
		"  ####  ",
		"  ####  ",
		"  ####  ",
		"  #++#  ",
		" ###### ",
	},
	'B': {
		"   ##   ",
		"  ## #  ",
		" ## ### ",
		" ###### ",
		"  ####  ",
		"   ##   ",
		"  #++#  ",
		" ###### ",
	},
	'N': {
		"   # #  ",
		"  ####  ",
		" ###### ",
		" ## ### ",
		"    ### ",
		"   ###  ",
		"  #++## ",
		" ###### ",
	},
	'P': {
		"        ",
		"        ",
		"   ##   ",
		"  ####  ",
		"  ####  ",
		"   ##   ",
		"  #++#  ",
		" ###### ",
	},
}

// lettersOfLines are the marks of noughts and crosses.
var lettersOfLines = map[rune][]string{
	'X': {
		"##    ##",
		" ##  ## ",
		"  ####  ",
		"   ##   ",
		"   ##   ",
		"  ####  ",
		" ##  ## ",
		"##    ##",
	},
	'O': {
		"  ####  ",
		" ##  ## ",
		"##    ##",
		"#      #",
		"#      #",
		"##    ##",
		" ##  ## ",
		"  ####  ",
	},
}

// holes are the discs of a board with holes, and the holes.
var holes = map[rune][]string{'R': round, 'Y': round, '.': round}

var round = []string{
	"  ####  ",
	" ###### ",
	"########",
	"########",
	"########",
	"########",
	" ###### ",
	"  ####  ",
}
