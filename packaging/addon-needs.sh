#!/usr/bin/env bash
# What a prebuilt addon needs of the system that loads it: glibc 2.28, which Node 20 itself needs, and no libstdc++.
#   packaging/addon-needs.sh ADDON     fails where it needs more
set -euo pipefail
addon=$1
oldest=2.28
needs=$(objdump -T "$addon" | grep -oE '\((GLIBC|GLIBCXX|CXXABI|GCC)_[0-9.]+\)' | tr -d '()' | sort -Vu)
libraries=$(objdump -p "$addon" | awk '$1 == "NEEDED" { print $2 }' | xargs)
echo "needs $(echo "$needs" | xargs); of $libraries"
[ -n "$needs" ] || { echo 'expected versions of glibc'; exit 1; }
newest=$(printf '%s\nGLIBC_%s\n' "$needs" "$oldest" | sort -V | tail -n 1)
[ "$newest" = "GLIBC_$oldest" ] || { echo "expected nothing newer than GLIBC_$oldest"; exit 1; }
case $libraries in *stdc++* | *gcc_s*) echo 'expected libstdc++ and libgcc within'; exit 1 ;; esac
