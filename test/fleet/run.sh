#!/usr/bin/env bash
# What fleet/ ships, on the engines themselves, but for Slurm (slurm.sh): four hosts, twelve simulated disks, one scan
# killed with -9. Ends with `N passed, N failed`; status 77 where it cannot be made here. Wants dist/ and the addon.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
# shellcheck source=test/fleet/hosts.sh
. test/fleet/hosts.sh
needs sshd ansible-playbook promtool systemd-analyze jq

# Units. They name programs by PATH's places, where the .deb puts them.
units() {
  mkdir -p "$work/units"
  cp fleet/systemd/* "$work/units/"
  sed -i "s,=surfscan ,=$work/bin/surfscan ," "$work/units/"*.service
  systemd-analyze verify --man=no "$work/units/surfscan@dev-null.service" "$work/units/surfscan@dev-null.timer" \
    "$work/units/surfscan-metrics.timer" "$work/units/surfscan-metrics.service"
}
for unit in fleet/systemd/*@.*; do
  mkdir -p "$work/units"
  ln -sf "$(basename "$unit")" "$work/units/$(basename "${unit/@/@dev-null}")"
done
try 'systemd-analyze verify' units
try 'promtool check rules' promtool check rules fleet/prometheus/rules.yml

# MAAS: the statuses and the results that it reads.
maas() {
  local result=$work/result.yaml status=0
  RESULT_PATH=$result fleet/maas/surfscan.sh "--storage=$1" || status=$?
  [ "$status" -eq "$2" ] && [ "$(jq -r .status "$result")" = "$3" ] && [ "$(jq .results.bad "$result")" = "$4" ]
}
try 'MAAS: a fit disk' maas sim:size=1GB 0 passed 0
try 'MAAS: a disk that is not' maas sim:size=1GB,bad=5-6 1 failed 2

# With a sshd each.
hosts() {
  mkdir -p /run/sshd "$work/keys"
  ssh-keygen -q -t ed25519 -N '' -f "$work/keys/id" && ssh-keygen -q -t ed25519 -N '' -f "$work/keys/host" && up || return
  local i
  for i in 1 2 3 4; do
    cat >"$work/sshd$i" <<SSHD
ListenAddress 10.99.7.1$i
HostKey $work/keys/host
PidFile none
AuthorizedKeysFile $work/keys/id.pub
PasswordAuthentication no
UsePAM no
StrictModes no
SSHD
    on "$i" "store$i" "$(command -v sshd)" -D -e -f "$work/sshd$i"
  done
}

inventory() {
  echo '[storage]'
  for i in 1 2 3 4; do echo "store$i ansible_host=10.99.7.1$i n=$i"; done
  cat <<VARS
[storage:vars]
ansible_user=root
ansible_ssh_private_key_file=$work/keys/id
ansible_ssh_common_args=-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null
ansible_python_interpreter=/usr/bin/python3
surfscan_become=false
surfscan_command=$work/bin/surfscan
surfscan_directory=$work/{{ inventory_hostname }}
surfscan_campaign=first
surfscan_poll_seconds=1
surfscan_csv=$work/fleet.csv
VARS
  for i in 1 2 3 4; do
    mkdir -p "$work/host_vars"
    # What one host reads takes its time, so that its scan can be killed.
    local speed=max
    [ "$i" -ne 2 ] || speed=15
    jq -n '{surfscan_disks: $ARGS.positional}' --args "$(disk "$i" 1 $speed)" "$(disk "$i" 2 $speed)" \
      "$(disk "$i" 3 $speed)" >"$work/host_vars/store$i.json"
  done
}

play() {
  (cd fleet/ansible && ANSIBLE_HOST_KEY_CHECKING=False ANSIBLE_LOCAL_TEMP=$work/tmp \
    ip netns exec "$net-ctl" ansible-playbook -i "$work/inventory" scan.yml)
}

# Kills the scan of store2 with -9 once its maps hold something.
kill_one() {
  local wait pid
  for wait in $(seq 600); do
    pid=$(pgrep -f "main.js scan .*serial=ZA20001.*--map $work/store2" | head -n 1)
    if [ -n "$pid" ] && ls "$work"/store2/first/*.surfscan >/dev/null 2>&1; then
      sleep 2
      kill -9 "$pid" && return
    fi
    sleep 0.2
  done
  echo "no scan of store2 came to be killed in $wait looks"
  return 1
}

interrupted() {
  play >"$work/play1" 2>&1 &
  local playing=$!
  kill_one || { cat "$work/play1"; return 1; }
  wait "$playing" && { echo 'the play noticed nothing'; return 1; }
  # What was cut off holds something, and not all.
  surfscan report "$work"/store2/first --json - | jq -e '[.scans[] | select(.verdict == "incomplete")
    | .coverage | select(.good > 0 and .unread > 0)] | length > 0'
}

csv() { awk -F, -v serial="$1" '$0 ~ serial { print }' "$work/fleet.csv"; }

verdicts() {
  [ "$(grep -c ',\?ZA' "$work/fleet.csv")" -eq 12 ] || { cat "$work/fleet.csv"; return 1; }
  local i n want
  for i in 1 2 3 4; do
    for n in 1 2 3; do
      want=$(wanted "$i" "$n")
      csv "ZA${i}000$n" | grep -q "\"\?,SIMULATED,ZA${i}000$n,$want," || { echo "expected $want:"; csv "ZA${i}000$n"; return 1; }
    done
  done
}

# What the textfile collectors of the four hosts would serve, and the rules over it: exactly the unfit disks.
alerts() {
  local i
  for i in 1 2 3 4; do
    surfscan report "$work/store$i/first" --prometheus "$work/store$i.prom" && promtool check metrics <"$work/store$i.prom" || return
  done
  {
    echo "rule_files: [$root/fleet/prometheus/rules.yml]"
    echo 'evaluation_interval: 1m'
    echo 'tests: [{interval: 1m, input_series: ['
    cat "$work"/store?.prom | grep '^surfscan_scan_verdict' |
      while read -r line; do echo "{series: '${line% *}', values: '${line##* }x10'},"; done
    echo '], alert_rule_test: [{eval_time: 5m, alertname: DiskUnfit, exp_alerts: ['
    cat "$work"/store?.prom | grep '^surfscan_scan_verdict{.*verdict="fail"' | grep -E 'ZA10002|ZA40003' |
      sed -E 's/^[a-z_]+\{(.*)\} .*/\1/' | while read -r labels; do
        serial=$(sed -E 's/.*serial="([^"]*)".*/\1/' <<<"$labels")
        device=$(sed -E 's/.*device="([^"]*)".*/\1/' <<<"$labels")
        echo "{exp_labels: {severity: critical, $(sed -E 's/([a-z_]+)="/\1: "/g; s/",/", /g' <<<"$labels")},"
        echo " exp_annotations: {summary: 'disk $serial ($device) did not pass its surface scan'}},"
      done
    echo ']}]}]'
  } >"$work/rules-test.yml"
  [ "$(grep -c exp_labels "$work/rules-test.yml")" -eq 2 ] && promtool test rules "$work/rules-test.yml"
}

nagios() {
  local status=0
  surfscan report "$work/store1/first" --nagios --max-age 35 || status=$?
  [ "$status" -eq 2 ] || return
  status=0
  surfscan report "$work/store2/first" --nagios --max-age 35 || status=$?
  [ "$status" -eq 0 ]
}

# Without percentiles: a map that is opened again tells them by its steps, 8 % wide.
told() {
  local i
  for i in 1 2 4; do surfscan report "$work/store$i/first" --json - | jq 'del(.scans[].latency_us)'; done
}

again() {
  told >"$work/before"
  play || return
  told >"$work/after"
  [ -s "$work/before" ] && diff "$work/before" "$work/after"
}

try 'ansible-playbook --syntax-check' ansible-playbook -i localhost, --syntax-check fleet/ansible/scan.yml
try 'four hosts' hosts
inventory >"$work/inventory"
try 'a scan that is killed with -9 on one host' interrupted
try 'the same play goes on' play
try 'fleet.csv: 12 of 12 verdicts are right' verdicts
try 'metrics are sound, and alerts fire for exactly the unfit disks' alerts
try 'Nagios: critical with an unfit disk, else OK' nagios
try 'the play again reads nothing' again

counted
