#!/usr/bin/env bash
# Fetches the kernel of the tests' guest, Debian's for amd64 (70 MB), into build-guest/kernel, once:
# vmlinux, and its modules below lib/modules.
set -eu
cd "$(dirname "$0")/../.."
kernel=build-guest/kernel
[ -e "$kernel/vmlinux" ] && exit 0

mkdir -p build-guest
work=$(mktemp -d -p "$PWD/build-guest")
trap 'rm -rf "$work"' EXIT

# linux-image-amd64 holds nothing; it depends on the newest kernel, whose name has the version.
download() {
  local package
  package=$(apt-cache depends linux-image-amd64 |
    sed -n 's/^ *Depends: \(linux-image-[0-9][^ ]*\)$/\1/p' | head -n 1)
  [ -n "$package" ] && (cd "$work" && apt-get download -q "$package")
}

# The package lists may be missing, or older than what the mirror has.
download || { apt-get update -q && download; }

root=$work/root
dpkg -x "$work"/linux-image-*.deb "$root"
# Where a merged /usr has moved the modules, back to where modprobe looks.
[ -d "$root/lib/modules" ] || ln -s usr/lib "$root/lib"
depmod -b "$root" "$(ls "$root/lib/modules")"

# The kernel inside of bzImage, an xz stream behind the loader: QEMU starts it directly (PVH), and the
# guest need not unpack it, which takes seconds without KVM.
compressed=$root/boot/vmlinuz-$(ls "$root/lib/modules")
offset=$(LC_ALL=C grep -obUaP '\xfd7zXZ\x00' "$compressed" | head -n 1 | cut -d: -f1)
tail -c +$((offset + 1)) "$compressed" | xz -dc --single-stream >"$root/vmlinux" 2>/dev/null || true
[ "$(head -c 4 "$root/vmlinux")" = $'\x7fELF' ] || { echo "no kernel found in $compressed" >&2; exit 1; }
rm -rf "${root:?}/boot" "${root:?}/usr/share" "$kernel"
mv "$root" "$kernel"
