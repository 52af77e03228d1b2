// Headers whose JSON is odd, too long, or of another version.

import { beforeAll, describe, expect, test } from 'vitest';
import { MAGIC } from '../../../src/map-file/format.ts';
import { aHeader } from './fixtures.ts';
import { openFile, refusal } from './hostile.ts';
import { headerIn, headerJson, JSON_BYTES_AT } from './hostile-headers.ts';
import { recovered } from './maps.ts';

let open: Buffer;
beforeAll(async () => {
  open = await openFile();
});

const withHeader = (json: string | Buffer, change: (text: Buffer) => void = () => {}) =>
  headerIn(open, json, change);

describe('the JSON of a header', () => {
  test('has no way to the prototype', async () => {
    const json = headerJson(() => {});
    for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const evil = `{"${key}":{"method":"read"},${json.slice(1)}`;
      const { header } = (await recovered(withHeader(evil))).contents;
      expect(header).toEqual(aHeader(100));
      expect(Object.hasOwn(header, key)).toBe(false);
    }
    const without = headerJson((header) => {
      delete header.method;
    });
    expect(await refusal(withHeader(`{"__proto__":{"method":"read"},${without.slice(1)}`))).toMatch(
      /method: expected one of/,
    );
    expect({}).not.toHaveProperty('method');
  });

  test.each<[string, string | Buffer]>([
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['a number', '7'],
    ['depth', '['.repeat(6000) + ']'.repeat(6000)],
    ['open depth', '{"a":'.repeat(2000)],
    ['two', '{}{}'],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0xc0, 0x80, 0x22])],
    ['a byte order mark', '\ufeff{}'],
  ])('refuses JSON that is %s', async (_, json) => {
    expect(await refusal(withHeader(json))).toMatch(/^header/);
  });

  test('has a length that its pages hold', async () => {
    const json = headerJson(() => {});
    for (const length of [12_221, 2 ** 31, 2 ** 32 - 1, json.length - 1, 0]) {
      const file = withHeader(json, (text) => text.writeUInt32LE(length, JSON_BYTES_AT));
      expect(await refusal(file)).toMatch(/header: /);
    }
    const behind = withHeader(json, (text) => text.writeUInt8(1, text.length - 1));
    expect(await refusal(behind)).toBe('header: its length is wrong');
  });

  test('of another major version is said to be one', async () => {
    const file = withHeader(
      headerJson(() => {}),
      (text) => text.writeUInt32LE(0x70003, MAGIC.length),
    );
    expect(await refusal(file)).toBe(
      'its format has version 3.7, and this surfscan reads versions 1 and 2',
    );
  });

  test('of a later minor version is taken, without what is not known of it', async () => {
    const json = headerJson((header) => {
      header[`a\u001b[31m${'b'.repeat(99)}`] = 1;
      header.identity.slot = { bay: 7 };
    });
    const file = withHeader(json, (text) => text.writeUInt16LE(65_535, MAGIC.length + 2));
    const { header } = (await recovered(file)).contents;
    expect(header).toEqual(aHeader(100));
  });
});
