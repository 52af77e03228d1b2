// Findings and pages that somebody made on purpose, with checksums that fit.

import { beforeAll, describe, expect, test } from 'vitest';
import { payloadOf, stampPage } from '../../../src/map-file/page.ts';
import { snapshotPages } from '../../../src/map-file/snapshot.ts';
import { aHeader, layoutOf, pageIn } from './fixtures.ts';
import { openFile, refusal } from './hostile.ts';
import { snapshotIn } from './hostile-snapshots.ts';
import { recovered } from './maps.ts';

let open: Buffer;
beforeAll(async () => {
  open = await openFile();
});

describe('a snapshot', () => {
  // In pages of 4080 bytes: 8 of the state, behind 8 bytes, and those of its records of 48.
  test.each([
    [0, 0, 1],
    [4072, 0, 1],
    [4073, 0, 2],
    [32_632, 0, 8],
    [0, 85, 2],
    [0, 86, 3],
    [32_632, 3230, 46],
  ])('of %d bytes and %d findings has %3$d pages', (bytes, records, pages) => {
    const layout = layoutOf(aHeader(100));
    const first = Buffer.alloc(4080);
    first.writeUInt32LE(bytes, 0);
    first.writeUInt32LE(records, 4);
    expect(snapshotPages(layout, first)).toBe(pages);
  });

  test('has a size that its area holds', async () => {
    for (const [at, value] of [
      [0, 32_633],
      [0, 2 ** 32 - 1],
      [4, 3231],
      [4, 2 ** 32 - 1],
    ] as const) {
      const file = snapshotIn(open, (first) => first.writeUInt32LE(value, at));
      expect(await refusal(file)).toBe('findings: their size is wrong');
    }
    expect(await refusal(snapshotIn(open, (first) => first.writeUInt32LE(3, 0)))).toMatch(
      /size is wrong/,
    );
    expect(await refusal(snapshotIn(open, (_, records) => records.writeUInt8(1, 4079)))).toMatch(
      /size/,
    );
  });

  // In FINDINGS: failed 0, 1; bad 2, 3; weak 4; slow 5, 6; disturbed 7.
  test.each<[string, number, (record: Buffer) => void, RegExp]>([
    ['kind 0', 0, (r) => r.writeUInt8(0, 0), /finding 0: it is out of order/],
    ['kind 6', 7, (r) => r.writeUInt8(6, 0), /finding 7: there is no kind 6/],
    ['kind 255', 7, (r) => r.writeUInt8(255, 0), /there is no kind 255/],
    ['kinds out of order', 5, (r) => r.writeUInt8(1, 0), /finding 5: it is out of order/],
    ['error 0', 0, (r) => r.writeUInt8(0, 1), /finding 0: there is no error 0/],
    ['error 10', 2, (r) => r.writeUInt8(10, 1), /finding 2: there is no error 10/],
    ['flags of bad', 2, (r) => r.writeUInt8(2, 2), /finding 2: it has unknown flags/],
    ['flags of slow', 5, (r) => r.writeUInt8(8, 2), /finding 5: it has unknown flags/],
    ['an LBA of 2^53', 0, (r) => r.writeUInt32LE(2 ** 21, 20), /finding 0: its LBAs are/],
    ['an LBA behind the range', 7, (r) => r.writeUInt32LE(801, 16), /finding 7: its LBAs are/],
    ['no sectors', 0, (r) => r.writeUInt32LE(80, 16), /finding 0: its LBAs are/],
    ['upside down', 0, (r) => r.writeUInt32LE(70, 16), /finding 0: its LBAs are/],
    ['overlap', 1, (r) => r.writeUInt32LE(87, 8), /finding 1: its LBAs are out of order/],
    ['failed and bad', 1, (r) => r.writeUInt32LE(162, 16), /sector 161 is failed and bad/],
    [
      'an errno that steers',
      0,
      (r) => r.write('\u001b[2J', 24, 'latin1'),
      /its errno has no such name/,
    ],
    [
      'an errno with a hole',
      0,
      (r) => r.write('E\0IO', 24, 'latin1'),
      /its errno has no such name/,
    ],
    ['a status of a kind 4', 0, (r) => r.writeUInt32LE(0x0400_0000, 40), /no drive says/],
    ['a status of no kind', 2, (r) => r.writeUInt32LE(1, 40), /finding 2: no drive says/],
    ['ATA of three bytes', 4, (r) => r.writeUInt32LE(0x0101_5140, 40), /finding 4: no drive says/],
    ['a sense key of 16', 0, (r) => r.writeUInt32LE(0x0210_1104, 40), /no drive says/],
    ['an NVMe type of 8', 0, (r) => r.writeUInt32LE(0x0300_0881, 40), /no drive says/],
    ['named twice', 3, (r) => r.writeUInt8(2, 44), /finding 3: whether its drive named it/],
    [
      'a latency of 2^53',
      5,
      (r) => r.writeUInt32LE(2 ** 21, 28),
      /finding 5: a number of it is too large/,
    ],
    ['again of 2^64', 5, (r) => r.fill(255, 32, 40), /finding 5: a number of it is too large/],
    [
      'foreign sectors of 2^63',
      7,
      (r) => r.writeUInt8(128, 47),
      /finding 7: a number of it is too/,
    ],
  ])('refuses %s', async (_, number, change, words) => {
    const file = snapshotIn(open, (__, records) =>
      change(records.subarray(48 * number, 48 * number + 48)),
    );
    expect(await refusal(file)).toMatch(words);
  });
});

describe('pages', () => {
  test('with bytes that are no reading are torn', async () => {
    const layout = layoutOf(aHeader(100));
    for (const byte of [248, 255]) {
      const file = Buffer.from(open);
      const page = pageIn(file, layout.mapPage(0, 0));
      payloadOf(page).writeUInt8(byte, 99);
      stampPage(page, layout.mapIndex(0), 5);
      const { contents } = await recovered(file);
      expect(contents.map).toEqual(new Uint8Array(100)); // the other slot was never written
      expect(contents.notes).toEqual(['1 page was torn; an older state of them was used']);
      payloadOf(page).writeUInt8(1, 99);
      payloadOf(page).writeUInt8(1, 100); // there is no block 100
      stampPage(page, layout.mapIndex(0), 5);
      expect((await recovered(file)).contents.map).toEqual(new Uint8Array(100));
    }
  });

  test('of a sequence near its end are refused before it is reached', async () => {
    const layout = layoutOf(aHeader(100));
    const file = Buffer.from(open);
    const page = pageIn(file, layout.mapPage(0, 0));
    stampPage(page, layout.mapIndex(0), 2 ** 52 - 1);
    expect(await refusal(file)).toBe('its sequence numbers are used up');
    for (const sequence of [2 ** 52, 2 ** 53 - 1]) {
      stampPage(page, layout.mapIndex(0), sequence);
      expect((await recovered(file)).contents.notes).toHaveLength(1); // torn
    }
  });
});
