.PHONY: help check fast format prove-gates repro cold-start bench-json fuzz

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

cold-start: ## measures start to first reply, against the same API by hand
	scripts/cold-start

bench-json: ## measures reading and writing of JSON bodies
	scripts/bench-json

fuzz: ## looks for JSON that generated codecs and databind answer differently, for a minute
	scripts/fuzz
