.PHONY: help check fast format prove-gates repro bench bench-errors bench-pool bench-resources bench-middleware bench-messages bench-timing bench-quick bench-guard cold-start bench-json fuzz stress

help: ## lists these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

check: ## builds and runs every test and gate
	mvn verify

fast: ## compiles, without tests and gates
	mvn -q test-compile

format: ## formats all Java
	mvn -q spotless:apply -pl '!lift-bom'

prove-gates: ## plants one fault for each gate and expects each build to fail
	scripts/prove-gates

repro: ## builds twice and compares the jars
	scripts/reproducible

bench: ## measures everything against floors and peers and writes docs/performance, in about an hour
	scripts/bench

bench-errors: ## measures what errors and recoveries cost and writes docs/performance/errors.md, in 10 minutes
	scripts/bench errors

bench-pool: ## measures a borrow and a return next to other pools and writes docs/performance/pool.md, in 4 minutes
	scripts/bench pool

bench-resources: ## measures priming and what resources cost and writes docs/performance/resources.md, in 8 minutes
	scripts/bench resources

bench-middleware: ## measures what each middleware costs and writes docs/performance/middleware.md and middleware-starts.md, in 20 minutes
	scripts/bench middleware

bench-messages: ## measures what messages of a queue cost and writes docs/performance/messages.md, in 4 minutes
	scripts/bench messages

bench-timing: ## looks whether refusals tell how near a secret was, in 5 minutes
	scripts/bench timing

bench-quick: ## the same in a few minutes, into target/bench/report
	scripts/bench quick

bench-guard: ## compares what CI watches with its limits
	scripts/bench guard

cold-start: ## measures start to first reply, against the same API by hand
	scripts/cold-start

bench-json: ## measures reading and writing of JSON bodies
	scripts/bench-json

fuzz: ## looks for JSON that generated codecs and databind answer differently, for a minute
	scripts/fuzz

stress: ## has jcstress look for outcomes that pools and resources must not have, in two minutes
	scripts/stress
