package search

import (
	"reflect"
	"slices"
	"testing"
)

// notTuned are the margins in plies.
var notTuned = []string{
	"ReverseFutilityDepth", "RazorDepth", "NullVerify", "ProbCutDepth",
	"FutilityDepth", "SEEDepth", "HistoryDepth", "SingularDepth",
}

// Every margin is tuned or known not to be.
func TestTunables(t *testing.T) {
	m := DefaultMargins()
	fields := reflect.ValueOf(&m).Elem()
	var order []string
	for i := range fields.NumField() {
		name := fields.Type().Field(i).Name
		if !slices.Contains(notTuned, name) {
			order = append(order, name)
		}
	}
	var names []string
	for _, p := range Tunables() {
		names = append(names, p.Name)
		field := fields.FieldByName(p.Name)
		if !field.IsValid() || field.Addr().Interface() != p.Of(&m) {
			t.Errorf("%s: not the field of this name", p.Name)
			continue
		}
		if value := *p.Of(&m); value < p.Min || value > p.Max {
			t.Errorf("%s: the default %d is outside [%d, %d]", p.Name, value, p.Min, p.Max)
		}
		if p.Step < 1 || 2*p.Step > p.Max-p.Min {
			t.Errorf("%s: a step of %d in [%d, %d]", p.Name, p.Step, p.Min, p.Max)
		}
	}
	if !slices.Equal(names, order) {
		t.Errorf("tuned:\n%v\nwant all margins but those in plies:\n%v", names, order)
	}
	for _, name := range notTuned {
		if !fields.FieldByName(name).IsValid() {
			t.Errorf("no margin %s", name)
		}
	}
}

// A search works at both ends of every range, also of all ranges at once.
func TestTunableRanges(t *testing.T) {
	all := Tunables()
	for i := range len(all) + 1 {
		for _, end := range []string{"Min", "Max"} {
			name := "all"
			set := all
			if i < len(all) {
				set = all[i : i+1]
				name = all[i].Name
			}
			o := DefaultOptions()
			o.HashKB = 64
			for _, p := range set {
				*p.Of(&o.Margins) = p.Min
				if end == "Max" {
					*p.Of(&o.Margins) = p.Max
				}
			}
			s := New(newMaterial, o)
			for _, fen := range positions[:4] {
				pos := position(t, fen)
				if r := search(s, pos, Limits{Nodes: 2000}); !pos.Legal(r.Move) || r.Nodes > 2000 || r.Depth < 1 {
					t.Errorf("%s at %s, %s: move %v, %d nodes, depth %d", name, end, fen, r.Move, r.Nodes, r.Depth)
				}
			}
		}
	}
}

// What a move earns or loses at once must fit the tables of history.
func TestTunableBonus(t *testing.T) {
	var most Margins
	for _, p := range Tunables() {
		*p.Of(&most) = p.Max
	}
	if malus := most.BonusMax * most.Malus / 1024; max(most.BonusMax, malus) > historyMax {
		t.Errorf("a bonus of %d and a malus of %d; a history is at most %d", most.BonusMax, malus, historyMax)
	}
}
