# `make help` lists the targets. Each installs what it needs first; nothing is needed but Node (20 or newer), npm, git and make.
SHELL := /bin/bash
ONCE ?=
ARGS ?=
NPM_RUN := npm run --silent

.DEFAULT_GOAL := help
.PHONY: help install build bundle image e2e-kind test check sandbox bench generate readme format golden permissions control-plane clean

help: ## list the targets
	@grep -E '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /\1\t/' | expand -t 16

install: node_modules/.installed ## install what is locked
node_modules/.installed: package.json package-lock.json
	@scripts/check-node
	npm ci --no-fund --no-audit --loglevel=error
	@touch $@

build: dist/.built ## compile to dist/, if anything has changed
dist/.built: node_modules/.installed $(shell find src scripts/link-bin.mjs tsconfig.json tsconfig.build.json)
	@$(NPM_RUN) build
	@touch $@

bundle: install ## the operator in a few files that need only Node: dist/bundle/
	@$(NPM_RUN) bundle

image: bundle ## the container image, with docker, podman or buildah (IMAGE=, PLATFORM=, BASE=, ENGINE=)
	@scripts/image

e2e-kind: bundle ## the operator's image in a kind cluster, the fake Azure beside it (needs docker, kind, kubectl)
	@test/kind/run

test: install ## all tests; with KUBEBUILDER_ASSETS also those on a real control plane
	@npm test --silent

check: install ## format, types, lint, imports, generated files
	@$(NPM_RUN) check

# Not through npm: it would pass Ctrl-C on a second time.
sandbox: build ## Kubernetes, a fake Azure and the operator on this machine (ONCE=1: until all is in step; ARGS=...)
	@exec node_modules/.bin/node dist/main.js sandbox $(if $(ONCE),--once) $(ARGS)

bench: build ## counts and ratios of docs/performance.md
	@$(NPM_RUN) bench

readme: install ## renew what the README shows of the commands' output
	@$(NPM_RUN) readme

generate: install ## renew crds/ and the tables of docs/
	@$(NPM_RUN) generate

golden: install ## renew the golden scenarios
	@$(NPM_RUN) golden

permissions: install ## renew docs/azure-permissions.md
	@$(NPM_RUN) permissions

format: install ## format the sources
	@$(NPM_RUN) format

control-plane: ## build a real control plane (needs Go 1.26) and print its folder
	@test/control-plane/build

clean: ## remove what was built
	rm -rf dist coverage
