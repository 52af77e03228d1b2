// Other programs' tables.

import type { Form } from './form.ts';

export const REPORT_FORMS: readonly Form[] = [
  {
    what: 'smartctl: self-tests',
    lines: [
      '# 1  Extended offline    Completed: read failure       90%     12345         93492434',
      '# 2  Short offline       Completed without error       00%     12344         -',
      '# 3  Background long   Failed in segment -->       3   12345          0x592962a [0x3 0x11 0x0]',
    ],
    says: [
      'smartctl null access exact logical 93492434+1 medium',
      'smartctl null access exact logical 93492778+1 medium',
    ],
  },
  {
    what: 'smartctl: the error log',
    lines: [
      '  40 51 08 2a 96 92 e5  Error: UNC 8 sectors at LBA = 0x0592962a = 93492778',
      '  84 51 1f 10 7c f2 e1  Error: ICRC, ABRT 31 sectors at LBA = 0x01f27c10 = 32668688',
      '  10 51 01 0f 8e a8 e4  Error: IDNF at LBA = 0x04a88e0f = 78155279',
    ],
    says: [
      'smartctl null access exact logical 78155279+1 not-found',
      'smartctl null access exact logical 93492778+1 medium',
      'smartctl null access request logical 32668688+31 cable',
    ],
  },
];
