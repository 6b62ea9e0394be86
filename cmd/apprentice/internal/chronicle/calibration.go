package chronicle

// CalibrationReport is what a run keeps of how a calibration was made and how
// well it holds.
type CalibrationReport struct {
	Games        int              `json:"games"` // of both halves
	Positions    int              `json:"positions"`
	Adjudicated  int              `json:"adjudicated"`    // of the games: their results follow from values
	Nodes        float64          `json:"nodes_a_move"`   // of the searches that gave the values
	Tested       int              `json:"tested"`         // positions of the half that was not fitted to
	Gap          float64          `json:"gap"`            // eval.Reliability, on those
	Squared      float64          `json:"squared"`        //
	Brier        float64          `json:"brier"`          //
	GapOfLearner float64          `json:"gap_of_learner"` // of the same values by the learner's own function
	Bins         []CalibrationBin `json:"bins"`
}

// CalibrationBin is an eval.Bin.
type CalibrationBin struct {
	Predicted float64 `json:"predicted"`
	Observed  float64 `json:"observed"`
	Low       float64 `json:"low"`
	High      float64 `json:"high"`
	Win       float64 `json:"win"` // shares of the positions
	Draw      float64 `json:"draw"`
	N         int     `json:"n"`
}
