#!/bin/busybox sh
# shellcheck shell=dash
# /init of the guest's initramfs: the host's root, read only, becomes the guest's, with the guest's own
# /proc, /sys, /dev and /run; then the guest waits for jobs.
PATH=/bin
/bin/busybox --install -s /bin
mkdir -p /proc /host
mount -t proc proc /proc
while read -r module; do insmod "/modules/$module"; done </modules.order
mount -t 9p -o trans=virtio,version=9p2000.L,ro,msize=512000,cache=loose root /host || poweroff -f
mount -t proc proc /host/proc
mount -t sysfs sys /host/sys
mount -t devtmpfs dev /host/dev
mount -t tmpfs run /host/run
mkdir /host/run/jobs /host/run/mnt
mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,cache=none jobs /host/run/jobs
chroot /host /bin/sh /run/jobs/jobs.sh
poweroff -f
