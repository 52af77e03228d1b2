#!/usr/bin/env bash
# Makes what is installed without a compiler, for the kind of machine that it runs on, out of the working tree:
#   packaging/build.sh [FOLDER]     default: build-packages
#     surfscan-VERSION.tgz                npm: the program, for every system
#     surfscan-linux-x64-VERSION.tgz      npm: its addon (@surfscan/linux-x64), chosen by npm by os, cpu and libc
#     surfscan-VERSION-linux-x64.tar.gz   the program with its Node: unpack and run, on rescue systems
#     surfscan_VERSION_amd64.deb          the same for Debian and its like, with man pages, units and completion
#     surfscan-VERSION.cdx.json           what is in them (CycloneDX)
# Another machine (arm64, FreeBSD) makes those of its kind by the same command. Wants npm ci, g++, make, Python 3,
# help2man; dpkg-deb for the .deb.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-build-packages}
node_major=22
work=$(mktemp -d "${TMPDIR:-/tmp}/surfscan-packages.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
out=$(cd "$out" && pwd)

version=$(node -p "require('./package.json').version")
platform=$(node -p 'process.platform + "-" + process.arch')
# Node says which libc it was linked with; musl has no version there.
libc=$(node -p 'process.platform !== "linux" ? "" : process.report.getReport().header.glibcVersionRuntime ? "glibc" : "musl"')
[ "$libc" != musl ] || platform+=-musl

say() { echo "packaging: $*"; }

if [ ! -e dist/cli/main.js ] || [ -n "$(find src package.json rolldown.config.ts -newer dist/cli/main.js)" ]; then
  say "the program"
  npm run -s prepare
fi

say "the addon for $platform"
mkdir "$work/source"
cp -R native package.json binding.gyp "$work/source/"
ln -s "$PWD/node_modules" "$work/source/node_modules"
# npm has node-gyp, and shows scripts where it is.
(cd "$work/source" && npm exec -c 'node-gyp rebuild --nodedir=native/gyp -- -Dportable=1') >"$work/addon.log" 2>&1 ||
  { cat "$work/addon.log"; exit 1; }
addon=$work/source/build/Release/surfscan.node

say "man pages"
packaging/man.sh "$work/man"

say "completion"
mkdir "$work/completion"
for shell in bash zsh fish; do node dist/cli/main.js completion "$shell" >"$work/completion/surfscan.$shell"; done

say "npm packages"
packaging/npm-folders.mjs "$work/npm" "$platform" "$libc"
cp "$addon" "$work/npm/platform/"
cp -R "$work/man" "$work/npm/surfscan/man"
for package in surfscan platform; do
  npm pack --silent --pack-destination "$out" "$work/npm/$package" >/dev/null
done

say "the program with Node $node_major"
tree=$work/surfscan-$version-$platform
lib=$tree/lib/surfscan
mkdir -p "$lib/node_modules/@surfscan" "$tree/bin" "$tree/share/doc"
cp -R "$work/npm/surfscan/dist" "$work/npm/surfscan/package.json" "$lib/"
cp -R "$work/npm/platform" "$lib/node_modules/@surfscan/$platform"
cp -R node_modules/blessed "$lib/node_modules/"
node=$(packaging/fetch-node.sh "$node_major")
cp "$node" "$lib/node"
cp packaging/launcher.sh "$tree/bin/surfscan"
cp -R "$work/man" "$tree/share/man"
cp -R "$work/completion" "$tree/share/completion"
cp -R "$work/npm/surfscan/docs" fleet README.md CHANGELOG.md LICENSE \
  "$work/npm/surfscan/THIRD-PARTY-LICENSES" "$tree/share/doc/"
cp "$(dirname "$node")/../LICENSE" "$tree/share/doc/LICENSE-node" 2>/dev/null || true
chmod -R u=rwX,go=rX "$tree"
tar --owner=0 --group=0 --sort=name -C "$work" -czf "$out/$(basename "$tree").tar.gz" "$(basename "$tree")"

say "what is in them"
npm sbom --omit dev --sbom-format cyclonedx >"$out/surfscan-$version.cdx.json"

if command -v dpkg-deb >/dev/null && [ "$libc" = glibc ]; then
  say "the .deb"
  packaging/deb.sh "$tree" "$work/deb" "$version" "$out"
fi
ls -l "$out"
