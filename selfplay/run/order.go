package run

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"apprentice/selfplay/run/internal/database"
)

// OrderKind is what a process that trains can be asked to do.
type OrderKind string

// The orders.
const (
	OrderPause   OrderKind = "pause"   // stop working until OrderResume
	OrderResume  OrderKind = "resume"  // work again
	OrderMeasure OrderKind = "measure" // measure the newest network
	OrderFinish  OrderKind = "finish"  // finish this generation, then stop
	OrderStop    OrderKind = "stop"    // stop now
)

// Order is what another process asked of the one that trains.
type Order struct {
	ID   int64
	At   time.Time
	Kind OrderKind
	By   string // who asked
}

// orderPatience bounds how long AddOrder waits for a lock.
const orderPatience = 30 * time.Second

// AddOrder gives an order to the process that trains the run at path, this one or
// another. It needs no writer's lock: one short transaction adds
// a row. If no process trains, the order is void.
func AddOrder(path string, kind OrderKind, by string) error {
	if !slices.Contains([]OrderKind{OrderPause, OrderResume, OrderMeasure, OrderFinish, OrderStop}, kind) {
		return fmt.Errorf("%q is not an order: want pause, resume, measure, finish or stop", kind)
	}
	path, err := locate(path)
	if err != nil {
		return err
	}
	f, err := openToOrder(path)
	if err != nil {
		return err
	}
	defer f.Close()
	ctx, cancel := context.WithTimeout(context.Background(), orderPatience)
	defer cancel()
	return f.writeContext(ctx, "give an order", func(tx *sql.Tx) error {
		_, err := tx.Exec(`INSERT INTO orders (at, kind, by) VALUES (?, ?, ?)`, database.FormatTime(time.Now()), kind, by)
		return err
	})
}

// TakeOrders returns the orders not taken yet, oldest first, and marks them as
// taken. It writes nothing if there are none.
func (f *File) TakeOrders() ([]Order, error) {
	const pending = `SELECT id, at, kind, by FROM orders WHERE taken IS NULL ORDER BY id`
	scan := func(rows *sql.Rows, o *Order) error {
		var at sql.NullString
		err := rows.Scan(&o.ID, &at, &o.Kind, &o.By)
		o.At = database.ParseTime(at)
		return err
	}
	found, err := list(f, "read orders", scan, pending)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	err = f.write("take orders", func(tx *sql.Tx) error {
		for _, o := range found {
			if _, err := tx.Exec(`UPDATE orders SET taken = ? WHERE id = ?`, database.FormatTime(time.Now()), o.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}
