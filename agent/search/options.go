package search

// Options say how large a search is and which techniques it uses.
type Options struct {
	Hash    int // size of the transposition table in MB
	HashKB  int // if not 0, its size in KB instead: self-play wants a table that stays in the cache
	Threads int // searching goroutines; 0 is 1
	MultiPV int // how many root moves get a line of their own; 0 is 1
	Slots   int // Game.NumSlots of the game to be searched; 0 is enough for every game here

	Techniques
	Margins
}

// Techniques has a switch for everything that is not plain alpha-beta, so that
// each can be measured by leaving it out. With the zero value a search to
// depth n is minimax to depth n.
type Techniques struct {
	Table        bool // cutoffs and moves from the transposition table
	Quiescence   bool // captures and evasions below depth 0
	Aspiration   bool // narrow windows at the root; one that fails high is searched again at less depth
	PVS          bool // null windows after the first move
	MateDistance bool // bounds from the shortest mate still possible

	ReverseFutility bool // a node far above beta fails high
	Razoring        bool // a node far below alpha drops into quiescence
	NullMove        bool // a node that can afford to pass fails high
	ProbCut         bool // a good capture far above beta at low depth fails high
	IIR             bool // internal iterative reduction: less depth without a table move

	LMR            bool // late move reductions
	LMP            bool // late move pruning: only so many quiet moves at low depth
	Futility       bool // no quiet moves at low depth far below alpha
	SEEPruning     bool // no moves at low depth that lose too much in exchange
	HistoryPruning bool // no quiet moves at low depth that rarely worked
	DeltaPruning   bool // in quiescence, no captures too small to reach alpha

	CheckExtension bool // a ply more for moves that give check
	Singular       bool // a ply or two more for a move that stands alone; multi-cut

	Killers      bool // quiet moves that refuted a sibling
	Countermoves bool // quiet moves that refuted the move before
	History      bool // quiet moves by how often they worked
	Continuation bool // the same, given the moves one, two and four plies before
	CaptureHist  bool // captures by how often they worked
	Correction   bool // static values corrected by what search found after such moves
}

// Margins are the numbers that decide how boldly the techniques act. Values
// come from a network whose unit is tied to the expected result: 100 is a
// meaningful advantage (56 % of the points), a piece is 200 to 600 depending
// on how much the network has learnt. All are starting points for a tuner,
// taken from where engines of the field agree, scaled to that unit.
type Margins struct {
	AspirationWindow int // half width of the first window

	ReverseFutilityDepth  int // largest depth
	ReverseFutilityMargin int // a ply

	RazorDepth  int
	RazorMargin int // constant part
	RazorSlope  int // times depth squared

	NullBase   int // reduction: NullBase + depth/NullDiv + min((value-beta)/NullValue, 3)
	NullDiv    int
	NullValue  int
	NullVerify int // depth from which a cutoff is verified by a search without null moves

	ProbCutDepth  int
	ProbCutMargin int

	LMRBase    int // 1/1024 ply
	LMRScale   int // 1/1024 ply for log(depth)*log(move)
	LMRHistory int // history for one ply less
	LMPBase    int // moves at depth d: LMPBase+d*d, half of it when not improving; the usual 3 to 4 loses at few nodes

	FutilityDepth  int
	FutilityMargin int // constant part
	FutilitySlope  int // a ply

	SEEDepth    int
	SEEQuiet    int // exchange value a quiet move may lose, times reduced depth squared
	SEETactical int // exchange value a capture may lose, a ply

	HistoryDepth  int
	HistoryMargin int // a ply

	DeltaMargin int

	SingularDepth  int
	SingularMargin int // a sixteenth of a point a ply below the table value
	DoubleMargin   int // how far below for a second ply
}

// DefaultOptions returns one thread, 16 MB and every technique.
func DefaultOptions() Options {
	return Options{
		Hash:    16,
		Threads: 1,
		MultiPV: 1,
		Techniques: Techniques{
			Table: true, Quiescence: true, Aspiration: true, PVS: true, MateDistance: true,
			ReverseFutility: true, Razoring: true, NullMove: true, ProbCut: true, IIR: true,
			LMR: true, LMP: true, Futility: true, SEEPruning: true, HistoryPruning: true, DeltaPruning: true,
			CheckExtension: true, Singular: true,
			Killers: true, Countermoves: true, History: true, Continuation: true, CaptureHist: true, Correction: true,
		},
		Margins: DefaultMargins(),
	}
}

// DefaultMargins returns the margins in use.
func DefaultMargins() Margins {
	return Margins{
		AspirationWindow: 16,

		ReverseFutilityDepth:  8,
		ReverseFutilityMargin: 65,

		RazorDepth:  4,
		RazorMargin: 220,
		RazorSlope:  120,

		NullBase:   3,
		NullDiv:    3,
		NullValue:  200,
		NullVerify: 14,

		ProbCutDepth:  5,
		ProbCutMargin: 150,

		LMRBase:    800,
		LMRScale:   455,
		LMRHistory: 8192,
		LMPBase:    16,

		FutilityDepth:  8,
		FutilityMargin: 80,
		FutilitySlope:  80,

		SEEDepth:    8,
		SEEQuiet:    20,
		SEETactical: 90,

		HistoryDepth:  4,
		HistoryMargin: 3500,

		DeltaMargin: 150,

		SingularDepth:  7,
		SingularMargin: 16,
		DoubleMargin:   20,
	}
}
