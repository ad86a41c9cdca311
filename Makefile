# Kagami: the whole build. `make help` lists what it does.
#
# Nothing here runs a compiler or pkg-config while the file is read, so that `make deps` works on a
# machine that has neither. Targets for people install packages, then enter make once more (SUB)
# with another VARIANT; files are only ever built in that second run.

VERSION = $(shell sed -n 's/.*KAGAMI_VERSION "\(.*\)"/\1/p' common/version.h)
VARIANT ?= release
B := build/$(VARIANT)
FUZZ_S ?= 60
PREFIX ?= /usr/local
DESTDIR ?=

# ---- packages (Debian 12) -------------------------------------------------------------------

DEPS_BUILD := gcc binutils libc6-dev make pkg-config libpcap-dev libndpi-dev libfyaml-dev libpcre2-dev \
	libsodium-dev libmodbus-dev libmuparser-dev libzmq3-dev libprotobuf-c-dev protobuf-c-compiler libsqlite3-dev \
	libmicrohttpd-dev libjansson-dev uuid-dev libncurses-dev iproute2 util-linux
DEPS_TEST := libcmocka-dev tshark tcpreplay iproute2 ethtool tcpdump procps clang clang-format \
	clang-tidy libclang-rt-14-dev llvm cppcheck shellcheck valgrind mandoc python3 python3-zmq \
	python3-protobuf python3-jsonschema minisign protobuf-compiler faketime git jq mbpoll nmap tmux
DEPS_COVERAGE := gcovr
# What speaks in the captures of pcaps/it. Daemons among them, which Debian starts where it can.
DEPS_CAPTURES := openssl openssh-client dropbear-bin socat inetutils-inetd inetutils-telnetd busybox \
	curl vsftpd nginx-light xrdp freerdp2-x11 xvfb tigervnc-standalone-server tigervnc-tools \
	tigervnc-viewer samba smbclient snmpd snmp dnsmasq-base udhcpc nmap arping iputils-ping dsniff \
	hping3 ntpsec ntpsec-ntpdig transmission-cli tor wireguard-go wireguard-tools openvpn iodine
DEPS_BENCH := libndpi-bin

# ---- what is built ----------------------------------------------------------------------------

