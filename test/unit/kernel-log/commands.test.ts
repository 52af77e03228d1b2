// Commands built from their fields by the standards' layouts, and read back.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ataRequest,
  ataTrouble,
  type TaskFile,
  toldLba,
} from '../../../src/kernel-log/ata-commands.ts';
import { exactIn, exactInside } from '../../../src/kernel-log/request.ts';
import { scsiRequest } from '../../../src/kernel-log/scsi-commands.ts';
import { senseTrouble } from '../../../src/kernel-log/sense.ts';

const byte = (number: number, at: number) => Math.floor(number / 256 ** at) % 256;

function taskFile(command: number, lba: number, said: Partial<TaskFile>): TaskFile {
  const bytes = [0, 1, 2, 3, 4, 5].map((at) => byte(lba, at));
  return {
    command,
    feature: 0,
    featureHigh: 0,
    count: 0,
    countHigh: 0,
    device: 0x40,
    lba: bytes as unknown as TaskFile['lba'],
    ...said,
  };
}

const lba28 = fc.nat(2 ** 28 - 1);
const lba48 = fc.nat({ max: 2 ** 48 - 1 });
const nothing28 = (lba: number): Partial<TaskFile> => ({
  device: 0xe0 | byte(lba, 3),
  lba: [byte(lba, 0), byte(lba, 1), byte(lba, 2), 0xff, 0xff, 0xff],
});

describe('ATA', () => {
  test('28 bits: the upper four are in the device register, whatever stands elsewhere', () => {
    fc.assert(
      fc.property(lba28, fc.integer({ min: 1, max: 256 }), (lba, length) => {
        const file = taskFile(0xc8, lba, { count: length % 256, countHigh: 9, ...nothing28(lba) });
        expect(ataRequest(file)).toEqual({ from: lba, length, operation: 'read', is28Bit: true });
      }),
    );
  });

  test('48 bits, and queued with its count in the features', () => {
    fc.assert(
      fc.property(lba48, fc.integer({ min: 1, max: 65536 }), (lba, length) => {
        const [low, high] = [byte(length, 0), byte(length, 1)];
        const plain = taskFile(0x35, lba, { count: low, countHigh: high, feature: 3 });
        const queued = taskFile(0x60, lba, { feature: low, featureHigh: high, count: 8 });
        const request = { from: lba, length, is28Bit: false };
        expect(ataRequest(plain)).toEqual({ ...request, operation: 'write' });
        expect(ataRequest(queued)).toEqual({ ...request, operation: 'read' });
      }),
    );
  });

  test.each([
    ['read', [0x20, 0x24, 0x25, 0x29, 0x60, 0xc4, 0xc8]],
    ['write', [0x30, 0x34, 0x35, 0x39, 0x3d, 0x61, 0xc5, 0xca, 0xce]],
    ['verify', [0x40, 0x42]],
  ])('%s', (operation, commands) => {
    for (const command of commands)
      expect(ataRequest(taskFile(command, 5, {}))).toMatchObject({ operation });
  });

  test('commands without sectors are no requests', () => {
    for (const command of [0x00, 0x06, 0x2f, 0xa0, 0xb0, 0xe7, 0xea, 0xec, 0xef]) {
      expect(ataRequest(taskFile(command, 5, {}))).toBeNull();
    }
  });

  test('a result names a sector only with an error that has one', () => {
    const result = (status: number, error: number) =>
      toldLba(taskFile(status, 77, { feature: error }), false);
    expect(result(0x41, 0x40)).toBe(77);
    expect(result(0x51, 0x10)).toBe(77);
    expect(result(0x51, 0x01)).toBe(77);
    expect(result(0x51, 0x04)).toBeNull();
    expect(result(0x51, 0x84)).toBeNull();
    expect(result(0x50, 0x40)).toBeNull();
  });

  test('the error register in words', () => {
    expect(ataTrouble(0x40)).toEqual({ kind: 'medium', words: 'UNC' });
    expect(ataTrouble(0x84)).toEqual({ kind: 'cable', words: 'ICRC' });
    expect(ataTrouble(0x10)).toEqual({ kind: 'not-found', words: 'IDNF' });
    expect(ataTrouble(0x04)).toEqual({ kind: 'aborted', words: 'ABRT' });
    expect(ataTrouble(0x00)).toBeNull();
  });
});

