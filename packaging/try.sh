#!/usr/bin/env bash
# Installs each package that packaging/build.sh made on a bare tree, without a compiler and without install scripts,
# and scans a simulated disk with it: the exact faults must come out.
#   packaging/try.sh [FOLDER]       default: build-packages
# Ends with `N passed, N failed`.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
out=$(cd "${1:-build-packages}" && pwd) || exit
version=$(node -p "require('./package.json').version")
work=$(mktemp -d "${TMPDIR:-/tmp}/surfscan-try.XXXXXX")
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# try WHAT COMMAND…: counts it, and shows what a failure printed.
try() {
  local what=$1
  shift
  if "$@" >"$work/said" 2>&1; then
    passed=$((passed + 1))
    echo "ok: $what: $(tail -n 1 "$work/said")"
  else
    failed=$((failed + 1))
    echo "FAILED: $what"
    cat "$work/said"
  fi
}

# What a bare system has; no compiler, no Python, no make, no Node but the one asked for.
mkdir "$work/bin"
for tool in sh bash cat dirname readlink env uname ls id sed grep; do
  ln -s "$(command -v "$tool")" "$work/bin/"
done

# scans COMMAND…: the simulated disk's faults, and nothing else, from the exit status to the map.
scans() {
  local disk='sim:size=1GB,bad=1000,bad=5000-5001/IDNF,weak=9000@1,slow=20000@700' status=0
  local folder
  folder=$(mktemp -d "$work/scan.XXXXXX")
  (cd "$folder" && env -i PATH="$work/bin" HOME="$folder" "$@" scan "$disk" --no-tui --quiet \
    --map disk.surfscan --json scan.json) >/dev/null || status=$?
  [ "$status" -eq 1 ] || { echo "expected exit status 1, got $status"; return 1; }
  (cd "$folder" && env -i PATH="$work/bin" HOME="$folder" "$@" report disk.surfscan --line) | grep '^FAIL' || return
  # shellcheck disable=SC2016
  node -e '
    const { scans: [{ coverage, bad, blocks }], tool } = JSON.parse(require("fs").readFileSync(process.argv[1]));
    require("assert").deepEqual(
      [coverage, bad.map(({ from, to, error }) => [from, to, error]), blocks[">500ms"]],
      [{ total: 1953125, good: 1953122, bad: 3, unread: 0 }, [[1000, 1000, "UNC"], [5000, 5001, "IDNF"]], 1],
    );
    console.log(`surfscan ${tool.version} on Node ${tool.node} finds 3 bad sectors of 1953125`);' "$folder/scan.json"
}

unpack() { mkdir -p "$2" && tar -C "$2" -xzf "$1"; }

npm_install() {
  (cd "$1" && npm install --ignore-scripts --no-audit --no-fund --silent --prefix "$1" \
    "$out/surfscan-$version.tgz" "$out/surfscan-linux-x64-$version.tgz")
}

# Addons by npm, under each Node that is supported.
tree=$work/npm
mkdir "$tree"
try 'npm install --ignore-scripts' npm_install "$tree"
addon=$tree/node_modules/@surfscan/linux-x64/surfscan.node
try 'what the addon needs of a system' packaging/addon-needs.sh "$addon"
try 'nothing was built' test ! -e "$tree/node_modules/surfscan/build"
for major in 20 22 24; do
  if node=$(packaging/fetch-node.sh "$major"); then
    ln -sf "$node" "$work/bin/node"
    try "npm's package under Node $major" scans "$tree/node_modules/.bin/surfscan"
    try "the library's example under Node $major" packaging/library-example.sh "$tree" "$work/bin"
  else
    failed=$((failed + 1))
    echo "FAILED: no Node $major"
  fi
done
rm -f "$work/bin/node"

try 'the archive unpacks' unpack "$out/surfscan-$version-linux-x64.tar.gz" "$work/archive"
try 'the archive, with its own Node' scans "$work/archive/surfscan-$version-linux-x64/bin/surfscan"
ln -s "$work/archive/surfscan-$version-linux-x64/bin/surfscan" "$work/bin/surfscan"
try 'the archive by a link on PATH' scans surfscan

if deb=$(ls "$out/surfscan_${version}"_*.deb 2>/dev/null); then
  # Into the system, as its paths are absolute, and away again.
  installed() { dpkg-query -W -f '${db:Status-Abbrev}' surfscan 2>/dev/null | grep -q '^ii'; }
  if [ "$(id -u)" -eq 0 ] && ! installed; then
    try 'dpkg --install' dpkg --install "$deb"
    try 'the .deb' scans /usr/bin/surfscan
    try 'its man page' sh -c 'gzip -dc /usr/share/man/man1/surfscan-scan.1.gz | grep -q "surfscan.scan"'
    try 'dpkg --purge' dpkg --purge surfscan
    try 'nothing is left' test ! -e /usr/lib/surfscan
  else
    echo 'the .deb is tried as root, where none is installed'
  fi
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
