import { expect, test } from 'vitest';
import { readKernelLog } from '../../../src/kernel-log/index.ts';

const TEXT =
  '\ufeffüber 😀\r\nI/O error, dev sda, sector 1000\r\nI/O error, dev sda, sector 77\r\n';
const LITTLE = Buffer.from(TEXT, 'utf16le');

async function numbers(bytes: Buffer, cut: number): Promise<number[]> {
  async function* chunks() {
    yield bytes.subarray(0, cut);
    yield bytes.subarray(cut);
  }
  const { accusations } = await readKernelLog(chunks());
  return accusations.map(({ position }) => position.from);
}

test.each([
  ['little-endian', LITTLE],
  ['big-endian', Buffer.from(LITTLE).swap16()],
])('a log in UTF-16, %s, however it is cut', async (_order, bytes) => {
  for (let cut = 2; cut <= bytes.length; cut++)
    expect(await numbers(bytes, cut)).toEqual([1000, 77]);
});

test('what only begins like one is read as it is', async () => {
  const log = Buffer.concat([Buffer.from('\xff\xff\n', 'latin1'), Buffer.from(TEXT.slice(1))]);
  expect(await numbers(log, 5)).toEqual([1000, 77]);
});
