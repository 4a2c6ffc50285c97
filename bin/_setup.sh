# What bin/run, bin/test and bin/bench share; they source it. It says what a machine needs, and gets what is missing.
# shellcheck shell=bash
set -euo pipefail
trap 'exit 130' INT # what heeds no Ctrl-C itself, as apt while it unpacks, is the last that runs
cd "$(dirname "${BASH_SOURCE[0]}")/.."
unset PYTHONDONTWRITEBYTECODE # with it, every process compiles all of the code anew

# What WeasyPrint loads to set a PDF, and the fonts of published/fonts/fonts.conf that are too heavy to ship.
RUN_PACKAGES=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk fonts-unifont)
# A second database, a browser, and what looks into PDFs; the jars are what veraPDF's own jar leaves out.
TEST_PACKAGES=(postgresql chromium nginx-light fonts-liberation curl openssl poppler-utils qpdf libatomic1 default-jre-headless
  libjaxb-java libistack-commons-java libtxw2-java libstax-ex-java libfastinfoset-java)
BENCH_PACKAGES=(wrk nginx-light chromium fonts-liberation postgresql)

missing=() sudo=() apt='' apt_log='' # of need_packages

say() { printf '%s\n' "$*" >&2; }
die() { say "minutebook: $*"; exit 1; }

find_python() {
  local name
  for name in .venv/bin/python python3 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then PYTHON=$name; return; fi
  done
  die "Python 3.11 or newer is needed; $(python3 --version 2>/dev/null || echo 'no python3') was found."
}

