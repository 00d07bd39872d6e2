# Makes the documents and figures of {{{spec}}} again when the spec, a capture or captcp changed.
# Written by {{{tool}}}; yours to edit.
#
#   make            documents and figures that are out of date
#   make check      fails if a file is not what the spec makes of it (for CI)
#   make clean      removes what make can make again

CAPTCP ?= captcp
FIGURES := $(shell $(CAPTCP) figure --list {{{spec}}})
DOCS = {{{documents}}}
CAPTURES = {{{captures}}}
PROGRAM := $(shell command -v $(CAPTCP))

all: $(DOCS) $(FIGURES:%=fig/%.{{{form}}})

-include .captcp-cache/report.d

# captcp leaves a file alone whose content stays the same, so that LaTeX is not run for nothing. The stamps tell make
# that captcp ran; a document or picture that was deleted comes back. What each is made of stands in report.d.
$(DOCS): .captcp-cache/.documents.stamp
	@test -e $@ || { rm -f $<; $(MAKE) $<; }

fig/%.{{{form}}}: .captcp-cache/%.stamp
	@test -e $@ || { rm -f $<; $(MAKE) $<; }

.captcp-cache/%.stamp: {{{spec}}} $(CAPTURES) $(PROGRAM)
	@mkdir -p $(@D)
	$(CAPTCP) figure {{{spec}}} $*
	@touch $@

.captcp-cache/.documents.stamp: {{{spec}}} $(CAPTURES) $(PROGRAM)
	@mkdir -p $(@D)
	$(CAPTCP) report --documents --depfile .captcp-cache/report.d {{{spec}}}
	@touch $@

$(CAPTURES):

check:
	$(CAPTCP) report --check {{{spec}}}

clean:
	@sed -n 's/^[0-9a-f]\{64\} //p' .captcp-cache/made-* 2>/dev/null | tr '\n' '\0' | xargs -0 rm -f
	rm -rf .captcp-cache
	-@rmdir fig data *-files 2>/dev/null || true

.PHONY: all check clean
.PRECIOUS: .captcp-cache/%.stamp
