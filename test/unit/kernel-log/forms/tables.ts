// Tables with LBAs, of smartmontools (src/ataprint.cpp, nvmeprint.cpp, scsiprint.cpp of f1d0da9) and nvme-cli
// (src/nvme-print-stdout.c of e117ee6).

import type { Form } from './form.ts';

const exact = (lba: number, kind = 'medium') =>
  `smartctl null access exact logical ${lba}+1 ${kind}`;

export const TABLE_FORMS: readonly Form[] = [
  {
    // format_st_er_desc: " at LBA = 0x%08x = %u"; all ones are no sector, and an LBA in none of the commands is what was before
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
    // print_pending_defects_log: "%5u %18" PRIu64 " %8s"
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
    // print_pending_defects_log; the log directory, attributes and device statistics are no rows of it
    what: 'smartctl: pending defects that there are none of',
    lines: [
      'Pending Defects log (GP Log 0x0c) not supported',
      '197 Current_Pending_Sector  0x0012   100   100   000    Old_age   Always       -       24',
      'Pending Defects log (GP Log 0x0c)',
      '0x01  0x008  4             123  ---  Lifetime Power-On Resets',
      '  9 Power_On_Hours          0x0032   099   099   000    Old_age   Always       -       1234',
      'No Defects Logged',
    ],
    says: [],
  },
  {
    // scsiPrintPendingDefectsLPage: one has words of its own
    what: 'smartctl: a pending defect of SAS',
    lines: [
      '  Pending defect count:1 Pending Defect, LBA and accumulated_power_on_hours follow',
      '     1:  0xefaf780a        ,   5554',
    ],
    says: [exact(0xefaf780a)],
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
    // scsiPrintSelfTest, self_test_result
    what: 'smartctl: self-tests of SAS, in other words',
    lines: [
      '# 1  Background long   Failed in first segment     3   47877         764900874 [0x3 0x5d 0x1]',
      '# 2  Background short  Completed, segment failed   4   47800         764900875 [0x3 0x11 0x0]',
      '# 3  Background long   Failed in segment -->       3   47877                 - [0x1 0xb 0x97]',
      '# 4  Foreground short  Failed in second segment    2   47800         764900876 [0x4 0x0 0x0]',
      '# 5  Background long   Unknown error, incomplete   -   38417           4211870 [0x3 0x11 0x0]',
      '# 6  Background long   Self test in progress ...   -     NOW                 - [-   -    -]',
    ],
    says: [exact(764900874), exact(764900875), exact(764900876), exact(4211870)],
  },
  {
    // ataPrintSmartSelfTestEntry: "#%2u  %-19s %-29s %1d0%%  %8u         %s"
    what: 'smartctl: self-tests of ATA, in other words',
    lines: [
      '# 1  Short offline       Completed: servo/seek failure 40%       100         12345',
      '# 2  Extended captive    Completed: unknown failure    90%       101         12346',
      '# 3  Extended offline    Completed: handling damage??  90%       102         12347',
      '# 4  Extended offline    Completed: read failure       90%       103         -',
      '# 5  Extended offline    Fatal or unknown error        90%       104         12348',
      '#10  Vendor (0x50)       Completed: read failure       10%       105         12349',
    ],
    says: [
      ...[exact(12345, 'other'), exact(12346, 'other'), exact(12347, 'other')],
      ...[exact(12348, 'other'), exact(12349)],
    ],
  },
  {
    // PrintSmartSelfTest*: entry.lbafirstfailure; what is no LBA of 28, 32 or 48 bits, and zero
    what: 'smartctl: self-tests without a sector',
    lines: [
      '# 1  Extended offline    Completed: read failure       90%     12345         4294967295',
      '# 2  Extended offline    Completed: read failure       90%     12345         268435455',
      '# 3  Extended offline    Completed: read failure       90%     12345         0',
      '# 4  Extended offline    Interrupted (host reset)      90%     12345         -',
    ],
    says: [],
  },
  {
    // print_self_test_log: "%2u   %-17s %-33s %9" PRIu64 " %12s %5s %3s %3s %4s"
    what: 'smartctl: self-tests of NVMe',
    lines: [
      'Self-test Log (NVMe Log 0x06, NSID 0xffffffff)',
      'Num  Test_Description  Status                       Power_on_Hours  Failing_LBA  NSID Seg SCT Code',
      ' 0   Extended          Completed: failed segments                 1234     12345678     1   2 0x2 0x81',
      ' 1   Short             Completed without error                     900     12345679     1   -   -    -',
      ' 2   Extended          Completed: unknown failed segment           880     12345680     *   - 0x2 0x81',
      ' 3   Extended          Fatal or unknown test error                 870            -     -   -   -    -',
    ],
    says: [exact(12345678), exact(12345680)],
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
    // stdout_self_test_result
    what: 'nvme-cli: self-tests',
    lines: [
      'Device Self Test Log for NVME device:nvme7n1',
      'Self Test Result[0]:',
      '  Operation Result             : 0x7',
      '  Valid Diagnostic Information : 0xf',
      '  Namespace Identifier         : 0x1',
      '  Failing LBA                  : 0x1b58',
      '  Status Code Type             : 0x2',
      'Self Test Result[1]:',
      '  Operation Result             : 0',
      '  Failing LBA                  : 0x1b59',
    ],
    says: ['nvme-cli nvme7 nsid 1 access exact logical 7000+1 medium'],
  },
  {
    // stdout_error_log; up to 1.13 the status with its phase tag
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