describe('SCSI', () => {
  const bytes = (number: number, count: number) =>
    Array.from({ length: count }, (_, i) => byte(number, count - 1 - i));
  const lba32 = fc.nat({ max: 2 ** 32 - 1 });
  const lba52 = fc.nat({ max: 2 ** 52 });
  const count = fc.integer({ min: 1, max: 0xffff });

  test('every length of command', () => {
    fc.assert(
      fc.property(lba32, lba52, count, (lba, wide, length) => {
        const request = { from: lba, length };
        const ten = [0x28, 0, ...bytes(lba, 4), 0, ...bytes(length, 2), 0];
        expect(scsiRequest(ten)).toEqual({ ...request, operation: 'read' });
        const twelve = [0xaa, 0, ...bytes(lba, 4), ...bytes(length, 4), 0, 0];
        expect(scsiRequest(twelve)).toEqual({ ...request, operation: 'write' });
        const sixteen = [0x8f, 0, ...bytes(wide, 8), ...bytes(length, 4), 0, 0];
        expect(scsiRequest(sixteen)).toEqual({ from: wide, length, operation: 'verify' });
        const long = [0x7f, 0, 0, 0, 0, 0, 0, 24, 0, 9, 0, 0, ...bytes(wide, 8)];
        long.push(...bytes(0, 8), ...bytes(length, 4));
        expect(scsiRequest(long)).toEqual({ from: wide, length, operation: 'read' });
      }),
    );
  });

  test('six bytes: 21 bits, and zero is 256', () => {
    expect(scsiRequest([0x08, 0xff, 0xff, 0xff, 0, 0])).toEqual({
      from: 2 ** 21 - 1,
      length: 256,
      operation: 'read',
    });
  });

  test('what is cut off, empty or no read is no request', () => {
    expect(scsiRequest([])).toBeNull();
    expect(scsiRequest([0x28, 0, 0, 0, 0, 1, 0, 0, 1])).toBeNull();
    expect(scsiRequest([0x28, 0, 0, 0, 0, 1, 0, 0, 0, 0])).toBeNull();
    expect(scsiRequest([0x12, 0, 0, 0, 36, 0])).toBeNull();
    expect(scsiRequest([0x7f, 0, 0, 0, 0, 0, 0, 24, 0, 9])).toBeNull();
  });

  test('sense keys by number and by either kernel’s name', () => {
    for (const key of [3, 'MEDIUM ERROR', 'Medium Error']) {
      expect(senseTrouble(key, 0x11, 'w')).toEqual({ kind: 'medium', words: 'w' });
    }
    expect(senseTrouble('ILLEGAL REQUEST', 0x21, 'w')?.kind).toBe('not-found');
    expect(senseTrouble('ILLEGAL REQUEST', 0x24, 'w')).toBeNull();
    expect(senseTrouble('Unit Attention', null, 'w')).toBeNull();
    expect(senseTrouble(9, null, 'w')?.kind).toBe('other');
  });
});

describe('the sector that the disk named', () => {
  const request = { from: 100, length: 10, operation: 'read' as const };
  const whole = { position: { unit: 'logical', from: 100, length: 10 }, names: 'request' };

  test.each([null, 99, 110, 0, 0xffffff])('%s is none of the request’s', (lba) => {
    expect(exactIn(request, lba, 'logical')).toMatchObject(whole);
    expect(exactInside(request, lba, 'logical')).toMatchObject(whole);
  });

  test('inside it is exact', () => {
    for (const lba of [101, 109]) {
      expect(exactInside(request, lba, 'logical')).toEqual({
        position: { unit: 'logical', from: lba, length: 1 },
        names: 'exact',
        request: { from: 100, length: 10 },
      });
    }
  });

  test('at its start it is exact from a SCSI disk, and may be an echo from an ATA disk', () => {
    expect(exactIn(request, 100, 'logical').names).toBe('exact');
    expect(exactInside(request, 100, 'logical')).toMatchObject(whole);
    expect(exactInside({ ...request, length: 1 }, 100, 'logical').names).toBe('exact');
  });
});
