# `make` alone lists what can be done. Each target is one script under scripts/.
# Variables of `make run`: DATA, PORT, COMPANY, DEVICES; of `make faults`: KILLS, SEED; of building: CONFIG=release;
# of installing: PREFIX, DESTDIR.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run cluster test lint format bench fuzz load faults scan screenshots install docs

DATA ?= var/run
PORT ?= 8080
COMPANY ?= sample
DEVICES ?= 3
CONFIG ?= debug
PREFIX ?= /usr/local
export DATA PORT COMPANY DEVICES CONFIG PREFIX DESTDIR

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## server and Lab in the foreground, with the sample company; prints where to click (Ctrl-C stops)
	@exec scripts/run

cluster: DATA = var/cluster
cluster: export NODES ?= 3
cluster: ## PostgreSQL, three nodes and a proxy on loopback, to try and to kill (PORT, DEVICES, NODES); always anew
	@exec scripts/run

test: ## every test: unit, contract, scenario, browser
	@exec scripts/test

lint: ## formatting, import rules, forbidden constructs
	@exec scripts/lint

format: ## swift-format over all sources
	@exec swift format -i -r -p Sources Tests Package.swift

docs: ## writes docs/reference/problems.md anew from the code
	@exec scripts/docs

screenshots: ## every screen, ja/en, light/dark, 390 and 1280 px, into var/screenshots
	@exec scripts/screenshots

install: ## release binaries, systemd unit, manual pages under PREFIX (default /usr/local)
	@exec scripts/install

bench: ## speed and memory of a release build beside targets, ONLY= (names), QUICK=1
	@exec scripts/bench

fuzz: ## coverage-guided fuzzing of property lists and messages, SECONDS= (default 60)
	@FUZZ_SECONDS="$(SECONDS)" exec scripts/fuzz

load: ## L-01 to L-12 beside their targets: ONLY=L-03,L-09 SECONDS= COUNT= ENGINE=; docs/reference/load.md
	@CONFIG=$(if $(filter command line,$(origin CONFIG)),$(CONFIG)) ONLY="$(ONLY)" COUNT="$(COUNT)" ENGINE="$(ENGINE)" \
		LOAD_SECONDS="$(SECONDS)" exec scripts/load

faults: ## faults one after the other, judged: ONLY=F-03,KILLS SECONDS= KILLS= SEED=; docs/reference/faults.md
	@ONLY="$(ONLY)" FAULT_SECONDS="$(SECONDS)" KILLS="$(KILLS)" SEED="$(SEED)" exec scripts/faults

scan: ## security scanners against a running server, SECONDS=; not there yet
	@exec scripts/not-yet "make scan" "an issue after D; none is open yet"
