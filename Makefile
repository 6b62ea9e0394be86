.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: build
build: ## the binary, as ./apprentice
	go build -o apprentice ./cmd/apprentice

.PHONY: train
train: ## five minutes of learning from random weights
	go run ./cmd/apprentice train --for 5m

.PHONY: test
test: ## all tests
	go test ./...

.PHONY: race
race: ## the race detector on what is concurrent
	go test -short -race ./agent/search ./agent/learn ./selfplay/... ./eval/... ./cmd/apprentice/...

.PHONY: bench
bench: ## node-count signature and speed
	go run ./cmd/apprentice bench

.PHONY: profile
profile: ## cmd/apprentice/default.pgo, by which the compiler makes self-play faster
	go test -run '^$$' -bench 'Play/.*/.*/nodes=100$$' -benchtime 200x -cpu 1 -o selfplay.test -cpuprofile cmd/apprentice/default.pgo ./selfplay
	rm selfplay.test

.PHONY: generate
generate: ## the vector kernels, from their generator
	cd agent/kernel/gen && go generate ./...

.PHONY: ci
ci: ## everything a change must pass
	.ci/run
