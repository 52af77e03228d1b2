#!/bin/sh
# `npm run configure:freebsd` chooses FreeBSD's sources and none of Linux's: asked in a copy of the
# tree, for it rewrites build/. Exit status 77 where there is no npm or nothing is installed.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
if ! command -v npm > /dev/null || [ ! -d "$root/node_modules/node-addon-api" ]; then
  echo 'SKIP: needs npm, and npm ci done before'
  exit 77
fi

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp "$root/package.json" "$root/binding.gyp" "$copy/"
cp -R "$root/native" "$copy/native"
ln -s "$root/node_modules" "$copy/node_modules"

cd "$copy"
npm run --silent configure:freebsd > configure.log 2>&1 || {
  cat configure.log
  exit 1
}

# has WANTED FILE…: each file of the list is (1) or is not (0) an object of the addon.
failed=0
has() {
  wanted=$1
  shift
  for source in "$@"; do
    found=$(grep -c "/native/${source%.cc}\.o" build/surfscan.target.mk || true)
    [ "$found" = "$wanted" ] && continue
    echo "$source: expected $wanted times in build/surfscan.target.mk, found $found times"
    failed=1
  done
}

# Names without spaces, a word each.
# shellcheck disable=SC2046
{
  has 1 $(grep -v : native/sources.list)
  has 1 $(sed -n 's/^addon: //p' native/sources.list)
  has 1 $(sed -n 's/^freebsd: //p' native/sources.list)
  has 0 $(sed -n '/^freebsd: /d; /^addon: /d; s/^[a-z]*: //p' native/sources.list)
}
has 1 freebsd/freebsd_disk.cc freebsd/freebsd_statistics.cc
has 0 linux/linux_disk.cc linux/linux_statistics.cc
if ! grep -q -- '-lcam' build/surfscan.target.mk; then
  echo 'the addon is to be linked with libcam: no -lcam in build/surfscan.target.mk'
  failed=1
fi
if grep -n 'freebsd/include' build/surfscan.target.mk; then
  echo 'on FreeBSD its own headers are used, not the contract headers'
  failed=1
fi
exit "$failed"
