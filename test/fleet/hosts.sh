# shellcheck shell=bash
# Sourced by what tries an engine of fleets: a folder for work, the program on PATH, and four hosts in network
# namespaces of this run's own. Wants root and ip; `try` counts into passed and failed, `pids` are ended at the end.
export PATH=$PATH:/usr/sbin

# needs TOOL…: ends with 77 where it cannot be made here.
needs() {
  local tool
  for tool in ip "$@"; do
    command -v "$tool" >/dev/null || { echo "SKIPPED: needs $tool"; exit 77; }
  done
  [ "$(id -u)" -eq 0 ] || { echo 'SKIPPED: needs root'; exit 77; }
}

root=$PWD
work=$(mktemp -d "${TMPDIR:-/tmp}/surfscan-fleet.XXXXXX")
# Several runs side by side are several networks.
net=sf$$
passed=0 failed=0
pids=()

down() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; done
  wait 2>/dev/null
  for host in ctl 1 2 3 4; do ip netns del "$net-$host" 2>/dev/null; done
  rm -rf "$work"
}
trap down EXIT

try() {
  local what=$1
  shift
  if "$@" >"$work/said" 2>&1; then
    passed=$((passed + 1))
    echo "ok: $what"
  else
    failed=$((failed + 1))
    echo "FAILED: $what"
    tail -n 40 "$work/said"
  fi
}

mkdir "$work/bin"
printf '#!/bin/sh\nexec %q %q "$@"\n' "$(command -v node)" "$root/dist/cli/main.js" >"$work/bin/surfscan"
chmod +x "$work/bin/surfscan"
export PATH=$work/bin:$PATH

# One bridge, 10.99.7.1 its own address; host N has 10.99.7.1N.
up() {
  ip netns add "$net-ctl" && ip -n "$net-ctl" link set lo up && ip -n "$net-ctl" link add br0 type bridge &&
    ip -n "$net-ctl" addr add 10.99.7.1/24 dev br0 && ip -n "$net-ctl" link set br0 up || return
  local i
  for i in 1 2 3 4; do
    ip netns add "$net-$i" && ip -n "$net-$i" link set lo up &&
      ip -n "$net-$i" link add eth0 type veth peer name "v$i" netns "$net-ctl" &&
      ip -n "$net-$i" addr add "10.99.7.1$i/24" dev eth0 && ip -n "$net-$i" link set eth0 up &&
      ip -n "$net-ctl" link set "v$i" master br0 up || return
  done
}

# on HOST NAME COMMAND…: runs it on that host, which calls itself NAME, beside all else; until the end.
on() {
  local host=$1 name=$2
  shift 2
  # shellcheck disable=SC2016
  ip netns exec "$net-$host" unshare --uts sh -c 'hostname "$0"; exec "$@"' "$name" "$@" >"$work/$name.log" 2>&1 &
  pids+=($!)
}

# Of host I disk N is unfit, leaves, or is sound. disk I N [SPEED]
disk() {
  local faults=""
  case $1$2 in
    12) faults=,bad=1000000-1000003 ;;
    33) faults=,gone=500 ;;
    43) faults=,slow=5000000-5004000@700 ;;
  esac
  echo "sim:size=20GB,speed=${3:-max},serial=ZA${1}000$2$faults"
}

# What host I's disk N must come to.
wanted() {
  case $1$2 in 12 | 43) echo fail ;; 33) echo incomplete ;; *) echo pass ;; esac
}

counted() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}
