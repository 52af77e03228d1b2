// The scan of a-result.ts as JSON, field by field, in its order.

export const AS_WRITTEN = `{
  "device": {
    "path": "/dev/sdb",
    "kind": "block",
    "model": "ST1000DM003",
    "serial": "Z1D0AAAA",
    "firmware": "CC43",
    "wwn": "0x5000c50051234567",
    "sectors": 1953525168,
    "logical_bytes": 512,
    "physical_bytes": 4096,
    "rotational": true,
    "bus": "sata",
    "in_use": [
      "/dev/sdb1 is mounted at /"
    ],
    "ids": [
      "/dev/disk/by-id/ata-ST1000DM003_Z1D0AAAA"
    ],
    "slot": "bay Slot 05 of enclosure 6:0:8:0"
  },
  "started": "2026-11-22T10:00:00.000Z",
  "finished": "2026-11-22T12:59:03.500Z",
  "elapsed_s": 10743.123,
  "host": null,
  "range": {
    "from": 0,
    "to": 1953525167
  },
  "mode": {
    "method": "read",
    "block_sectors": 256,
    "jobs": 1,
    "depth": 1,
    "engine": "pread",
    "cache_bypassed": true,
    "command": null,
    "node": null,
    "narrowed_by": "read"
  },
  "coverage": {
    "total": 1953525168,
    "good": 1953525160,
    "bad": 8,
    "unread": 0
  },
  "blocks": {
    "<3ms": 7630000,
    "<10ms": 900,
    "<50ms": 50,
    "<150ms": 4,
    "<500ms": 2,
    ">500ms": 1,
    "UNC": 1,
    "IDNF": 0,
    "ABRT": 0,
    "AMNF": 0,
    "T0NF": 0,
    "BBK": 0,
    "TIME": 0,
    "IO": 0,
    "GONE": 0,
    "unread": 0
  },
  "latency_us": {
    "min": 91.235,
    "mean": 1402.123,
    "p50": 712.5,
    "p90": 1000,
    "p99": 2500,
    "p99_9": 9000,
    "p99_99": 41000,
    "max": 612345.679
  },
  "bytes_per_s": 93104222,
  "bad": [
    {
      "from": 93492432,
      "to": 93492439,
      "error": "UNC",
      "errno": "ENODATA",
      "exact": true,
      "reads": 1
    }
  ],
  "weak": [],
  "slow": [
    {
      "from": 512,
      "to": 767,
      "latency_us": 612345.679,
      "again_us": 1234.568
    }
  ],
  "slow_zones": [],
  "recovered": [],
  "smart": {
    "before": null,
    "after": null,
    "changed": [],
    "why_not": "smartctl is not on this system (package smartmontools)"
  },
  "disturbed": [],
  "verdict": "fail",
  "rules": [
    {
      "rule": "bad>0",
      "value": 8,
      "failed": true
    },
    {
      "rule": ">500ms>0",
      "value": 0,
      "failed": false
    }
  ],
  "notes": [
    "a note"
  ]
}`;