SENSOR_SRC := $(wildcard protocols/*.c common/*.c proto/*.c sensor/*.c sensor/*/*.c)
COMMON_SRC := $(wildcard common/*.c)
COLLECTOR_SRC := $(wildcard collector/*.c collector/*/*.c)
PLANT_SRC := $(wildcard pcaps/plant/*.c)
GOOSE_SRC := $(wildcard pcaps/goose/*.c)
# What the plant publishes with, too.
GOOSE_SHARED := pcaps/goose/publisher.c pcaps/goose/tape.c
REPLAY_SRC := $(wildcard pcaps/replay/*.c)
WORKSHOP_SRC := $(wildcard pcaps/workshop/*.c)
NOMALLOC_SRC := $(wildcard tests/nomalloc/*.c)
BENCH_SRC := $(wildcard tests/bench/*.c)
RECORDS_SRC := $(wildcard tests/records/*.c)
UNIT_SRC := $(wildcard tests/unit/*.c)
PROPERTY_SRC := $(wildcard tests/property/*.c)
FUZZ_SRC := $(wildcard tests/fuzz/fuzz_*.c)

obj = $(1:%.c=$(B)/%.o)
SENSOR_OBJ = $(call obj,$(SENSOR_SRC))
PROTO_C = $(B)/gen/proto/kagami.pb-c.c
LIB_OBJ = $(filter-out $(B)/sensor/main.o,$(SENSOR_OBJ)) $(PROTO_C:.c=.o)
COLLECTOR_OBJ = $(filter-out $(B)/collector/main.o,$(call obj,$(COLLECTOR_SRC)))

PROGRAMS := $(B)/kagami-sensor $(if $(wildcard collector/main.c),$(B)/kagami-collector) $(if $(PLANT_SRC),$(B)/kagami-plant) \
	$(if $(GOOSE_SRC),$(B)/kagami-goose) $(if $(REPLAY_SRC),$(B)/kagami-replay) \
	$(if $(WORKSHOP_SRC),$(B)/kagami-workshop)
UNIT_TESTS := $(patsubst %.c,$(B)/%,$(filter tests/unit/test_%,$(UNIT_SRC)))
PROPERTY_TESTS := $(patsubst %.c,$(B)/%,$(filter tests/property/test_%,$(PROPERTY_SRC)))
RECORDS_PROGRAM := $(if $(RECORDS_SRC),$(B)/tests/records/make)
FUZZERS := $(FUZZ_SRC:%.c=$(B)/%)
BENCH_PROGRAMS := $(B)/tests/bench/gen $(B)/tests/bench/pcaploop $(B)/tests/bench/curve_loop $(B)/tests/bench/sqlite_loop \
	$(B)/tests/bench/spool_loop $(B)/tests/bench/decode_loop \
	$(B)/tests/bench/correlate_loop

# ---- flags ------------------------------------------------------------------------------------

WARN := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wcast-qual -Wundef -Wvla -Wformat=2 -Wimplicit-fallthrough -Wdouble-promotion \
	-Wwrite-strings -Wnull-dereference -Wno-missing-field-initializers
WARN_gcc := -Wcast-align=strict
# It complains of casts in the macros that protobuf-c writes, wherever they are used.
WARN_clang := -Wcast-align -Wno-cast-qual
# Without -ftrivial-auto-var-init=zero: gcc 12 clears bytes that are not padding when a struct with an
# array of structs in it is initialised by a function's result.
HARDEN := -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fcf-protection
HARDEN_LD := -pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
# Calls of our own objects only: what libraries allocate behind their API is not ours to count.
WRAPPED := malloc calloc realloc reallocarray aligned_alloc posix_memalign strdup strndup
WRAP := $(WRAPPED:%=-Wl,--wrap=%)

CC_release := gcc
CC_asan := gcc
CC_nomalloc := gcc
CC_cov := gcc
CC_analyze := gcc
CC_fuzz := clang
CC_clang := clang
# The decoders are written in small functions over many files: the linker inlines across them.
CFLAGS_release := -O2 -flto=auto $(HARDEN)
# The sanitizers' extra code makes gcc see conversions and truncations that are not in the source.
CFLAGS_asan := -O1 $(SANITIZE) -Wno-conversion -Wno-null-dereference -Wno-format-truncation
CFLAGS_nomalloc := -O2 $(HARDEN) -DKAGAMI_NOMALLOC
CFLAGS_cov := -O0 --coverage
CFLAGS_analyze := -O2 $(HARDEN) -fanalyzer
# The tests get gcc's warnings alone: its analyzer does not know that a failed assertion of cmocka
# does not come back, and clang-tidy looks at them too.
$(B)/tests/%.o: CFLAGS_analyze := -O2 $(HARDEN)
# Nor that a set which grows through a pointer is freed by whoever has it.
$(B)/sensor/rule/compile_set.o: CFLAGS_analyze += -Wno-analyzer-malloc-leak
CFLAGS_fuzz := -O1 $(SANITIZE) -fsanitize=fuzzer-no-link
CFLAGS_clang := -O2
LDFLAGS_release := -O2 -flto=auto -Wno-stringop-overflow -Wno-null-dereference $(HARDEN_LD)
LDFLAGS_asan := $(SANITIZE)
LDFLAGS_nomalloc := $(HARDEN_LD)
LDFLAGS_cov := --coverage
LDFLAGS_fuzz := $(SANITIZE)

ifeq ($(CC_$(VARIANT)),)
$(error VARIANT is one of release, asan, fuzz, nomalloc, cov, analyze, clang; not "$(VARIANT)")
endif
# CC=... on the command line or in the environment wins, but for the variants that need theirs.
ifneq ($(filter default undefined,$(origin CC))$(filter-out release asan nomalloc,$(VARIANT)),)
override CC := $(CC_$(VARIANT))
endif
FAMILY = $(if $(findstring clang,$(CC)),clang,gcc)

ALL_CPPFLAGS = -I. -isystem $(B)/gen -D_GNU_SOURCE $(CPPFLAGS)
ALL_CFLAGS = -std=c17 -g -fPIE $(WARN) $(WARN_$(FAMILY)) $(if $(WERROR),-Werror) \
	$(CFLAGS_$(VARIANT)) $(CFLAGS)
ALL_LDFLAGS = $(LDFLAGS_$(VARIANT)) $(LDFLAGS)

# pkg-config, asked once and only when something is compiled. Its headers are not ours to warn of.
PKGS_kagami := libpcap libndpi libfyaml libpcre2-8 libsodium libzmq libprotobuf-c sqlite3 libmicrohttpd jansson uuid
PKGS_plant := libmodbus libpcap libfyaml muparser jansson
once = $(or $($(1)),$(eval $(1) := $(shell $(2)))$($(1)))
PKG_CFLAGS = $(patsubst -I%,-isystem%,$(call once,pkg_cflags,pkg-config --cflags $(PKGS_kagami) $(PKGS_plant)))
SENSOR_LIBS = -Wl,--as-needed $(call once,sensor_libs,pkg-config --libs $(PKGS_kagami)) -lpthread
WORKSHOP_LIBS = -Wl,--as-needed $(call once,workshop_libs,pkg-config --libs ncursesw jansson libfyaml) -lm
PLANT_LIBS = -Wl,--as-needed $(call once,plant_libs,pkg-config --libs $(PKGS_plant)) -lm

ifeq ($(V),)
Q := @
say = @printf '  %-5s %s\n' '$(1)' '$(2)';
endif

NPROC = $(shell nproc 2>/dev/null || echo 2)
SUB_MAKE = $(MAKE) --no-print-directory $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(NPROC))
SUB = +$(Q)$(SUB_MAKE)

# ---- for people -------------------------------------------------------------------------------

.PHONY: all
all: deps-build ## Build the programs (release)
	$(SUB) programs

.PHONY: deps deps-build deps-test deps-coverage deps-bench deps-captures
deps: deps-test ## Install the Debian packages that building and testing need
deps-build:
	$(Q)[ "$(DEPS)" = no ] || .ci/deps $(DEPS_BUILD)
deps-test:
	$(Q)[ "$(DEPS)" = no ] || .ci/deps $(DEPS_BUILD) $(DEPS_TEST)
deps-captures:
	$(Q)[ "$(DEPS)" = no ] || .ci/deps $(DEPS_BUILD) $(DEPS_TEST) $(DEPS_CAPTURES)
deps-coverage:
	$(Q)[ "$(DEPS)" = no ] || .ci/deps $(DEPS_BUILD) $(DEPS_TEST) $(DEPS_COVERAGE)
deps-bench:
	$(Q)[ "$(DEPS)" = no ] || .ci/deps $(DEPS_BUILD) $(DEPS_TEST) $(DEPS_BENCH)

.PHONY: workshop
workshop: all ## A plant (PLANT=waterworks or substation), a sensor, a collector, a dashboard: something to attack
	$(Q)build/release/kagami-workshop run $(if $(PLANT),--plant $(PLANT))

.PHONY: workshop-test
workshop-test: deps-test ## Start workshops, attack their plants, end them in every way (needs root)
	$(SUB) programs
	$(Q)tests/run.sh workshop

.PHONY: demo
demo: all ## See it work: read captures of the simulated plant
	$(Q)tests/demo.sh build/release

# Every test runs a suite of tests/; what a suite needs built is listed in SUITE_<suite>.
SUITES := unit cli rules manual golden alerts property oracle conditions records nomalloc fuzz-regress fuzz-short replay live delivery incidents workshop exercise guides scenarios

.PHONY: test
test: deps-test test-build ## Run every test; the last line counts them
	$(Q)tests/run.sh $(SUITES)

.PHONY: test-build
test-build: deps-test
	$(SUB) programs
	$(SUB) VARIANT=asan kagami tests
	$(SUB) VARIANT=fuzz fuzzers
	$(SUB) VARIANT=nomalloc counted

.PHONY: unit property golden
unit: deps-test ## Run the unit tests (TESTS="test_flow …" for some)
	$(SUB) VARIANT=asan tests
	$(Q)tests/run.sh unit
property: deps-test ## Run the property tests
	$(SUB) VARIANT=asan kagami tests
	$(Q)tests/run.sh property
golden: deps-test ## Compare the output for each capture with tests/golden/
	$(SUB) VARIANT=asan kagami
	$(Q)tests/run.sh golden

.PHONY: alerts
alerts: deps-test ## Test detection: alerts for each capture, learning, determinism, bounds
	$(SUB) programs
	$(SUB) VARIANT=asan kagami
	$(Q)tests/run.sh alerts

.PHONY: cli
cli: deps-test ## Test options, exit codes and error messages
	$(SUB) programs
	$(Q)tests/run.sh cli

.PHONY: golden-accept
golden-accept: deps-test ## Make the present output the expected one; read the diff before you commit
	$(SUB) programs
	$(Q)tests/golden/accept.sh build/release
	$(Q)tests/alerts/accept.sh build/release
	$(Q)tests/incidents/run.sh build/release accept
	$(Q)git --no-pager diff --stat -- tests/golden tests/alerts tests/incidents

.PHONY: oracle
oracle: deps-test ## Compare every field with tshark's
	$(SUB) programs
	$(Q)tests/run.sh oracle

.PHONY: conditions
conditions: deps-test ## Compare the frames that conditions select with tshark's
	$(SUB) programs
	$(Q)tests/run.sh conditions

.PHONY: records
records: deps-test ## Check the records of incidents against the schemas of their formats
	$(SUB) VARIANT=asan tests
	$(Q)tests/run.sh records

.PHONY: nomalloc
nomalloc: deps-test ## Prove that no packet costs an allocation
	$(SUB) programs
	$(SUB) VARIANT=nomalloc counted
	$(Q)tests/run.sh nomalloc

.PHONY: fuzz fuzz-regress
fuzz: deps-test ## Fuzz each target for FUZZ_S seconds (60)
	$(SUB) VARIANT=fuzz fuzzers
	$(Q)FUZZ_S=$(FUZZ_S) SUITE_TIMEOUT=0 tests/run.sh fuzz
fuzz-regress: deps-test ## Run the fuzz targets over their corpus and every input that once failed
	$(SUB) VARIANT=fuzz fuzzers
	$(Q)tests/run.sh fuzz-regress

.PHONY: live-test
live-test: deps-test ## Capture on a veth pair in a network namespace (needs root)
	$(SUB) programs
	$(SUB) VARIANT=asan kagami
	$(Q)tests/run.sh live

.PHONY: replay
replay: deps-test ## Test captures played again, also onto an interface (which needs root)
	$(SUB) programs
	$(Q)tests/run.sh replay

.PHONY: delivery torture
delivery: deps-test ## Test delivery: kill -9, bad lines, full disks, intruders
	$(SUB) programs
	$(Q)tests/run.sh delivery
torture: deps-test ## Delivery, incidents and scenarios at length: hundreds of kills, each scenario in a workshop
	$(SUB) programs
	$(Q)SUITE_TIMEOUT=0 tests/run.sh delivery-torture incidents-torture scenarios-torture scenarios-live

.PHONY: incidents
incidents: deps-test ## Test incidents: what comes of each capture, kills, commands
	$(SUB) programs
	$(Q)tests/run.sh incidents

.PHONY: exercise guides
exercise: deps-test ## Test exercises: teams, reports, two countries, the blind set
	$(SUB) programs
	$(Q)tests/run.sh exercise
guides: deps-test ## Run every command of the workshop's guides
	$(SUB) programs
	$(Q)tests/run.sh guides

.PHONY: scenarios baseline
scenarios: deps-test ## Test the workshop's scenarios, replayed and live
	$(SUB) programs
	$(Q)tests/run.sh scenarios
baseline: all ## Learn again what is usual in the simulated plants
	$(Q)pcaps/learn.sh build/release

.PHONY: captures
captures: deps-captures ## Make the captures of pcaps/ again, from the plant simulator
	$(SUB) programs
	$(Q)pcaps/make.sh build/release

.PHONY: lint
lint: deps-test ## Check format, warnings of two compilers, analysers, and the rules of the house
	+$(Q)MAKE="$(SUB_MAKE)" tests/lint/run.sh build/release

.PHONY: analyze
analyze: deps-test ## Check the programs with gcc's analyzer too, which takes as long as the rest of lint
	$(SUB) -k VARIANT=analyze WERROR=1 objects

.PHONY: coverage
coverage: deps-coverage ## Measure which lines and branches the tests reach
	$(Q)rm -rf build/cov
	$(SUB) VARIANT=cov programs tests
	$(Q)tests/coverage.sh build/cov

.PHONY: bench
bench: deps-bench ## Compare speed and memory with a bare loop, ndpiReader and tshark
	$(SUB) programs bench-programs
	$(Q)tests/bench/bench.py build/release

.PHONY: man
man: all ## Make the man pages in build/man
	$(SUB) man-pages

# In folders as here, so that their links to each other hold.
INSTALLED_DOCS := rules/README.md docs/json.md docs/summary.md docs/events.md docs/delivery.md docs/sending.md \
	docs/spool.md proto/README.md proto/kagami.proto $(wildcard docs/rules/*.md)

COLLECTOR_DOCS := docs/collector.md docs/sharing.md collector/data/sharing.yaml docs/json.md docs/events.md docs/stream/README.md docs/stream/subscriber.py \
	docs/record.md docs/exports.md $(wildcard docs/store.md docs/incidents.md docs/exercise.md docs/scenarios.md docs/workshop.md docs/trainee.md docs/ja/workshop.md docs/ja/trainee.md) proto/kagami.proto proto/README.md \
	proto/incident.schema.json

.PHONY: reference
reference: all ## Write the rule reference in docs/rules anew, from rules/
	$(Q)rm -f docs/rules/*.md
	$(Q)build/release/kagami-sensor rules reference rules --output docs/rules

.PHONY: install
install: man ## Install to DESTDIR/PREFIX (/usr/local)
	$(Q)for program in kagami-sensor kagami-collector; do \
		install -D -m 755 build/release/$$program $(DESTDIR)$(PREFIX)/bin/$$program; done
	$(Q)for page in build/man/*.[1-8]; do \
		install -D -m 644 "$$page" \
			"$(DESTDIR)$(PREFIX)/share/man/man$${page##*.}/$${page##*/}"; done
	$(Q)install -D -m 644 build/man/sensor.yaml $(DESTDIR)$(PREFIX)/share/doc/kagami-sensor/sensor.yaml
	$(Q)install -D -m 644 build/man/collector.yaml $(DESTDIR)$(PREFIX)/share/doc/kagami-collector/collector.yaml
	$(Q)for page in $(COLLECTOR_DOCS); do \
		install -D -m 644 "$$page" "$(DESTDIR)$(PREFIX)/share/doc/kagami-collector/$$page"; done
	$(Q)install -d $(DESTDIR)$(PREFIX)/share/kagami/rules
	$(Q)install -m 644 $(wildcard rules/*.yaml) $(DESTDIR)$(PREFIX)/share/kagami/rules
	$(Q)install -d $(DESTDIR)$(PREFIX)/share/kagami/messages
	$(Q)install -m 644 $(wildcard collector/data/messages/*.yaml) $(DESTDIR)$(PREFIX)/share/kagami/messages
	$(Q)for scenario in $(wildcard pcaps/scenarios/*/scenario.yaml); do \
		install -D -m 644 "$$scenario" "$(DESTDIR)$(PREFIX)/share/kagami/$${scenario#pcaps/}"; done
	$(Q)for page in $(INSTALLED_DOCS); do \
		install -D -m 644 "$$page" "$(DESTDIR)$(PREFIX)/share/doc/kagami-sensor/$$page"; done
	$(Q)for example in waterworks.yaml waterworks/site.yaml waterworks/tags.yaml \
		substation.yaml substation/site.yaml substation/tags.yaml; do \
		install -D -m 644 "rules/examples/$$example" \
			"$(DESTDIR)$(PREFIX)/share/doc/kagami-sensor/examples/$$example"; done
	$(Q)for unit in $(wildcard sensor/*.service collector/*.service); do \
		install -d "$(DESTDIR)$(PREFIX)/lib/systemd/system"; \
		sed 's|@PREFIX@|$(PREFIX)|' "$$unit" \
			>"$(DESTDIR)$(PREFIX)/lib/systemd/system/$${unit##*/}"; done

