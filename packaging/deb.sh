#!/usr/bin/env bash
# The .deb, out of the folder with the program and its Node: packaging/deb.sh TREE WORK VERSION OUT
# It carries its Node: Debian 12's and Ubuntu 22.04's are older than surfscan needs.
set -euo pipefail
cd "$(dirname "$0")/.."
tree=$1 root=$2 version=$3 out=$4
architecture=$(dpkg --print-architecture)
package=surfscan_${version}_$architecture.deb
doc=$root/usr/share/doc/surfscan

mkdir -p "$root/DEBIAN" "$root/usr/lib" "$root/usr/bin" "$doc" "$root/usr/lib/systemd/system" \
  "$root/usr/share/man/man1"
cp -R "$tree/lib/surfscan" "$root/usr/lib/surfscan"
ln -s ../lib/surfscan/surfscan "$root/usr/bin/surfscan"
printf '#!/bin/sh\nexec /usr/lib/surfscan/node /usr/lib/surfscan/dist/cli/main.js "$@"\n' \
  >"$root/usr/lib/surfscan/surfscan"
chmod 755 "$root/usr/lib/surfscan/surfscan"
cp -R "$tree/share/doc/." "$doc/"
mv "$doc/LICENSE" "$doc/copyright"
cp fleet/systemd/*.service fleet/systemd/*.timer "$root/usr/lib/systemd/system/"
cp "$tree"/share/man/*.1 "$root/usr/share/man/man1/"
gzip -9n "$root"/usr/share/man/man1/*.1
share=$root/usr/share
mkdir -p "$share/bash-completion/completions" "$share/zsh/vendor-completions" "$share/fish/vendor_completions.d"
cp "$tree/share/completion/surfscan.bash" "$share/bash-completion/completions/surfscan"
cp "$tree/share/completion/surfscan.zsh" "$share/zsh/vendor-completions/_surfscan"
cp "$tree/share/completion/surfscan.fish" "$share/fish/vendor_completions.d/"
chmod -R u=rwX,go=rX "$root"
cat >"$root/DEBIAN/control" <<CONTROL
Package: surfscan
Version: $version
Architecture: $architecture
Maintainer: The surfscan developers <surfscan@localhost>
Section: admin
Priority: optional
Installed-Size: $(du -sk "$root/usr" | cut -f1)
Depends: libc6 (>= 2.28), libstdc++6 (>= 8), libgcc-s1 | libgcc1
Recommends: smartmontools
Suggests: prometheus-node-exporter
Description: disk surface scan that never writes
 Reads every sector of a disk raw, times each block, finds exactly which
 sectors cannot be read, and draws it as a map of blocks in the terminal. The
 exit status is the verdict.
CONTROL
# gzip: what every dpkg reads, and a tenth of the time of xz for a fifth more.
dpkg-deb --root-owner-group -Zgzip --build "$root" "$out/$package" >/dev/null
