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
