package run

import (
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestSittings(t *testing.T) {
	f := newRun(t)
	if s, unclean, err := f.UncleanEnd(); unclean || err != nil {
		t.Errorf("UncleanEnd of a new run: %+v, %v", s, err)
	}
	before := time.Now().Add(-time.Second)
	id, err := f.BeginSitting(Sitting{Program: "0.2", Command: "apprentice train"})
	must(t, err)
	must(t, f.Beat(id, 61.5, 120.25))
	killed, unclean, err := f.UncleanEnd()
	must(t, err)
	host, _ := os.Hostname()
	want := Sitting{ID: id, PID: os.Getpid(), Host: host, Program: "0.2", Command: "apprentice train", Awake: 61.5, CPU: 120.25}
	times := cmpopts.IgnoreFields(Sitting{}, "Begun", "Beat")
	if diff := cmp.Diff(want, killed, times); diff != "" || !unclean || killed.Begun.Before(before) || killed.Beat.Before(killed.Begun) {
		t.Errorf("UncleanEnd: %v, begun %v, beat %v (-want +got):\n%s", unclean, killed.Begun, killed.Beat, diff)
	}

	second, err := f.BeginSitting(Sitting{})
	must(t, err)
	must(t, f.EndSitting(second, "time is up"))
	if s, unclean, err := f.UncleanEnd(); unclean || err != nil {
		t.Errorf("UncleanEnd after an end: %+v, %v", s, err)
	}
	all, err := f.Sittings()
	must(t, err)
	if len(all) != 2 || all[0].ID != id || all[1].Why != "time is up" || all[1].Ended.Before(all[1].Begun) {
		t.Errorf("Sittings = %+v", all)
	}
	if err := f.Beat(99, 0, 0); err == nil {
		t.Error("Beat of an unknown sitting succeeds")
	}
}

func TestOrders(t *testing.T) {
	f := newRun(t)
	must(t, AddOrder(f.path, OrderStop, "too early"))
	_, err := f.BeginSitting(Sitting{})
	must(t, err)
	if orders, err := f.TakeOrders(); len(orders) > 0 || err != nil {
		t.Errorf("orders from before the sitting: %+v, %v", orders, err)
	}
	kinds := []OrderKind{OrderPause, OrderResume, OrderMeasure, OrderFinish, OrderStop}
	for _, kind := range kinds {
		must(t, AddOrder(f.path, kind, "anna"))
	}
	orders, err := f.TakeOrders()
	must(t, err)
	var got []OrderKind
	for _, o := range orders {
		got = append(got, o.Kind)
		if o.By != "anna" || o.At.IsZero() {
			t.Errorf("order %+v", o)
		}
	}
	if diff := cmp.Diff(kinds, got); diff != "" {
		t.Errorf("TakeOrders (-want +got):\n%s", diff)
	}
	if orders, err := f.TakeOrders(); len(orders) > 0 || err != nil {
		t.Errorf("orders taken twice: %+v, %v", orders, err)
	}
	if err := AddOrder(f.path, "dance", "anna"); err == nil {
		t.Error("AddOrder takes an unknown order")
	}
	wantError(t, "order to no run", AddOrder(f.path+"x", OrderStop, ""), os.ErrNotExist)
}
