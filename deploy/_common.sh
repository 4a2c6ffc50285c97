# What deploy/install and deploy/upgrade share; they source it. Each step can be done again, and is done only where it is lacking.
# shellcheck shell=bash
set -euo pipefail
umask 022
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*' # the clone may be another user's
CODE=/opt/minutebook               # the repository, a directory for each release, and links to the one that serves
DATA=/var/lib/minutebook           # database (if SQLite) and files
BACKUPS=/var/backups/minutebook
SETTINGS=/etc/minutebook/minutebook.env
UNITS=/etc/systemd/system
WRITTEN=/etc/minutebook/.written           # digests of the files that we wrote, to know those that a person has changed since

say() { printf '%s\n' "$*"; }
die() { printf 'minutebook: %s\n' "$*" >&2; exit 1; }
run_quietly() { # COMMAND…: its output is shown only if it fails
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 </dev/null 8>&- || status=$? # what it leaves running must not hold the lock
  [ $status = 0 ] || tail -n 4 "$log" >&2
  rm -f "$log"
  return $status
}
need_root() { [ "$(id -u)" = 0 ] || die "run it as root: sudo $0"; }
has_systemd() { [ -d /run/systemd/system ]; }
left=() # what a machine without a running systemd is left with
control() { # ARGUMENT…: systemctl, where it can be asked
  if has_systemd; then systemctl --quiet "$@"; else left+=("systemctl $*"); fi
}
hold_lock() { # two at once would undo each other's work
  mkdir -p "$CODE"
  exec 8>"$CODE/.lock"
  flock -n 8 || die "an install or an upgrade is running already."
}
agree() { # asks, unless --yes was given
  [ -z "${yes:-}" ] || return 0
  [ -t 0 ] || die "nobody is there to be asked; add --yes to go on."
  local answer
  read -r -p "Go on? [y/N] " answer
  case $answer in y | Y | yes) ;; *) die "nothing was changed." ;; esac
}

put() { # TARGET MODE OWNER:GROUP <content: writes it, unless a person has changed what we wrote
  local target=$1 mode=$2 owner=$3 new recorded
  new=$(mktemp)
  cat >"$new"
  touch "$WRITTEN"
  recorded=$(awk -v t="$target" '$2 == t { print $1 }' "$WRITTEN" | tail -n 1)
  if [ -e "$target" ] && [ "$(digest "$target")" != "${recorded:-none}" ] && [ "$(digest "$target")" != "$(digest "$new")" ]; then
    install -m 600 "$new" "$target.minutebook-new"
    say "  Left as you changed it: $target (what this release would write is in $target.minutebook-new)"
  else
    mkdir -p "$(dirname "$target")"
    install -m "$mode" -o "${owner%:*}" -g "${owner#*:}" "$new" "$target.part"
    mv "$target.part" "$target"
    { awk -v t="$target" '$2 != t' "$WRITTEN"; printf '%s %s\n' "$(digest "$target")" "$target"; } >"$WRITTEN.part"
    mv "$WRITTEN.part" "$WRITTEN"
    rm -f "$target.minutebook-new"
  fi
  rm -f "$new"
}
digest() { sha256sum "$1" | cut -d' ' -f1; }

