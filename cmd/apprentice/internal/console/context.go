package console

import (
	"context"
	"errors"
	"io/fs"
	"os"
)

// Await runs a job that does not look at a context, and leaves it alone where ctx
// is done before it ends: the program is about to end. The job must only read.
func Await(ctx context.Context, job func() error) error {
	done := make(chan error, 1)
	go func() { done <- job() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return Stopped(ctx, ctx.Err())
	}
}

// Stopped returns the error of a command that its context has ended.
func Stopped(ctx context.Context, err error) error {
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		return errors.New(WhyDone(ctx))
	}
	return err
}

// Cause returns what the operating system said, without the path, which the
// message around it names.
func Cause(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	var linkError *os.LinkError
	if errors.As(err, &linkError) {
		return linkError.Err
	}
	return err
}
