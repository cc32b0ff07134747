#!/bin/sh
# Tells the state of this machine on standard output: one line of JSON after docs/schema/inventory.json.
# It reads only: it writes no file, sends nothing and changes no setting. Saved passwords are counted, never read out.
# Run it as the person who works at the machine; send the line with the shipper that is there already.
#
# With -evtx FOLDER it tells, in place of that, the events of .evtx files in a folder as XML, one event a line, for the source windows-xml.
# A converter reads them: evtx_dump (python3-evtx, or the one of the same name in Rust), else evtxexport (libevtx-utils).
set -u
HOME=${HOME:-/nonexistent}
LC_ALL=C
export LC_ALL

# Only whole characters, where the machine can tell.
if command -v iconv >/dev/null 2>&1; then whole() { iconv -f utf-8 -t utf-8 -c 2>/dev/null; }; else whole() { cat; }; fi
# A text as the inside of a JSON string: without control characters, at most 900 bytes, no space at its ends.
plain() { printf '%s' "$1" | tr -d '\000-\037\177' | cut -c1-900 | whole | sed 's/^ *//; s/ *$//; s/\\/\\\\/g; s/"/\\"/g'; }

# An event may stand on several lines, with a frame of the converter's own around it.
one_event_a_line() {
  awk '
    /<Event[ >]/ { sub(/^.*<Event/, "<Event"); inside = 1; event = "" }
    inside { gsub(/\r/, ""); event = event (event == "" ? "" : " ") $0 }
    inside && /<\/Event[>]/ { sub(/<\/Event[>].*$/, "</Event\076", event); print event; inside = 0 }'
}

evtx() {
  if command -v evtx_dump >/dev/null 2>&1; then dump() { evtx_dump "$1"; }
  elif command -v evtx_dump.py >/dev/null 2>&1; then dump() { evtx_dump.py "$1"; }
  elif command -v evtxexport >/dev/null 2>&1; then dump() { evtxexport -f xml "$1"; }
  else
    echo 'collect.sh: no converter: install python3-evtx (evtx_dump) or libevtx-utils (evtxexport)' >&2
    return 1
  fi
  for file in "$1"/*.evtx; do
    [ -r "$file" ] || { echo "collect.sh: no readable .evtx file in $1" >&2; return 1; }
    { dump "$file" || echo "collect.sh: $file could not be read to its end: use collect.ps1 -Evtx on Windows" >&2; } | one_event_a_line
  done
}
if [ "${1:-}" = -evtx ]; then
  evtx "${2:-.}"
  exit
fi

items=''
# add SORT [KEY VALUE]…: `total` and `ok` are written as they stand, the rest as text; an empty value is left out.
add() {
  entry="{\"what\":\"$1\""
  shift
  while [ $# -gt 1 ]; do
    text=$(plain "$2")
    case $1 in
      total | ok) entry="$entry,\"$1\":$text" ;;
      *) [ -n "$text" ] && entry="$entry,\"$1\":\"$text\"" ;;
    esac
    shift 2
  done
  items="$items${items:+,}$entry}"
}

hardware() {
  add hardware item cpu value "$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)"
  add hardware item memory-kb value "$(sed -n 's/^MemTotal:[[:space:]]*\([0-9]*\) kB/\1/p' /proc/meminfo 2>/dev/null)"
  add hardware item model value "$(cat /sys/class/dmi/id/product_name 2>/dev/null)"
}

patches() {
  add patches item os value "$(sed -n 's/^PRETTY_NAME="\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' /etc/os-release 2>/dev/null)"
  add patches item kernel value "$(uname -r)"
}

# Whole at once: a call a package would take minutes.
software() {
  if command -v dpkg-query >/dev/null 2>&1; then
    list=$(dpkg-query -W -f '${db:Status-Abbrev}\t${Package}\t${Version}\n' 2>/dev/null | sed -n 's/^ii[[:space:]]*//p')
  elif command -v rpm >/dev/null 2>&1; then
    list=$(rpm -qa --queryformat '%{NAME}\t%{VERSION}-%{RELEASE}\n' 2>/dev/null)
  else
    return
  fi
  entries=$(printf '%s\n' "$list" | tr -d '"\\' | awk -F '\t' 'NF == 2 && $1 != "" { printf "%s{\"what\":\"software\",\"item\":\"%s\",\"version\":\"%s\"}", s, $1, $2; s = "," }')
  items="$items${items:+${entries:+,}}$entries"
}

# Only the number of entries is taken. Chromium's need sqlite3; where it is missing nothing is said.
saved_passwords() {
  for file in "$HOME"/.mozilla/firefox/*/logins.json "$HOME"/snap/firefox/common/.mozilla/firefox/*/logins.json; do
    [ -r "$file" ] || continue
    told saved-passwords firefox "$(grep -o '"encryptedPassword"' "$file" | wc -l | tr -d ' ')"
  done
  command -v sqlite3 >/dev/null 2>&1 || return 0
  for browser in google-chrome chromium microsoft-edge coccoc; do
    for file in "$HOME/.config/$browser"/*/'Login Data'; do
      [ -r "$file" ] || continue
      told saved-passwords "$browser" "$(sqlite3 "file:$file?immutable=1" 'select count(*) from logins where blacklisted_by_user = 0' 2>/dev/null)"
    done
  done
}

# told SORT ITEM COUNT: none is as it should be; a count that is no number says nothing.
told() {
  case $3 in
    '' | *[!0-9]*) return ;;
    0) add "$1" item "$2" total 0 ok true ;;
    *) add "$1" item "$2" total "$3" ok false ;;
  esac
}

# GNOME's own settings, of the person who runs this. Outside of a session they would be read by way of a file of their own: nothing is said.
desktop() {
  [ -n "${XDG_RUNTIME_DIR:-}" ] && command -v gsettings >/dev/null 2>&1 || return 0
  lock=$(gsettings get org.gnome.desktop.screensaver lock-enabled 2>/dev/null)
  delay=$(gsettings get org.gnome.desktop.session idle-delay 2>/dev/null | tr -cd '0-9 ' | awk '{ print $NF }')
  # In another desktop these settings may be there and lock nothing: then it is not said whose they are.
  case ${XDG_CURRENT_DESKTOP:-} in *GNOME*) whose=person ;; *) whose='' ;; esac
  case $lock in
    true) if [ "${delay:-0}" -gt 0 ]; then add screen-lock item "$whose" value "$delay" ok true; else add screen-lock item "$whose" value 0 ok false; fi ;;
    false) add screen-lock item "$whose" value 0 ok false ;;
  esac
  case $(gsettings get org.gnome.desktop.media-handling autorun-never 2>/dev/null) in
    true) add autoplay ok true ;;
    false) add autoplay ok false ;;
  esac
}

hardware
patches
saved_passwords
desktop
software
printf '{"schema":"vonggac-inventory/1","host":"%s","collectedAt":"%s","items":[%s]}\n' \
  "$(plain "$(uname -n)")" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$items"
