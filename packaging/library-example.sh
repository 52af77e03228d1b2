#!/usr/bin/env bash
# Runs the example of docs/library.md beside an installed surfscan: packaging/library-example.sh TREE PATH
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck disable=SC2016
sed -n '/^```js$/,/^```$/p' docs/library.md | sed '1d;$d' >"$1/example.mjs"
said=$(cd "$1" && env -i PATH="$2" HOME="$1" node example.mjs)
printf '%s\n' "$said"
grep -qx 'LBA 1000-1003: UNC' <<<"$said"
