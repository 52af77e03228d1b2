#!/usr/bin/env bash
# The addon that one Node built is loaded by others, as Node-API promises, and the unit tests pass there:
#   test/node-versions.sh MAJOR [VITEST ARGUMENT…]
# Nothing is rebuilt but dist. Status 77 where that Node cannot be had.
set -eu
cd "$(dirname "$0")/.."
major=$1
shift

node=$(packaging/fetch-node.sh "$major")
PATH=$(dirname "$node"):$PATH
export PATH
version=$(node --version)
addon=build/Release/surfscan.node
built=$(sha256sum "$addon")
node -e "require('./$addon')"
echo "Node $version loads $addon"

# The rooms that meet Node: memory shared over its threads, its files, processes and signals, its terminal. The
# others would meet the same language again, and so would what only reckons, at length: every byte of a map changed.
rooms=(addon benchmark cli disks map-file reading)
engine=(run-lifecycle pause steer-one shrink map-autosave stop storms)
if [ $# -eq 0 ]; then
  set -- "${rooms[@]/#/test/unit/}" "${engine[@]/#/test/unit/engine/}" test/unit/lifecycle.test.ts test/tui \
    --exclude test/unit/map-file/damage.test.ts
fi
node node_modules/vitest/vitest.mjs run --project unit "$@"
[ "$(sha256sum "$addon")" = "$built" ] || { echo "$addon was rebuilt meanwhile"; exit 1; }
