// Two seals, written in turn: which of them says what the map is.

import { describe, expect, test } from 'vitest';
import { PAGE_BYTES, PREFIX_PAGES, SEAL_INDEX, sealPage } from '../../../src/map-file/format.ts';
import { payloadOf, stampPage } from '../../../src/map-file/page.ts';
import { encodeSeal, newestSeal } from '../../../src/map-file/seal.ts';

const open = (sequence: number) => encodeSeal({ closed: false, digest: 0, sequence });
const closed = (sequence: number, digest = 5) => encodeSeal({ closed: true, digest, sequence });
const blank = Buffer.alloc(PAGE_BYTES);
const torn = Buffer.from(open(3)).fill(7, 100, 110);

/** The beginning of a file whose slots hold these. */
function prefixOf(...slots: readonly Buffer[]): Buffer {
  const prefix = Buffer.alloc(PREFIX_PAGES * PAGE_BYTES);
  for (const [slot, page] of slots.entries()) page.copy(prefix, sealPage(slot) * PAGE_BYTES);
  return prefix;
}

test('none was ever written', () => {
  expect(newestSeal(prefixOf(blank, blank))).toBeNull();
});

test.each<[string, Buffer, Buffer, object]>([
  ['the only one, in the first slot', open(3), blank, { closed: false, sequence: 3, slot: 0 }],
  ['the only one, in the second', blank, open(3), { closed: false, sequence: 3, slot: 1 }],
  ['the whole one', torn, open(2), { closed: false, sequence: 2, slot: 1 }],
  ['the newer of two that are open', open(3), open(4), { sequence: 4, slot: 1 }],
  ['and so in the other order', open(4), open(3), { sequence: 4, slot: 0 }],
  ['opened again', closed(3), open(4), { closed: false, sequence: 4, slot: 1 }],
  ['closed behind the last open one', closed(4), open(3), { closed: true, digest: 5, slot: 0 }],
  ['closed in both', closed(4), closed(4), { closed: true, sequence: 4, digest: 5 }],
])('%s', (_, first, second, expected) => {
  expect(newestSeal(prefixOf(first, second))).toMatchObject(expected);
});

const CHANGED = (slot: number) =>
  `damaged at page ${sealPage(slot)}: the map was closed, and its seal changed`;
test.each<[string, Buffer, Buffer, string]>([
  ['none is whole', torn, blank, `damaged at page ${sealPage(0)}: there is no seal`],
  ['closed, and the other is torn', torn, closed(4), CHANGED(0)],
  ['closed, and the other is gone', closed(4), blank, CHANGED(1)],
  ['closed twice, at other times', closed(4), closed(3), CHANGED(1)],
  ['closed twice, with other digests', closed(4), closed(4, 6), CHANGED(1)],
  ['closed and open at one time', closed(4), open(4), CHANGED(1)],
])('%s: refused', (_, first, second, message) => {
  const refusal = { code: 'ERR_USAGE', message };
  expect(() => newestSeal(prefixOf(first, second))).toThrow(expect.objectContaining(refusal));
});

describe('a seal', () => {
  /** With a checksum that fits. */
  function changed(seal: Buffer, at: number, value: number): Buffer {
    const page = Buffer.from(seal);
    payloadOf(page).writeUInt8(value, at);
    stampPage(page, SEAL_INDEX, 4);
    return page;
  }

  const end = payloadOf(blank).length;
  test.each([1, 2, 3, 8, 9, 15, 16, 17, end - 1])('holds nothing at byte %d', (at) => {
    for (const seal of [open(4), closed(4)]) {
      expect(() => newestSeal(prefixOf(changed(seal, at, 1), blank))).toThrow(
        `damaged at page ${sealPage(0)}: it is no seal`,
      );
    }
  });

  test.each([4, 5, 6, 7])('has a digest at byte %d where it is closed, and only there', (at) => {
    const page = changed(closed(4, 0), at, 1);
    expect(newestSeal(prefixOf(page, page))).toMatchObject({ digest: 256 ** (at - 4) });
    expect(() => newestSeal(prefixOf(blank, changed(open(4), at, 1)))).toThrow(
      `damaged at page ${sealPage(1)}: it is no seal`,
    );
  });

  test.each([0, 3, 4, 255])('is of no kind %d', (kind) => {
    expect(() => newestSeal(prefixOf(changed(open(4), 0, kind), blank))).toThrow('it is no seal');
  });
});
