// A log that speaks of a failing disk and names no sector is never told to accuse nothing.

import { expect, test } from 'vitest';
import {
  accusationsAgainst,
  accusationsWithoutTarget,
  concludeUnread,
  inspectTarget,
} from '../../../src/index.ts';
import { checkText } from '../../../src/report/check-text.ts';
import { readLog } from '../kernel-log/read-log.ts';

const PLAIN = { width: 200, glyph: (glyph: string) => glyph, paint: (text: string) => text };
const QUESTION = { logDevices: [], logOffsetLba: null };
const LINES = [
  '  40 53 00 ff ff ff 0f  Error: UNC at LBA = 0x0fffffff = 268435455',
  'sd 1:0:0:0: [sda] tag#3 Sense Key : Medium Error [current]',
  'ata1.00: error: { UNC }',
  'BTRFS error (device sdb): bdev /dev/sdb errs: wr 0, rd 1, flush 0, corrupt 0, gen 0',
  'XFS (sda1): log I/O error -5',
  '# 1  Extended offline    Completed: read failure       90%     12345         -',
];

test.each(LINES)('%s', async (line) => {
  const log = readLog(`usb 1-1: reset\n${line}\n`);
  expect(log.accusations).toEqual([]);
  expect(log.failing).toMatchObject({ count: 1, first: [{ line: 2 }] });
  const told = concludeUnread(null, accusationsWithoutTarget(log, [])).explanation;
  const words = told.flatMap(({ sentences }) => [...sentences]).join('\n');
  expect(words).toMatch(/^1 line speaks of a failing disk, and none names a sector/);
  expect(words).not.toMatch(/accuses nothing/);
  const target = await inspectTarget('sim:size=1000s');
  await expect(accusationsAgainst(target, log, QUESTION)).rejects.toThrowError(/line 2, /);
});

test.each([
  'I/O error, dev sda, sector 0 op 0x1:(WRITE) flags 0x800 phys_seg 0 prio class 0',
  'I/O error, dev sr0, sector 64 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 0',
  'sshd: error: could not load host key',
])('harmless: %s', async (line) => {
  const log = readLog(line);
  expect(log.failing.count).toBe(0);
  const target = await inspectTarget('sim:size=1000s');
  expect((await accusationsAgainst(target, log, QUESTION)).suspects).toEqual([]);
});

test('the headline says so too, and a port’s name is not beside its disk’s', () => {
  const plain = outputText(readLog(LINES[1]!));
  expect(plain).toMatch(/^FAILING, BUT WHERE IS NOT SAID/);
  const cmd = 'ata1.00: cmd 60/00:08:e0:a7:61/01:00:0c:00:00/40 tag 1 ncq dma 131072 in';
  const cdb = 'sd 0:0:0:0: [sda] tag#1 CDB: Read(10) 28 00 0c 61 a7 e0 00 01 00 00';
  expect(outputText(readLog(`${cmd}\n${cdb}\n`))).toMatch(/^EXPLAINED: the log accuses sda;/);
  expect(outputText(readLog(`${cmd}\n`))).toMatch(/^EXPLAINED: the log accuses ata1\.00;/);
});

function outputText(log: ReturnType<typeof readLog>): string {
  return checkText(concludeUnread(null, accusationsWithoutTarget(log, [])), PLAIN);
}
