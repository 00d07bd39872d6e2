# Each target is one or two commands that a person could type. `make` alone lists them.

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=
SECONDS ?= 60
SEED ?= 1
CAPTURES ?= ../shared/captures
OUT ?= .build/captures

RELEASE = .build/release/captcp
STUDY = Fixtures/captures/study/snd.pcap.zst
MANUAL = .build/manual
SOURCES = Package.swift Sources Templates Fixtures Tests Fuzz/Package.swift Fuzz/Sources/captcp-fuzz \
  Benchmarks/Package.swift Benchmarks/Sources/draw/Main.swift Benchmarks/Sources/growth
# A release binary carries the Swift library: it starts faster and needs no toolchain where it runs.
RELEASE_FLAGS = -c release --static-swift-stdlib --product captcp

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: deps
deps: ## install the libraries, fonts and tools that are missing (apt-get)
	@.ci/deps

.PHONY: demo
demo: release ## make a report of a bundled capture, as HTML and as Markdown, in demo/
	@mkdir -p demo
	$(RELEASE) report $(STUDY) -o demo/report.html
	$(RELEASE) report $(STUDY) -o demo/ticket.md
	@echo "The report:   $(CURDIR)/demo/report.html"
	@echo "For a ticket: $(CURDIR)/demo/ticket.md"

.PHONY: build
build: deps ## debug build
	$(SWIFT) build

.PHONY: release
release: deps ## release build, the Swift library linked in
	$(SWIFT) build $(RELEASE_FLAGS)

.PHONY: test
test: deps ## all tests; the last line is `N passed, N failed, N skipped`
	@.ci/test

.PHONY: test-fast
test-fast: deps ## tests that neither draw with Cairo nor run the tool
	@.ci/test --skip CairoRendererTests --skip EndToEndTests

.PHONY: test-slow
test-slow: deps ## tests with a hundred times as many random inputs
	@SEEDS=100 .ci/test

.PHONY: golden
golden: deps ## record all snapshots again, then show what changed
	-@RECORD_SNAPSHOTS=1 .ci/test
	git diff --stat -- Tests

.PHONY: format
format: ## rewrite the sources in the project's style
	$(SWIFT) format -i --parallel -r $(SOURCES)

.PHONY: lint
lint: deps ## check style and layering
	$(SWIFT) format lint --strict --parallel -r $(SOURCES)
	@.ci/test --filter LayeringTests

.PHONY: truth
truth: deps ## hold captcp against what kernels and network know; the table is in .build/truth.md
	@rm -f .build/truth.md
	@.ci/test --filter TruthTests; status=$$?; cat .build/truth.md; exit $$status

.PHONY: oracle
oracle: release ## compare with what tshark and tcptrace say of ../shared/captures (CAPTURES=)
	python3 .ci/oracle.py --captcp $(RELEASE) --captures $(CAPTURES)
	python3 .ci/oracle-wireshark.py --live --captcp $(RELEASE) --captures $(CAPTURES)
	python3 .ci/oracle-tcptrace.py --captcp $(RELEASE) --captures $(CAPTURES)
	python3 .ci/retransmissions.py --captcp $(RELEASE) --captures $(CAPTURES)
	python3 .ci/findings.py --captcp $(RELEASE) --captures $(CAPTURES)

.PHONY: oracle-fuzz
oracle-fuzz: release ## compare --classify with the peers installed, on random segments (SEED=1)
	python3 .ci/oracle-fuzz.py --captcp $(RELEASE) --seed $(SEED)
	python3 .ci/oracle-fuzz-tcptrace.py --captcp $(RELEASE) --seed $(SEED)

.PHONY: hostile
hostile: release ## run the tool over damaged files: no crash, 2 s, 150 MB (CAPTURES=)
	.ci/hostile $(RELEASE) $(CAPTURES)

.PHONY: bench
bench: release ## CPU and memory beside a plain C loop, on two captures of 1 GB
	Benchmarks/run.sh $(RELEASE)

.PHONY: bench-quick
bench-quick: release ## the same on a tenth of it
	Benchmarks/run.sh --quick $(RELEASE)

.PHONY: bench-figures
bench-figures: release ## time of figures of a million segments beside statistic, and of 10^7 points
	Benchmarks/figures.sh $(RELEASE)
	$(SWIFT) build -c release --package-path Benchmarks -Xswiftc -enable-testing
	Benchmarks/.build/release/draw

.PHONY: bench-growth
bench-growth: release ## CPU and memory as captures grow to 10^7 packets and 10^6 connections; draws Benchmarks/growth.svg
	Benchmarks/growth.sh $(RELEASE) Benchmarks/.build/growth.csv
	$(SWIFT) build -c release --package-path Benchmarks -Xswiftc -enable-testing --product growth
	Benchmarks/.build/release/growth Benchmarks/.build/growth.csv Benchmarks/growth.svg

.PHONY: bench-micro
bench-micro: release ## instructions and allocations a packet, by what they are for (valgrind)
	Benchmarks/instructions.py $(RELEASE) --check

.PHONY: fuzz
fuzz: deps ## damaged captures into the reader and the analysis for SECONDS=60
	Fuzz/run.sh $(SECONDS)

.PHONY: fixtures
fixtures: deps ## write the segment scripts as captures into OUT=.build/captures
	@mkdir -p $(OUT)
	@FIXTURES_OUTPUT=$(abspath $(OUT)) .ci/test --filter everyScriptIsWrittenAsACaptureFile

.PHONY: gallery
gallery: release ## every kind of chart in every preset and theme, as one page: .build/gallery/index.html
	python3 .ci/gallery.py --captcp $(RELEASE) --output .build/gallery

.PHONY: pictures
pictures: release ## draw the pictures of README anew
	$(RELEASE) timesequence -f 4.1 -o Fixtures/pictures/timesequence.png $(STUDY)
	$(RELEASE) rtt -f 2.1 --theme dark --dpi 96 -o Fixtures/pictures/rtt.png $(STUDY)
	$(RELEASE) timeline --dpi 96 -o Fixtures/pictures/timeline.png $(STUDY)

.PHONY: docs
docs: release ## man pages and shell completions into .build/manual
	@rm -rf $(MANUAL)
	$(RELEASE) manual $(MANUAL)

.PHONY: install
install: docs ## install the tool, man pages and completions under PREFIX=/usr/local (DESTDIR=)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 755 $(RELEASE) $(DESTDIR)$(PREFIX)/bin/captcp
	install -m 644 $(MANUAL)/man1/*.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -D -m 644 $(MANUAL)/completions/captcp.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/captcp
	install -D -m 644 $(MANUAL)/completions/_captcp $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_captcp
	install -D -m 644 $(MANUAL)/completions/captcp.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/captcp.fish

.PHONY: dist
dist: ## source archive of the last commit
	git archive --format=tar.gz --prefix=captcp/ -o captcp.tar.gz HEAD

.PHONY: clean
clean: ## remove everything that was built
	rm -rf .build Benchmarks/.build Fuzz/.build demo captcp.tar.gz
