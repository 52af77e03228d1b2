#!/usr/bin/env bash
# Man pages out of --help, one of the program and one a command: packaging/man.sh FOLDER
# Wants dist/ and help2man. The date is the last change's, so that the same tree makes the same pages.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1
mkdir -p "$folder"
bin=$(mktemp -d "${TMPDIR:-/tmp}/surfscan-man.XXXXXX")
trap 'rm -rf "$bin"' EXIT
printf '#!/bin/sh\nexec node %q "$@"\n' "$PWD/dist/cli/main.js" >"$bin/surfscan"
chmod +x "$bin/surfscan"
export PATH=$bin:$PATH LC_ALL=C.UTF-8

version=$(node -p "require('./package.json').version")
date=$(git -c safe.directory="$PWD" log -1 --format=%cs 2>/dev/null || date +%F)

# page NAME 'COMMAND LINE' 'WHAT IT IS'
page() {
  help2man --no-info --locale=C.UTF-8 --version-string="$version" --name="$3" --output="$folder/$1.1" "$2"
  local upper=${1^^}
  sed -i -e "s/^\.TH .*/.TH ${upper//-/\\\\-} 1 $date \"surfscan $version\" \"User Commands\"/" \
    -e "s/^$2 \\\\-/$1 \\\\-/" "$folder/$1.1"
}

page surfscan surfscan 'disk surface scan'
# What surfscan --help lists, but for help itself: "  scan [options] …   what it is".
surfscan --help | sed -nE '/^Commands:/,/^$/s/^  ([a-z]+) .*/\1/p' | grep -v '^help$' | while read -r command; do
  what=$(surfscan "$command" --help | sed -n 3p)
  page "surfscan-$command" "surfscan $command" "${what:-$command}"
done
