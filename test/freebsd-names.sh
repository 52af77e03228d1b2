#!/bin/sh
# FreeBSD's headers of CAM and NVMe do not all say extern "C" (sys/cam/ata/ata_all.h). What is then looked
# for by a C++ name links into an addon all the same, and is missed when it is first called. So no object of
# the core looks for a function outside of all namespaces by a C++ name, and libcam's are looked for by C's.
#   test/freebsd-names.sh libfreebsd_core.a
set -eu

if ! command -v nm > /dev/null; then
  echo 'SKIP: needs nm'
  exit 77
fi

wanted=$(nm --undefined-only --format=posix "$1" | sed -n 's/^\(_*[A-Za-z][A-Za-z0-9_.]*\) U.*/\1/p' | sort -u)
failed=0
for name in cam_open_device cam_close_device; do
  echo "$wanted" | grep -qx "$name" && continue
  echo "$name: expected the core to look for it by this name"
  failed=1
done
# _Z and a length: a function of no namespace, and all of ours have one.
strange=$(echo "$wanted" | grep '^_Z[0-9]' || true)
if [ -n "$strange" ]; then
  echo 'looked for by a C++ name, and nobody has it: extern "C" is missing where its header is included'
  echo "$strange"
  failed=1
fi
exit "$failed"