need_packages() { # NAME…: Debian packages; begins to install those that are missing, beside what comes next: have_packages waits
  command -v dpkg-query >/dev/null || { need_elsewhere "$@"; return; }
  local name installed first=()
  [ -e .venv/bin/pip ] || "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || first=(python3-venv)
  missing=("${first[@]}")
  installed=" $(dpkg-query -W -f '${db:Status-Status}:${Package} ' "$@" 2>/dev/null || true)"
  for name; do
    case $name in
      default-jre-headless) if command -v java >/dev/null; then continue; fi ;;
      chromium) if command -v chromium >/dev/null || grep -qx ID=ubuntu /etc/os-release; then continue; fi ;; # need_browser
    esac
    case $installed in *" installed:$name "*) continue ;; esac
    missing+=("$name")
    case $name in libpango* | libharfbuzz* | fontconfig) first+=("$name") ;; esac # small, and the demonstration's papers are set with it
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || die "these packages are missing: ${missing[*]}. As root: apt-get install ${missing[*]}"
    sudo=(sudo)
  fi
  say "Installing system packages: ${missing[*]}"
  apt_log=$(mktemp)
  { "${sudo[@]}" apt-get update -qq && { [ ${#first[@]} = 0 ] || apt_install "${first[@]}"; }; } >"$apt_log" 2>&1 </dev/null || no_packages
  # Without what holds the data (9), and deaf to Ctrl-C, as all that bash starts so: half a package would be worse than a whole one.
  apt_install "${missing[@]}" >"$apt_log" 2>&1 </dev/null 9>&- &
  apt=$!
}

apt_install() { # who comes while another apt works waits for it
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "$@"
}

have_packages() { # waits for what need_packages began, and says what it could not do
  [ -n "$apt" ] || return 0
  wait "$apt" || no_packages
  apt=
  rm -f "$apt_log"
}

no_packages() {
  tail -n 3 "$apt_log" >&2
  rm -f "$apt_log"
  die "these packages are missing and apt could not install them (is there a network?): ${missing[*]}"
}

need_elsewhere() { # NAME…: where there is no dpkg, nothing is installed; what is missing is named
  local missing=() name found
  for name; do
    found=yes
    case $name in
      lib*-java) [ -d /usr/share/java ] || found= ;;
      lib*) "$PYTHON" -c 'import ctypes.util, sys; sys.exit(not ctypes.util.find_library(sys.argv[1]))' \
        "$(sed -E 's/^lib//; s/-?0$//' <<<"$name")" || found= ;;
      fonts-*) ;; # a font that is not there is replaced by another
      fontconfig) command -v fc-match >/dev/null || found= ;;
      postgresql) command -v initdb >/dev/null || found= ;;
      poppler-utils) command -v pdfinfo >/dev/null || found= ;;
      default-jre-headless) command -v java >/dev/null || found= ;;
      nginx-light) command -v nginx >/dev/null || found= ;;
      *) command -v "$name" >/dev/null || found= ;;
    esac
    [ -n "$found" ] || missing+=("$name")
  done
  [ ${#missing[@]} = 0 ] || die "these are missing (by their Debian names): ${missing[*]}. Get them with your package manager," \
    "for example: dnf install pango harfbuzz fontconfig liberation-fonts; brew install pango fontconfig."
}

need_requirements() { # FILE: makes .venv and installs the pinned packages of FILE, if it has not been done
  local stamp=.venv/.installed-$1 want log
  if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    say "Making .venv"
    if [ "$PYTHON" = .venv/bin/python ]; then PYTHON=python3; fi
    "$PYTHON" -m venv --clear .venv || die "$PYTHON could not make .venv."
  fi
  want=$(.venv/bin/python -c 'import hashlib, sys; print(sys.version, hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$1")
  [ "$want" != "$(cat "$stamp" 2>/dev/null)" ] || return 0
  say "Installing the Python packages of $1"
  (nice "$PYTHON" -m compileall -q -x '^\./(\.|var/|tests/)' . >/dev/null 2>&1 9>&- || true) & # what runs next need not compile it
  log=$(mktemp)
  # --no-deps: all that is needed is named. In Python 3.13 alone libcst asks for another YAML than the one that it has.
  if ! .venv/bin/python -m pip install --disable-pip-version-check --no-input --no-deps --require-hashes -r "$1" >"$log" 2>&1; then
    have_packages # where there is no network, that is what is said
    grep -E '^ERROR' "$log" | tail -n 2 >&2
    rm -f "$log"
    die "the Python packages of $1 could not be installed (is there a network?)."
  fi
  rm -f "$log"
  printf '%s\n' "$want" >"$stamp"
}

need_browser() { # Debian's; Ubuntu has it as a snap only, which we leave to its owner
  command -v chromium >/dev/null || die "Chromium is missing. On Ubuntu: snap install chromium"
}

as_postgres() { # PostgreSQL refuses to run as root
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}
stop_postgres() {
  as_postgres "$postgres/pg_ctl" -D "$cluster/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$cluster"
}
start_postgres() { # a throw-away cluster, gone with this shell; $postgres_url leads to it
  postgres=$(find /usr/lib/postgresql/*/bin -maxdepth 0 2>/dev/null | sort -V | tail -n 1)
  postgres=${postgres:-$(dirname "$(command -v initdb)")}
  cluster=$(mktemp -d /tmp/minutebook-pg.XXXXXX)
  trap stop_postgres EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  if [ "$(id -u)" = 0 ]; then chown postgres "$cluster"; fi
  chmod 755 "$cluster"
  as_postgres "$postgres/initdb" -D "$cluster/data" -U minutebook -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null ||
    die "initdb failed."
  # autovacuum: a table that is analysed while a test's one transaction fills it counts as empty, and each query reads it whole
  as_postgres "$postgres/pg_ctl" -D "$cluster/data" -w -l "$cluster/log" -o "-k $cluster -h '' -c fsync=off \
    -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c autovacuum=off" start >/dev/null ||
    { cat "$cluster/log" >&2; die "PostgreSQL did not start."; }
  as_postgres "$postgres/createdb" -h "$cluster" -U minutebook minutebook
  postgres_url=postgres://minutebook@${cluster//\//%2F}/minutebook
}
