package search

// Options say how large a search is and which techniques it uses.
type Options struct {
	Hash    int    // size of the transposition table in MB
	HashKB  int    // if not 0, its size in KB instead: the table of self-play must stay in the cache
	Threads int    // searching goroutines; 0 is 1
	OnStart func() // called at the beginning of each goroutine that a search starts; nil for nothing
	MultiPV int    // how many root moves get a line of their own; 0 is 1
	Slots   int    // Game.NumSlots of the game to search; 0 is enough for every game of the catalog

	Techniques
	Margins
}

// Techniques has a switch for everything that is not plain alpha-beta, so that
// each can be measured by leaving it out. With the zero value a search to
// depth n is minimax to depth n.
type Techniques struct {
	Table        bool // cutoffs and moves from the transposition table
	Quiescence   bool // captures and evasions below depth 0
	TableStart   bool // the first iteration is as deep as what the table knows of the root, up to three plies
	Aspiration   bool // narrow windows at the root; one that fails high is searched again at less depth
	PVS          bool // null windows after the first move
	MateDistance bool // bounds from the shortest mate still possible

	ReverseFutility bool // a node far above beta fails high
	Razoring        bool // a node far below alpha drops into quiescence
	NullMove        bool // a node that can afford to pass fails high
	ProbCut         bool // a good capture far above beta at low depth fails high
	IIR             bool // internal iterative reduction: less depth without a table move

	LMR            bool // late move reductions
	LMP            bool // late move pruning: a limited number of quiet moves at low depth
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
// on how much the network has learnt. Depths and shares are in 1024ths where
// that is said, so that a tuner can move them smoothly.
type Margins struct {
	AspirationWindow int // half width of the first window

	ReverseFutilityDepth  int // largest depth
	ReverseFutilityMargin int // a ply
	ReverseFutilityBonus  int // off the margin where the side to move is improving

	RazorDepth  int
	RazorMargin int // constant part
	RazorSlope  int // times depth squared

	NullBase   int // reduction, 1/1024 ply: NullBase + depth*NullDepth
	NullDepth  int
	NullValue  int // excess over beta for one ply more, up to three
	NullStatic int // excess of the static value over beta that it takes, constant part
	NullSlope  int // off that, a ply
	NullVerify int // depth from which a cutoff is verified by a search without null moves

	ProbCutDepth  int
	ProbCutMargin int

	LMRBase          int // 1/1024 ply
	LMRScale         int // 1/1024 ply for log(depth)*log(move)
	LMRHistory       int // history for one ply less
	LMRTactical      int // share of it for captures and promotions, in 1024ths
	LMRPV            int // less on the principal variation; this and the next seven in 1/1024 ply
	LMRWasPV         int // less where the principal variation once went
	LMRCut           int // more where the node is expected to fail high
	LMRWorse         int // more where the side to move is not improving
	LMRTableTactical int // more for quiet moves where the table knows a capture
	LMRCheck         int // less for moves that give check
	LMRFailures      int // more where many replies to the parent's moves failed high
	LMRRefutation    int // less for killers and the countermove
	LMRDeeper        int // how far above the best value a reduced search makes the full one deeper

	LMPBase  int // moves at depth d: LMPBase + d*d*LMPSlope/1024; the usual base of 3 to 4 loses at few nodes
	LMPSlope int
	LMPWorse int // share of that where not improving, in 1024ths

	FutilityDepth  int
	FutilityMargin int // constant part
	FutilitySlope  int // a ply

	SEEDepth    int
	SEEQuiet    int // exchange value a quiet move may lose, times reduced depth squared
	SEETactical int // exchange value a capture may lose, a ply

	HistoryDepth  int
	HistoryMargin int // a ply

	DeltaMargin int

	BonusSlope       int // what a refutation of depth d adds to its history: d*BonusSlope - BonusOffset,
	BonusOffset      int
	BonusMax         int // up to this
	Malus            int // share of the bonus that the moves tried before it lose, in 1024ths
	AfterOne         int // weight of the history after the move before, in 1024ths
	AfterTwo         int // after the move two plies before
	AfterFour        int // after the move four plies before
	CorrectionWeight int // weight of the correction of static values, in 1024ths

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
			Table: true, Quiescence: true, TableStart: true, Aspiration: true, PVS: true, MateDistance: true,
			ReverseFutility: true, Razoring: true, NullMove: true, ProbCut: true, IIR: true,
			LMR: true, LMP: true, Futility: true, SEEPruning: true, HistoryPruning: true, DeltaPruning: true,
			CheckExtension: true, Singular: true,
			Killers: true, Countermoves: true, History: true, Continuation: true, CaptureHist: true, Correction: true,
		},
		Margins: DefaultMargins(),
	}
}

// DefaultMargins returns the margins in use. SPSA found most of them, in play at
// 4000 nodes a move (RESULTS.md).
func DefaultMargins() Margins {
	return Margins{
		AspirationWindow: 26,

		ReverseFutilityDepth:  8,
		ReverseFutilityMargin: 112,
		ReverseFutilityBonus:  39,

		RazorDepth:  4,
		RazorMargin: 90,
		RazorSlope:  203,

		NullBase:   3189,
		NullDepth:  352,
		NullValue:  138,
		NullStatic: 126,
		NullSlope:  2,
		NullVerify: 14,

		ProbCutDepth:  5,
		ProbCutMargin: 41,

		LMRBase:          679,
		LMRScale:         417,
		LMRHistory:       9560,
		LMRTactical:      479,
		LMRPV:            1086,
		LMRWasPV:         442,
		LMRCut:           1386,
		LMRWorse:         665,
		LMRTableTactical: 1023,
		LMRCheck:         1322,
		LMRFailures:      393,
		LMRRefutation:    859,
		LMRDeeper:        77,

		LMPBase:  23,
		LMPSlope: 1005,
		LMPWorse: 705,

		FutilityDepth:  8,
		FutilityMargin: 8,
		FutilitySlope:  149,

		SEEDepth:    8,
		SEEQuiet:    36,
		SEETactical: 189,

		HistoryDepth:  4,
		HistoryMargin: 6212,

		DeltaMargin: 349,

		BonusSlope:       495,
		BonusOffset:      -39,
		BonusMax:         1830,
		Malus:            1091,
		AfterOne:         1434,
		AfterTwo:         1399,
		AfterFour:        556,
		CorrectionWeight: 109,

		SingularDepth:  7,
		SingularMargin: 19,
		DoubleMargin:   39,
	}
}
