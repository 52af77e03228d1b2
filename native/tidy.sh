#!/usr/bin/env bash
# Looks for defects in the native code with clang-tidy; native/.clang-tidy says which checks. The
# fuzzers are looked at too; the tests, which fail by themselves, would take longer than all the rest.
#   native/tidy.sh [FILE…]
# Status 77 where there is no clang-tidy.
set -u
cd "$(dirname "$0")/.." || exit 1

if ! command -v clang-tidy >/dev/null; then
  echo 'SKIPPED: needs clang-tidy'
  exit 77
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/surfscan-tidy.XXXXXX")
trap 'rm -rf "$work"' EXIT

# configure NAME OPTION…: the database of how each file is compiled. A file of two libraries is looked
# at once, as it is compiled for this system.
configure() {
  local build=$work/$1
  shift
  if ! cmake -S . -B "$build" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON "$@" >"$build.log" 2>&1; then
    cat "$build.log"
    exit 1
  fi
  node -e '
    const { readFileSync, writeFileSync } = require("node:fs");
    const [path] = process.argv.slice(1);
    const first = new Map();
    for (const entry of JSON.parse(readFileSync(path, "utf8"))) {
      if (!first.has(entry.file)) first.set(entry.file, entry);
    }
    writeFileSync(path, JSON.stringify([...first.values()]));' "$build/compile_commands.json"
}
headers=$(node -p "require('node-api-headers').include_dir") || exit 1
configure core
configure addon -DCMAKE_JS_VERSION=none -DCMAKE_JS_INC="$headers"

# tidy FILE: what is found in it, in one piece.
tidy() {
  local said database=$work/core
  [[ $1 == *binding/* ]] && database=$work/addon
  said=$(clang-tidy --quiet -p "$database" "$1" 2>/dev/null) && return
  printf '%s\n' "$said"
  return 1
}
export -f tidy
export work

if [ $# -eq 0 ]; then
  mapfile -t sources < <(find native -name '*.cc' ! -path 'native/test/*' ! -name uring_absent.cc | sort)
  set -- "${sources[@]}"
fi
# The inner shell expands it.
# shellcheck disable=SC2016
printf '%s\n' "$@" | xargs -P "$(nproc)" -I{} bash -c 'tidy "$1"' tidy {} || exit 1
echo "$# files: nothing found"