read_settings() { # as systemd reads them: no shell looks into a password
  local line value
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in [A-Z]*=*) ;; *) continue ;; esac
    value=${line#*=}
    case $value in \"*\" | \'*\') value=${value:1:-1} ;; esac
    export "${line%%=*}=$value"
  done <"$SETTINGS"
}
as_user() { # RELEASE ARGUMENT…: manage.py of that release, as the system user, with the settings
  local release=$1
  shift
  (
    read_settings
    export HOME=$DATA # not root's, where nothing can be kept
    export MINUTEBOOK_STATIC=$CODE/releases/$release/collected
    cd "$CODE/releases/$release"
    exec setpriv --reuid minutebook --regid minutebook --init-groups .venv/bin/python manage.py "$@"
  )
}
may_read() { # FILE: whether the system user may
  setpriv --reuid minutebook --regid minutebook --init-groups test -r "$1"
}
from_here() { # DIRECTORY OWNER ARGUMENT…: sets $arguments, with files as they are meant from where one stands
  # What the system user may not read, such as a file in root's own directory, is copied for it into DIRECTORY.
  local directory=$1 owner=$2 command=${3:-} argument file place
  shift 2
  arguments=()
  for argument; do
    case $argument in /*) file=$argument ;; *) file=$PWD/$argument ;; esac
    if [ "$command" = backup ]; then # it writes
      case $argument in backup | -*) ;; *) argument=$file ;; esac
    elif [ -f "$file" ]; then # a directory called “minutes” is none that is meant
      argument=$file
      if ! may_read "$file"; then
        place=$(mktemp -d "$directory/XXXXXX")
        install -m 400 -o "$owner" "$file" "$place/"
        chown "$owner" "$place"
        argument=$place/$(basename "$file")
      fi
    fi
    arguments+=("$argument")
  done
}

live() { # the release that serves, or nothing
  local found
  found=$(readlink "$CODE/current" 2>/dev/null || true)
  basename "${found:-}"
}
point() { # LINK TARGET: at once, so that nobody finds no link
  ln -sfn "$2" "$1.next"
  mv -T "$1.next" "$1"
}

make_release() { # COMMIT: prints nothing; sets $release to its name, and makes its directory if it isn't whole
  release=$(git -C "$CODE/repository" show -s --format=%cd-%h --date=format:%Y%m%d --abbrev=10 "$1")
  local place=$CODE/releases/$release old static
  [ ! -e "$place/.whole" ] || return 0
  rm -rf "$place"
  mkdir -p "$place"
  git -C "$CODE/repository" archive "$1" | tar -x -C "$place"
  python3 -m venv "$place/.venv"
  run_quietly "$place/.venv/bin/python" -m pip install --disable-pip-version-check --no-input --require-hashes \
    -r "$place/requirements.txt" || die "the Python packages could not be installed (is there a network?). Run it again to go on."
  "$place/.venv/bin/python" -m compileall -q -j 0 "$place" -x '/\.venv/' >/dev/null || true
  static=$place/collected old=$CODE/current/collected
  install -d -o minutebook -g minutebook "$static"
  if [ -e "$old/staticfiles.json" ]; then # a page that the old release has just sent asks the new one for its style
    python3 - "$old" "$static" <<'PYTHON'
import json, os, sys
from pathlib import Path
old, new = map(Path, sys.argv[1:])
for name in json.loads((old / "staticfiles.json").read_text())["paths"].values():
    for ending in ("", ".gz", ".br"):
        if (old / (name + ending)).is_file():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            os.link(old / (name + ending), new / (name + ending))
PYTHON
    find "$static" -type d -exec chown minutebook:minutebook {} +
  fi
  as_user "$release" collectstatic --no-input --verbosity 0 --ignore samples || die "the static files could not be collected."
  chown -R root:root "$static"
  chmod -R a+rX "$static"
  touch "$place/.whole"
}

write_units() { # from the release that was just made
  local unit
  for unit in "$CODE/releases/$release"/deploy/units/*; do
    put "$UNITS/$(basename "$unit")" 644 root:root <"$unit"
  done
  put /usr/local/bin/minutebook 755 root:root <"$CODE/releases/$release/deploy/minutebook"
  control daemon-reload
}

is_ready() { # RELEASE: whether it says so itself, past any proxy
  curl --silent --fail --max-time 10 --output /dev/null --unix-socket "/run/minutebook/$1/web.sock" \
    -H "Host: $(host)" -H "X-Forwarded-Proto: https" "http://minutebook$READY"
}
READY=/readyz
host() { # of SITE_URL
  sed -n 's#^SITE_URL=https\{0,1\}://\([^/:]*\).*#\1#p' "$SETTINGS" | tail -n 1
}
wait_until_ready() { # RELEASE SECONDS
  local end=$((SECONDS + $2))
  until is_ready "$1"; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.5
  done
}
