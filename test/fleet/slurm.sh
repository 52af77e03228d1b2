#!/usr/bin/env bash
# fleet/slurm on Slurm itself: a controller and four nodes, twelve simulated disks whose maps all nodes reach, one scan
# killed with -9 and one node drained under another. Ends with `N passed, N failed`; status 77 where it cannot be made
# here. Wants dist/ and the addon.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
# shellcheck source=test/fleet/hosts.sh
. test/fleet/hosts.sh
needs slurmctld slurmd munged sbatch jq

export SLURM_CONF=$work/slurm/slurm.conf
maps=$work/maps
mkdir -p "$work/slurm/state" "$work/munge" "$maps"

# munge(7) of this run's own: its key, its socket.
configure() {
  # The socket must be reached by all.
  chmod 711 "$work" && chmod 755 "$work/munge" || return
  dd if=/dev/urandom of="$work/munge/key" bs=1024 count=1 status=none && chmod 400 "$work/munge/key" || return
  cat >"$SLURM_CONF" <<CONF
ClusterName=surfscan
SlurmctldHost=ctl(10.99.7.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
# A requeued job waits until its credential has expired: two minutes, if nothing is said.
AuthInfo=socket=$work/munge/socket,cred_expire=10
CryptoType=crypto/munge
StateSaveLocation=$work/slurm/state
SlurmdSpoolDir=$work/slurm/spool-%n
SlurmctldPidFile=$work/slurm/slurmctld.pid
SlurmdPidFile=$work/slurm/slurmd-%n.pid
SlurmctldLogFile=$work/slurm/slurmctld.log
SlurmdLogFile=$work/slurm/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=2,batch_sched_delay=0
SlurmdTimeout=600
ReturnToService=2
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc=$work/slurm/ended
GresTypes=disk
MailProg=/bin/true
SlurmdParameters=config_overrides
NodeName=store[1-4] NodeAddr=10.99.7.1[1-4] NodeHostname=store[1-4] CPUs=8 Gres=disk:3 State=UNKNOWN
PartitionName=disks Nodes=ALL Default=YES MaxTime=INFINITE State=UP OverSubscribe=NO
CONF
  echo 'NodeName=store[1-4] Name=disk Count=3' >"$work/slurm/gres.conf"
  # The other looks for a hierarchy of its own, which a container may not have. Nothing here uses either.
  echo 'CgroupPlugin=cgroup/v1' >"$work/slurm/cgroup.conf"
}

# Asks the controller, from its host. ctl COMMAND…
ctl() { ip netns exec "$net-ctl" "$@"; }

# until_so WHAT COMMAND…: waits for the command to succeed.
until_so() {
  local what=$1 wait
  shift
  for wait in $(seq 600); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.5
  done
  echo "not after $wait looks: $what"
  ctl squeue
  ctl sinfo --Node
  tail -n 20 "$work/slurm/slurmctld.log"
  return 1
}

all_idle() { [ "$(ctl sinfo --noheader --Node --format=%T | grep -c '^idle$')" -eq 4 ]; }

cluster() {
  configure && up || return
  on ctl munged munged --foreground --force --key-file="$work/munge/key" --socket="$work/munge/socket" \
    --pid-file="$work/munge/pid" --log-file="$work/munge/log" --seed-file="$work/munge/seed"
  until_so 'a socket of munge' test -S "$work/munge/socket" || return
  on ctl ctl slurmctld -D -c
  local i
  for i in 1 2 3 4; do
    mkdir -p "$work/slurm/spool-store$i"
    on "$i" "store$i" slurmd -D -N "store$i"
  done
  until_so 'four idle nodes' all_idle
}

# Two of them take their time, so that something can happen to them.
disks() {
  local i n speed
  for i in 1 2 3 4; do
    for n in 1 2 3; do
      case $i$n in 21 | 42) speed=5 ;; *) speed=max ;; esac
      disk "$i" "$n" "$speed"
    done
  done
}

submit() {
  disks >"$work/disks.txt"
  ctl fleet/slurm/submit.sh "$work/disks.txt" "$maps" | tee "$work/submitted" && job=$(grep -oE '[0-9]+$' "$work/submitted")
}

map_of() { ls "$maps"/*serial_"$1"*.surfscan; }
process_of() { pgrep -f "main.js scan .*serial=$1[, ]" | head -n 1; }
# Something is read, and something is not.
is_under_way() {
  surfscan report "$(map_of "$1")" --json - | jq -e '.scans[0].coverage | .good > 0 and .unread > 0'
}
node_of() { ctl squeue --noheader --array --job="${job}_$1" --format=%N; }
is_in_state() { ctl scontrol show job "${job}_$1" | grep -qE "JobState=($2)"; }

# The fourth line of the list: ZA20001. A task whose program is killed has failed; whoever keeps the queue lets it go on.
killed() {
  until_so 'a scan of ZA20001 under way' is_under_way ZA20001 || return
  kill -9 "$(process_of ZA20001)" || return
  until_so 'a failed task' is_in_state 4 FAILED || return
  is_under_way ZA20001 && ctl scontrol requeue "${job}_4"
}

# The eleventh: ZA40002.
drained() {
  until_so 'a scan of ZA40002 under way' is_under_way ZA40002 || return
  first=$(node_of 11)
  ctl scontrol update "nodename=$first" state=drain reason=trial && ctl scontrol requeue "${job}_11" || return
  until_so 'a scan of ZA40002 on another node' runs_elsewhere 11 "$first"
}
runs_elsewhere() {
  local node
  node=$(sed -nE 's/.* on ([^ ]+), restart 1.*/\1/p' "$maps/${job}_$1.log")
  [ -n "$node" ] && [ "$node" != "$2" ]
}

is_over() { [ -z "$(ctl squeue --noheader --job="$job" 2>/dev/null)" ]; }

# What each map says, and the exit status of each task.
verdicts() {
  until_so 'the end of all tasks' is_over || return
  local i n serial told task=0 state
  for i in 1 2 3 4; do
    for n in 1 2 3; do
      task=$((task + 1)) serial=ZA${i}000$n
      told=$(surfscan report "$(map_of "$serial")" --json - | jq -r '.scans[0].verdict')
      [ "$told" = "$(wanted "$i" "$n")" ] || { echo "$serial: expected $(wanted "$i" "$n"), got $told"; return 1; }
      case $told in pass) state=COMPLETED ;; *) state=FAILED ;; esac
      is_in_state "$task" "$state" || { echo "$serial: expected $state"; ctl scontrol show job "${job}_$task"; return 1; }
    done
  done
}

sheet() {
  surfscan report "$maps" --html "$work/sheet.html" && [ "$(grep -oE 'ZA[1-4]000[1-3]' "$work/sheet.html" | sort -u | wc -l)" -eq 12 ]
}

try 'a cluster of four nodes' cluster
[ "$failed" -eq 0 ] || { cat "$work"/store?.log "$work"/slurm/*.log; counted; exit 1; }
try 'an array over twelve disks' submit
try 'a scan that is killed with -9 is requeued' killed
try 'a node is drained, and its scan goes on on another' drained
try '12 of 12 verdicts are right' verdicts
try 'the sheet has twelve disks' sheet
counted
