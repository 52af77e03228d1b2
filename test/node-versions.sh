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
# others would meet the same language again.
rooms=(addon benchmark check cli disks engine map-file reading)
# So would what only reckons, at length: every byte of a map changed, every zone of many disks.
[ $# -gt 0 ] || set -- "${rooms[@]/#/test/unit/}" test/unit/lifecycle.test.ts test/tui \
  --exclude test/unit/map-file/damage.test.ts --exclude test/unit/engine/slow-zones.test.ts
node node_modules/vitest/vitest.mjs run --project unit "$@"
[ "$(sha256sum "$addon")" = "$built" ] || { echo "$addon was rebuilt meanwhile"; exit 1; }
