import { describe, expect, test } from 'vitest';
import { scanLine } from '../../../src/report/line.ts';
import { aSummary, FAILED, HOSTILE, laterBy, STOPPED } from './a-summary.ts';

const DAY = 86_400;

describe('verdict, serial, what decided, age', () => {
  test.each([
    [aSummary(), 'PASS  Z1D0AAAA  3 d ago'],
    [aSummary(FAILED), 'FAIL  Z1D0AAAA  8 bad sectors  3 d ago'],
    [aSummary(STOPPED), 'INCOMPLETE  Z1D0AAAA  953,525,168 unread sectors  begun 3 d ago'],
    [aSummary({ weakSectors: 1, weakAloneSectors: 1 }), 'PASS  Z1D0AAAA  1 weak sector  3 d ago'],
    [aSummary({}, { serial: null }), 'PASS  0x5000c50051234567  3 d ago'],
    [aSummary({}, { serial: '', wwn: null }), 'PASS  /dev/sdb  3 d ago'],
  ])('%#', (summary, line) => {
    expect(scanLine(summary, laterBy(3 * DAY))).toBe(line);
  });

  test.each([
    [0, '0 s'],
    [-DAY, '0 s'],
    [119, '119 s'],
    [120, '2 min'],
    [7199, '119 min'],
    [7200, '2 h'],
    [2 * DAY - 1, '47 h'],
    [400 * DAY, '400 d'],
  ])('%i seconds are %s', (seconds, age) => {
    expect(scanLine(aSummary(), laterBy(seconds))).toBe(`PASS  Z1D0AAAA  ${age} ago`);
  });
});

test('80 columns of plain characters at most, and the age is never cut', () => {
  const message = 'the disk left at LBA 93492434 and was not there again, whoever looked: '.repeat(
    9,
  );
  for (const serial of HOSTILE) {
    for (const changes of [{}, FAILED, STOPPED]) {
      for (const trouble of [null, { code: 'ERR_GONE', errno: null, message: message + serial }]) {
        const summary = aSummary(
          { ...changes, trouble: trouble as null },
          { serial, path: serial },
        );
        const line = scanLine(summary, laterBy(9999 * DAY));
        expect(line).toMatch(/^[ -~]{10,80}$/);
        expect(line).toMatch(/99\d\d d ago$/);
      }
    }
  }
});
