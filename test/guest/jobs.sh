# shellcheck shell=dash
# The guest's only program: a line on the port names a job, /run/jobs/ID.sh. What it says goes to ID.out and
# ID.err, its status back through the port. When the host's end is closed, the guest ends.
for port in /dev/vport*p1; do :; done
exec 3<>"$port"
ulimit -c 0
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/run LC_ALL=C

run() {
  sh "/run/jobs/$1.sh" </dev/null >"/run/jobs/$1.out" 2>"/run/jobs/$1.err" 3>&-
  echo "$1 $?" >&3
}

echo ready >&3
while read -r id <&3; do run "$id" & done
