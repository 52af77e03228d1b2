// FreeBSD's CAM up to 9.1: sys/cam/scsi/scsi_all.c, scsi_cdb_string ("%x " a byte) and scsi_sense_sbuf
// ("info:%x", "info?:%x", "csi:%x,%x,%x,%x"); sys/dev/mps/mps_sas.c; halves of groups.

import type { Form } from './form.ts';

const DA = '(da8:umass-sim0:0:0:0):';

export const FREEBSD_OLD_FORMS: readonly Form[] = [
  {
    what: 'CAM SCSI up to 9.1: bytes without leading zeros',
    lines: [
      `${DA} READ(10). CDB: 28 0 0 0 0 0 0 0 1 0 `,
      `${DA} CAM Status: SCSI Status Error`,
      `${DA} SCSI Status: Check Condition`,
      `${DA} MEDIUM ERROR asc:30,2`,
      `${DA} Cannot read medium - incompatible format`,
      `${DA} Retrying Command (per Sense Data)`,
    ],
    says: ['freebsd-cam-scsi da8 read request logical 0+1 medium'],
  },
  {
    what: 'CAM SCSI up to 9.1: info that the drive vouches for, and csi',
    lines: [
      `${DA} WRITE(10). CDB: 2a 0 0 a 0 40 0 0 80 0 `,
      `${DA} CAM Status: SCSI Status Error`,
      `${DA} MEDIUM ERROR info:a0051 csi:0,1,2,3 asc:c,2`,
      `${DA} Write error - auto reallocation failed`,
    ],
    says: ['freebsd-cam-scsi da8 write exact logical 655441+1 in 655424+128 medium'],
  },
  {
    what: 'CAM SCSI up to 9.1: info that it does not, inside its request and alone',
    lines: [
      `${DA} READ(10). CDB: 28 0 0 a 0 40 0 0 80 0 `,
      `${DA} HARDWARE ERROR info?:a0052 asc:44,0`,
      '(da9:umass-sim1:1:0:0): MEDIUM ERROR info?:a0053 asc:11,0',
      '(da9:umass-sim1:1:0:0): Unrecovered read error',
    ],
    says: ['freebsd-cam-scsi da8 read exact logical 655442+1 in 655424+128 other'],
  },
  {
    // scsi_all.c of 8.x, scsi_sense_sbuf: "SCSI sense: ", "Deferred error: ", " info:%x", " csi:%x,…", " asc:%x,%x (%s)"
    what: 'CAM SCSI of 8.x: one line, with what may be replaced',
    lines: [
      `${DA} READ(10). CDB: 28 0 2 ad ef 5f 0 0 80 0 `,
      `${DA} CAM status: SCSI Status Error`,
      `${DA} SCSI status: Check Condition`,
      `${DA} SCSI sense: MEDIUM ERROR info:2adef6a asc:11,1 (Read retries exhausted) field replaceable unit: e4 actual retry count: 53`,
      '(da9:umass-sim1:1:0:0): READ(6). CDB: 8 1f ff f0 10 0 ',
      '(da9:umass-sim1:1:0:0): SCSI sense: HARDWARE ERROR info?:1ffff4 csi:a,b,c,d asc:15,1 (Mechanical positioning error)',
    ],
    says: [
      'freebsd-cam-scsi da8 read exact logical 44953450+1 in 44953439+128 medium',
      'freebsd-cam-scsi da9 read exact logical 2097140+1 in 2097136+16 other',
    ],
  },
  {
    // sys/kern/subr_disk.c of 5, disk_err; of 4, diskerr
    what: 'disk_err: one block, what is left of a range, a block of the slice',
    lines: [
      'aacd8: hard error cmd=read fsbn 12345',
      'amrd8: hard error cmd=write fsbn 12346 of 12344-12347',
      'mfid8: hard error cmd=read 4096-4103',
      'ad8s1f: hard error reading fsbn 15663679 of 4587520-4587647 (ad8s1 bn 15663679; cn 975 tn 3 sn 58) trying PIO mode',
      'fd0: hard error cmd=read fsbn',
      'amrd8: hard error cmd=write fsbn 12346 of 12344-123[ 12.3] usb',
    ],
    says: [
      'geom aacd8 read exact sector512 12345+1 other',
      'geom amrd8 write request sector512 12346+2 other',
      'geom mfid8 read request sector512 4096+8 other',
      'geom ad8s1 read request sector512 15663679+128 other',
    ],
  },
  {
    what: 'CAM SCSI of 8.x: deferred, of an older command',
    lines: [
      `${DA} WRITE(10). CDB: 2a 0 0 0 10 0 0 0 80 0 `,
      `${DA} SCSI sense: Deferred error: MEDIUM ERROR info:2adef6a asc:c,2 (Write error - auto reallocation failed)`,
      '(da9:umass-sim1:1:0:0): WRITE(10). CDB: 2a 0 0 0 10 0 0 0 80 0 ',
      '(da9:umass-sim1:1:0:0): Deferred Error: MEDIUM ERROR asc:c,2',
    ],
    says: [
      'freebsd-cam-scsi da8 access exact logical 44953450+1 medium',
      'freebsd-cam-scsi da9 write request logical 4096+128 unexplained',
    ],
  },
  {
    // sys/dev/mps/mps_sas.c, mpssas_log_command: "length %d ", "SMID %u ", "terminated ioc %x scsi %x …"
    what: 'CAM SCSI: mps(4) and mpr(4)',
    lines: [
      '(da8:mps0:0:12:0): READ(10). CDB: 28 00 03 39 d8 08 00 01 00 00 length 131072 SMID 439 terminated ioc 804b scsi 0 state c xfer 0',
      '(da9:mpr0:0:9:0): WRITE(16). CDB: 8a 00 00 00 00 01 00 00 00 00 00 00 00 08 00 00 length 4096 SMID 7 Command timeout on target 9',
    ],
    says: [
      'freebsd-cam-scsi da8 read request logical 54122504+256 unexplained',
      'freebsd-cam-scsi da9 write request logical 4294967296+8 unexplained',
    ],
  },
];