.PHONY: deb
deb: deps-build ## Make a Debian package in build/
	$(Q)rm -rf build/deb
	$(SUB) install DESTDIR=build/deb PREFIX=/usr DEPS=no
	$(Q).ci/deb build/deb $(VERSION)

.PHONY: clean
clean: ## Remove everything that was built
	$(Q)rm -rf build

.PHONY: help
help: ## List the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1\t\2/p' Makefile | expand -t 18
	@echo
	@echo 'V=1 shows the commands, WERROR=1 makes warnings errors, DEPS=no installs nothing.'

# ---- files ------------------------------------------------------------------------------------

.PHONY: programs tests fuzzers bench-programs kagami counted objects tidy man-pages
programs: $(PROGRAMS)
	@:
tests: $(UNIT_TESTS) $(PROPERTY_TESTS) $(RECORDS_PROGRAM)
	@:
fuzzers: $(FUZZERS)
	@:
bench-programs: $(BENCH_PROGRAMS)
	@:
kagami: $(B)/kagami-sensor $(B)/kagami-collector
	@:
counted: $(B)/kagami-sensor $(B)/tests/bench/gen
	@:
ALL_SRC := $(SENSOR_SRC) $(COLLECTOR_SRC) $(PLANT_SRC) $(GOOSE_SRC) $(REPLAY_SRC) $(WORKSHOP_SRC) $(UNIT_SRC) $(PROPERTY_SRC) $(FUZZ_SRC) $(BENCH_SRC) \
	$(NOMALLOC_SRC) $(RECORDS_SRC)
