#!/usr/bin/env bash
# Fuzzes the native core, each target so many seconds, from the kept corpus on:
#   native/fuzz/run.sh [SECONDS [TARGET…]]
# What is found is left in the directory that it names: give such a file to the target of an
# ordinary build to see it again, and once it is mended put it into native/fuzz/corpus/TARGET, where
# ctest tries it ever after. Ends with `N passed, N failed`. Status 77 where there is no clang.
set -u
cd "$(dirname "$0")/../.." || exit
seconds=${1:-10}
shift || true

if ! command -v clang++ >/dev/null; then
  echo 'SKIPPED: fuzzing takes clang, and its libclang-rt-N-dev'
  exit 77
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/surfscan-fuzz.XXXXXX")
sanitize=address,undefined,float-cast-overflow
if ! { CXX=clang++ cmake -S . -B "$work/build" -DFUZZ=ON -DSANITIZE="$sanitize" &&
  cmake --build "$work/build" -j"$(nproc)"; } \
  >"$work/build.log" 2>&1; then
  tail -n 40 "$work/build.log"
  echo '0 passed, 1 failed'
  exit 1
fi

# fuzz TARGET: new inputs go where they are forgotten, the kept ones are only read.
fuzz() {
  local target=$1 kept=native/fuzz/corpus/$1 dictionary=native/fuzz/$1.dict options
  options=(-max_total_time="$seconds" -runs=$((seconds * 200000)) -max_len=4096 -timeout=20)
  options+=("-artifact_prefix=$work/$target-")
  [ -f "$dictionary" ] && options+=("-dict=$dictionary")
  mkdir -p "$work/$target"
  "$work/build/$target" "${options[@]}" "$work/$target" "$kept" >"$work/$target.log" 2>&1
}

if [ $# -eq 0 ]; then
  mapfile -t targets < <(basename -s .cc native/fuzz/*_fuzz.cc)
  set -- "${targets[@]}"
fi
for target in "$@"; do
  while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n; done
  { fuzz "$target" && touch "$work/$target.passed"; } &
done
wait

passed=0 failed=0
for target in "$@"; do
  if [ -e "$work/$target.passed" ]; then
    passed=$((passed + 1))
    echo "$target: $(tail -n 1 "$work/$target.log")"
  else
    failed=$((failed + 1))
    tail -n 60 "$work/$target.log"
    echo "!!! FAILED: $target; the input is $work/$target-*"
  fi
done
[ "$failed" -gt 0 ] || rm -rf "$work"
echo "$passed passed, $failed failed"
[ "$passed" -gt 0 ] && [ "$failed" -eq 0 ]
