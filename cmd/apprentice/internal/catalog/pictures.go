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

// discs are those of a game of columns, and the holes that they fall into.
var discs = map[rune][]string{
	'R': disc("##"),
	'Y': disc("++"),
	'.': disc("##"),
}

// disc returns a disc with that in its middle.
func disc(middle string) []string {
	return []string{
		"        ",
		"  ####  ",
		" ###### ",
		" ##" + middle + "## ",
		" ##" + middle + "## ",
		" ###### ",
		"  ####  ",
		"        ",
	}
}