objects: $(call obj,$(ALL_SRC))
	@:

# The messages of proto/kagami.proto, as protobuf-c writes them. Its code is not ours to warn of.
$(PROTO_C): proto/kagami.proto
	@mkdir -p $(B)/gen
	$(call say,GEN,$@)protoc-c --c_out=$(B)/gen $<
$(PROTO_C:.c=.h): $(PROTO_C)
$(PROTO_C:.c=.o): $(PROTO_C)
	$(call say,CC,$@)$(CC) -isystem $(B)/gen $(PKG_CFLAGS) -std=c17 -g -fPIE -w $(filter-out -fanalyzer,$(CFLAGS_$(VARIANT))) \
		$(CFLAGS) -c -o $@ $<

# What alerts mean, as it is built in: the file's bytes.
INCIDENTS_H = $(B)/gen/collector/incidents_yaml.h
$(INCIDENTS_H): collector/data/incidents.yaml
	@mkdir -p $(@D)
	$(call say,GEN,$@)(echo 'static const unsigned char incidents_yaml[] = {' && \
		od -An -v -tx1 $< | sed 's/ \(..\)/0x\1,/g' && echo '};') >$@
$(B)/collector/incident_tables_read.o $(B)/collector/incident_tables_read.tidy: $(INCIDENTS_H)

