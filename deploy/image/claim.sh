#!/bin/sh
# claim.sh ROOT LINK COMMAND…: runs the command with LINK pointing to a folder of ROOT that is this container's alone.
#
# Containers of one service share its volume, and each needs a data folder of its own that is there again when they are made anew. Each
# takes the first number that nobody holds; the kernel lets go of it when the process ends, however it ends.
set -eu
root=$1
link=$2
shift 2
for number in $(seq 64); do
  exec 9>"$root/$number.claimed"
  if flock --nonblock 9; then
    mkdir -p -m 0700 "$root/$number"
    ln -sfn "$root/$number" "$link"
    exec "$@"
  fi
done
echo "claim.sh: every folder of $root is taken" >&2
exit 1
