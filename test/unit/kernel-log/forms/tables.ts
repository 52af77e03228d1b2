// Tables with LBAs, of smartmontools 7.4 (ataprint.cpp, nvmeprint.cpp, scsiprint.cpp) and nvme-cli
// (nvme-print-stdout.c).

import type { Form } from './form.ts';

const exact = (lba: number, kind = 'medium') =>
  `smartctl null access exact logical ${lba}+1 ${kind}`;

export const TABLE_FORMS: readonly Form[] = [
  {
    // PrintSmartErrorlog: all ones are no sector, and an LBA in none of the commands is what was before
    what: 'smartctl: errors without a sector',
    lines: [
      '  40 53 00 ff ff ff 0f  Error: UNC at LBA = 0x0fffffff = 268435455',
      '  40 51 00 00 00 00 e0  Error: UNC 8 sectors at LBA = 0x00000000 = 0',
      'Error 4 occurred at disk power-on lifetime: 3306 hours (137 days + 18 hours)',
      '  40 51 08 2a 96 92 e5  Error: UNC 8 sectors at LBA = 0x0592962a = 93492778',
      '  Commands leading to the command that caused the error were:',
      '  c8 00 08 00 00 10 e0 08      00:10:59.166  READ DMA',
      '  ef 02 00 00 00 00 a0 08      00:10:55.078  SET FEATURES [Enable write cache]',
    ],
    says: [],
  },
  {
    what: 'smartctl: an error with its commands, 28 bits and queued',
    lines: [
      '  40 51 08 2a 96 92 e5  Error: UNC 8 sectors at LBA = 0x0592962a = 93492778',
      '  c8 00 08 28 96 92 e5 08      00:10:59.166  READ DMA',
      'Error 3 occurred at disk power-on lifetime: 3305 hours (137 days + 17 hours)',
      '  40 51 20 90 d0 b2 00  Error: UNC at LBA = 0x00b2d090 = 11718800',
      '  60 00 20 80 d0 b2 40 00  1d+00:10:59.166  READ FPDMA QUEUED',
    ],
    says: [exact(93492778), exact(11718800)],
  },
  {
    // PrintSmartExtErrorLog
    what: 'smartctl: the extended error log, 48 bits',
    lines: [
      '  40 -- 51 00 08 00 01 1c a5 e9 f8 40 00  Error: UNC at LBA = 0x11ca5e9f8 = 4775602680',
      '  60 00 08 00 00 00 01 1c a5 e9 f8 40 00     00:01:02.345  READ FPDMA QUEUED',
      'Error 1 [0] occurred at disk power-on lifetime: 1 hours (0 days + 1 hours)',
      '  40 -- 51 00 08 00 01 1c a5 e9 00 40 00  Error: UNC at LBA = 0x11ca5e900 = 4775602432',
      '  60 00 08 00 00 00 01 1c a5 e9 f8 40 00     00:01:02.345  READ FPDMA QUEUED',
    ],
    says: [exact(4775602680)],
  },
  {
    // ataPrintPendingDefectsLog
    what: 'smartctl: pending defects',
    lines: [
      'Pending Defects log (GP Log 0x0c)',
      'Index                LBA    Hours',
      '    0        11454997800        -',
      '   39        11480702007    12345',
    ],
    says: [exact(11454997800), exact(11480702007)],
  },
  {
    // scsiPrintPendingDefectsLPage
    what: 'smartctl: pending defects of SAS',
    lines: [
      '  Pending defect count:2 Pending Defects: index, LBA and accumulated_power_on_hours follow',
      '     1:  0xefaf7808        ,   5554',
      '     2:  0xefaf7809        ,   5554',
    ],
    says: [exact(0xefaf7808), exact(0xefaf7809)],
  },
  {
    // scsiPrintBackgroundResults
    what: 'smartctl: background scan',
    lines: [
      'Background scan results log',
      '   #  when        lba(hex)    [sk,asc,ascq]    reassign_status',
      '   1 21708:31  000000002d976f8a  [3,11,0]   Require Write or Reassign Blocks command',
      '   2 34882:38  000000002d976f8b  [1,17,1]   Successfully reassigned',
      '   3   96:41  0000000000000000  [3,3,0]   Require Write or Reassign Blocks command',
    ],
    says: [exact(764899210), exact(764899211, 'corrected')],
  },
  {
    // scsiPrintSelfTest
    what: 'smartctl: self-tests of SAS, in other words',
    lines: [
      '# 1  Background long   Failed in first segment     3   47877         764900874 [0x3 0x5d 0x1]',
      '# 2  Background short  Completed, segment failed   4   47800         764900875 [0x3 0x11 0x0]',
      '# 3  Background long   Failed in segment -->       3   47877                 - [0x1 0xb 0x97]',
    ],
    says: [exact(764900874), exact(764900875)],
  },
  {
    // ataPrintSelfTest: ataprint.cpp, ataprint_self_test_entry
    what: 'smartctl: self-tests of ATA, in other words',
    lines: [
      '# 1  Short offline       Completed: servo/seek failure 40%       100         12345',
      '# 2  Extended captive    Completed: unknown failure    90%       101         12346',
      '# 3  Extended offline    Completed: handling damage??  90%       102         12347',
      '# 4  Extended offline    Completed: read failure       90%       103         -',
    ],
    says: [exact(12345, 'other'), exact(12346, 'other'), exact(12347, 'other')],
  },
  {
    // print_error_log: the status with its phase bit; other errors’ LBAs mean nothing
    what: 'smartctl: NVMe errors',
    lines: [
      'Error Information (NVMe Log 0x01, 16 of 64 entries)',
      'Num   ErrCount  SQId   CmdId  Status  PELoc          LBA  NSID    VS  Message',
      '  0        359     4  0xf223  0xc502  0x000    224117514     1     -  Unrecovered Read Error',
      '  1        358     4  0x8222  0x4502  0x000    224117194     1     -',
      '  2        357     0  0x0005  0x4004  0x028            0     1     -  Invalid Field in Command',
    ],
    says: [exact(224117514), exact(224117194)],
  },
  {
    what: 'nvme-cli: old and new',
    lines: [
      'Error Log Entries for device:nvme7 entries:64',
      ' Entry[ 0]   ',
      'error_count  : 359',
      'status_field : 0xc502(UNRECOVERED_READ_ERROR)',
      'lba          : 0xd5bc04a',
      'nsid         : 1',
      ' Entry[ 1]   ',
      'error_count  : 358',
      'status_field : 0x6281 (Unrecovered Read Error)',
      'lba          : 0xd5bbf0a',
      'nsid         : 0x2',
      ' Entry[ 2]   ',
      'error_count  : 357',
      'status_field : 0x2002(INVALID_FIELD)',
      'lba          : 0',
      'nsid         : 1',
    ],
    says: [
      'nvme-cli nvme7 nsid 1 access exact logical 224116810+1 medium',
      'nvme-cli nvme7 nsid 2 access exact logical 224116490+1 medium',
    ],
  },
];