$(B)/%.o: %.c Makefile | $(PROTO_C)
	@mkdir -p $(@D)
	$(call say,CC,$@)$(CC) $(ALL_CPPFLAGS) $(PKG_CFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# clang-tidy says clang's warnings too. Its path-sensitive half takes all the time and finds what it
# finds early: a third of the usual nodes, and none of it on tests.
TIDY_DEPTH := -Xclang -analyzer-config -Xclang max-nodes=75000
tidy: $(ALL_SRC:%.c=$(B)/%.tidy)
	@:
$(B)/%.tidy: %.c .clang-tidy tests/.clang-tidy | $(PROTO_C)
	@mkdir -p $(@D)
	$(call say,TIDY,$*.c)$(CC) $(ALL_CPPFLAGS) $(PKG_CFLAGS) -std=c17 -MM -MP -MT $@ -MF $@.d $< && \
		clang-tidy --quiet $*.c -- $(ALL_CPPFLAGS) $(PKG_CFLAGS) -std=c17 $(WARN) $(WARN_clang) \
		$(TIDY_DEPTH) 2>$@.log \
		|| { grep -v 'warnings\? \(generated\|treated\)' $@.log; exit 1; } && touch $@

$(B)/libkagami.a: $(LIB_OBJ)
	$(call say,AR,$@)rm -f $@ && ar rcs $@ $^

NOMALLOC_OBJ = $(if $(filter nomalloc,$(VARIANT)),$(call obj,$(NOMALLOC_SRC)))
$(B)/kagami-sensor: $(B)/sensor/main.o $(NOMALLOC_OBJ) $(B)/libkagami.a
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(if $(filter nomalloc,$(VARIANT)),$(WRAP)) \
		-o $@ $^ $(SENSOR_LIBS)

$(B)/libcollector.a: $(COLLECTOR_OBJ)
	$(call say,AR,$@)rm -f $@ && ar rcs $@ $^

$(B)/kagami-collector: $(B)/collector/main.o $(B)/libcollector.a $(B)/libkagami.a
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(SENSOR_LIBS)

# What simulators share with the programs. Not the decoders: some have the names of libmodbus' functions.
$(B)/libcommon.a: $(call obj,$(COMMON_SRC))
	$(call say,AR,$@)rm -f $@ && ar rcs $@ $^

$(B)/kagami-plant: $(call obj,$(PLANT_SRC) $(GOOSE_SHARED)) $(B)/libcommon.a
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(PLANT_LIBS)

$(B)/kagami-goose: $(call obj,$(GOOSE_SRC))
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(PLANT_LIBS)

$(B)/kagami-replay: $(call obj,$(REPLAY_SRC)) $(B)/libkagami.a
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(SENSOR_LIBS)

$(B)/kagami-workshop: $(call obj,$(WORKSHOP_SRC)) $(B)/libcommon.a
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(WORKSHOP_LIBS)

# A unit test may name functions to replace, in a line of its own: /* wrap: clock_gettime read */
wraps = $(patsubst %,-Wl$(comma)--wrap=%,$(shell sed -n 's,^/\* wrap: \(.*\) \*/$$,\1,p' $(1)))
comma := ,
UNIT_SUPPORT = $(call obj,$(filter-out tests/unit/test_%,$(UNIT_SRC)))
$(UNIT_TESTS): $(B)/tests/unit/%: $(B)/tests/unit/%.o $(UNIT_SUPPORT) $(B)/libcollector.a $(B)/libkagami.a
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(call wraps,tests/unit/$*.c) \
		-o $@ $^ -lcmocka $(SENSOR_LIBS) $(if $(findstring test_plant_,$@),-lmuparser -lm)

PROPERTY_SUPPORT = $(call obj,$(filter-out tests/property/test_%,$(PROPERTY_SRC)))
$(PROPERTY_TESTS): $(B)/tests/property/%: $(B)/tests/property/%.o $(PROPERTY_SUPPORT) $(B)/libkagami.a
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(call wraps,tests/property/$*.c) \
		-o $@ $^ -lcmocka $(SENSOR_LIBS)

$(RECORDS_PROGRAM): $(call obj,$(RECORDS_SRC)) $(B)/libcollector.a $(B)/libkagami.a
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(SENSOR_LIBS)

$(FUZZERS): $(B)/tests/fuzz/%: $(B)/tests/fuzz/%.o $(B)/libcollector.a $(B)/libkagami.a
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(SENSOR_LIBS)

$(B)/tests/bench/gen: $(call obj,$(filter-out %loop.c,$(BENCH_SRC)))
$(filter %loop,$(BENCH_PROGRAMS)): %loop: %loop.o
$(B)/tests/bench/spool_loop $(B)/tests/bench/decode_loop: $(B)/libkagami.a
$(B)/tests/bench/correlate_loop: $(B)/libcollector.a $(B)/libkagami.a
$(BENCH_PROGRAMS):
	$(call say,LD,$@)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(call wraps,$(@:$(B)/%=%).c) -o $@ $^ $(if $(filter %.a,$^),$(SENSOR_LIBS),\
		-Wl$(comma)--as-needed -lpcap -lzmq -lsqlite3)

# The program writes its pages and the example of its configuration from its own option rows.
man-pages: build/man/list
	@:
build/man/list: $(B)/kagami-sensor $(B)/kagami-collector
	@mkdir -p $(@D)
	$(call say,MAN,build/man)for program in $^; do \
		for page in $$($$program man) $$($$program man | sed -n 's/\.yaml\.5$$/.yaml/p'); do \
			$$program man $$page >build/man/$$page || exit 1; echo $$page; done; \
		done >$@.new && mv $@.new $@

.DELETE_ON_ERROR:
.SECONDARY:
-include $(patsubst %.c,$(B)/%.d,$(ALL_SRC)) $(patsubst %.c,$(B)/%.tidy.d,$(ALL_SRC))
