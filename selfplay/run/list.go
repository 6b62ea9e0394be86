package run

import "database/sql"

// list returns the rows of a query, each as scan reads it.
func list[T any](f *File, what string, scan func(*sql.Rows, *T) error, query string, args ...any) ([]T, error) {
	var all []T
	err := f.read(what, func() (err error) {
		all, err = listFrom(f.r, scan, query, args...)
		return err
	})
	return all, err
}

// querier is a database or a transaction.
type querier interface {
	Query(query string, args ...any) (*sql.Rows, error)
}

// listFrom is list for a database or a transaction.
func listFrom[T any](q querier, scan func(*sql.Rows, *T) error, query string, args ...any) ([]T, error) {
	rows, err := q.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var one T
		if err := scan(rows, &one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}
