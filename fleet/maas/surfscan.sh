#!/bin/bash
# --- Start MAAS 1.0 script metadata ---
# name: surfscan
# title: Surface scan (reads only)
# description: Reads every sector and times it
# script_type: test
# hardware_type: storage
# parallel: instance
# timeout: 48:00:00
# results:
#   bad:
#     title: Bad sectors
#   unread:
#     title: Sectors that were not read
#   slow:
#     title: Blocks slower than 500 ms
#   bytes_per_s:
#     title: Mean read rate, bytes a second
# parameters:
#   storage:
#     type: storage
# packages:
#   apt:
#     - jq
# --- End MAAS 1.0 script metadata ---
# MAAS's own test by badblocks writes (-n); this one never does.
disk=${1#--storage=}
report=$(mktemp)
surfscan scan "$disk" --no-tui --json "$report"
status=$?
# RESULT_PATH: MAAS's results are YAML, and JSON is YAML.
if [ -n "${RESULT_PATH:-}" ] && [ -s "$report" ]; then
  jq '.scans[0] | {
      status: (if .verdict == "pass" then "passed" else "failed" end),
      results: (if .coverage then {bad: .coverage.bad, unread: .coverage.unread, slow: .blocks[">500ms"], bytes_per_s}
        else {} end)
    }' "$report" >"$RESULT_PATH"
fi
rm -f "$report"
exit "$status"
