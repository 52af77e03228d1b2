#!/bin/bash
# Scans every disk of a list, a line each, as an array of jobs:
#   submit.sh DISKS MAPS [SBATCH OPTION…]
# DISKS and MAPS must be reached from every node. --gres=disk:1 with `Name=disk Count=N` in gres.conf: at most N disks
# of a node at once. The exit status of a task is the verdict of its disk: sacct -j JOB -o JobID,State,ExitCode
# A requeued task waits until its credential has expired: AuthInfo=cred_expire=… in slurm.conf, two minutes if unsaid.
# A node that is silent is down for the controller after SlurmdTimeout.
set -eu
disks=$(realpath "$1") maps=$(realpath "$2")
shift 2
count=$(grep -c . "$disks")
export SURFSCAN_DISKS=$disks SURFSCAN_MAPS=$maps
exec sbatch --array="1-$count" --gres=disk:1 --output="$maps/%A_%a.log" "$@" "$(dirname "$(realpath "$0")")/scan.sbatch"
