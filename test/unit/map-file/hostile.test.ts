// Maps that somebody made on purpose, with checksums that fit: refused in words, and nothing that was
// in them reaches a terminal or the memory.

import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blankMap } from '../../../src/map-file/blank-map.ts';
import { HEADER_PAGES, MAGIC, PAYLOAD_BYTES } from '../../../src/map-file/format.ts';
import { encodeHeader } from '../../../src/map-file/header.ts';
import { MapFile, readMap } from '../../../src/map-file/map-file.ts';
import { payloadOf, stampPage } from '../../../src/map-file/page.ts';
import { aHeader, aMap, anUpdate, aState, layoutOf, pageIn } from './fixtures.ts';
import { begun, recovered } from './maps.ts';

const folder = mkdtempSync(join(tmpdir(), 'surfscan-map-'));
afterAll(() => rmSync(folder, { recursive: true }));

const JSON_BYTES_AT = MAGIC.length + 4;
const JSON_AT = JSON_BYTES_AT + 4;

let open: Buffer;
beforeAll(async () => {
  const { storage, writer } = await begun(aHeader(100));
  await writer.update(anUpdate(aMap(100)));
  open = Buffer.from(storage.file);
});

/** The open map with other text for its header's JSON, and checksums that fit. */
function withHeader(json: string | Buffer, change: (text: Buffer) => void = () => {}): Buffer {
  const text = Buffer.alloc(HEADER_PAGES * PAYLOAD_BYTES);
  encodeHeader(aHeader(100)).copy(text, 0, 0, JSON_AT);
  const bytes = Buffer.from(json);
  text.writeUInt32LE(bytes.length, JSON_BYTES_AT);
  bytes.copy(text, JSON_AT);
  change(text);
  const file = Buffer.from(open);
  for (let number = 0; number < 2 * HEADER_PAGES; number++) {
    const index = number % HEADER_PAGES;
    text.copy(payloadOf(pageIn(file, number)), 0, index * PAYLOAD_BYTES);
    stampPage(pageIn(file, number), index, 1);
  }
  return file;
}

type Json = Record<string, unknown>;

function headerJson(change: (header: Json & { identity: Json }) => void): string {
  const { identity, partitions, ...rest } = aHeader(100);
  const header = {
    identity: { ...identity },
    ...rest,
    partitions: partitions.map(({ index, from, to }) => [index, from, to]),
  };
  change(header);
  return JSON.stringify(header);
}

async function refusal(file: Buffer): Promise<string> {
  try {
    await recovered(file);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ERR_USAGE' });
    const { message } = error as Error;
    expect(message).toMatch(/^[ -~éü…]*$/);
    expect(message.length).toBeLessThan(300);
    return message;
  }
  throw new Error('it was not refused');
}

const NUMBERS = [-1, 0.5, 2 ** 53, 2 ** 64, 1e308, null, '1', [], {}, true];

describe('a header', () => {
  test('as the writer makes it is taken', async () => {
    const { header } = (await recovered(withHeader(headerJson(() => {})))).contents;
    expect(header).toEqual(aHeader(100));
  });

  test.each([
    ['sectors', 'identity'],
    ['logicalBytes', 'identity'],
    ['physicalBytes', 'identity'],
    ['physicalFirstLba', 'identity'],
    ['fromLba', null],
    ['toLba', null],
    ['blockSectors', null],
  ])('%s must be a whole number', async (name, inside) => {
    for (const value of [...NUMBERS, undefined]) {
      const json = headerJson((header) => {
        (inside === null ? header : header.identity)[name] = value;
      });
      expect(await refusal(withHeader(json))).toContain(`${name}: expected a whole number`);
    }
    // What no JSON.stringify makes, but JSON.parse takes.
    const json = headerJson((header) => {
      (inside === null ? header : header.identity)[name] = 'HERE';
    });
    for (const text of ['1e999', '-1e999', '1e-999999', '-0.0']) {
      await refusal(withHeader(json.replace('"HERE"', text))).catch((error) => {
        // Zero is whole, where zero may be.
        expect(`${text} ${error.message}`).toMatch(/^(1e-999999|-0\.0) it was not refused$/);
      });
    }
    for (const text of ['NaN', 'Infinity', '0x10', '1_000']) {
      expect(await refusal(withHeader(json.replace('"HERE"', text)))).toBe('header: expected JSON');
    }
  });

  test('must imply the size that the file has', async () => {
    for (const blocks of [1, 99, 10_000, 2 ** 32, 2 ** 40]) {
      const sectors = blocks * 8;
      const json = headerJson((header) => {
        header.identity.sectors = sectors;
        header.toLba = sectors;
      });
      expect(await refusal(withHeader(json))).toMatch(/truncated|longer|partitions/);
    }
    const json = headerJson((header) => {
      header.identity.sectors = 2 ** 53 - 1;
      header.toLba = 2 ** 53 - 1;
      header.blockSectors = 1;
    });
    expect(await refusal(withHeader(json))).toMatch(/truncated/);
  });

  test('has text that is clean, and no longer than it may be', async () => {
    const evil = '\u001b[2J\u0007\u202egnp.exe\u2066\u200b\ud800\u0000\u009b31m\n';
    for (const name of ['path', 'model', 'serial', 'firmware', 'wwn', 'bus']) {
      const json = headerJson((header) => {
        header.identity[name] = evil + 'x'.repeat(2000);
      });
      const { identity } = (await recovered(withHeader(json))).contents.header;
      const text = identity[name as 'model']!;
      expect(text).toMatch(/^[?[\]2Jgnp.ex31m…]*$/);
      expect(text.length).toBe(name === 'path' ? 512 : 128);
    }
  });

  test.each<[string, (header: Json & { identity: Json }) => void, RegExp]>([
    [
      'a kind',
      (h) => {
        h.identity.kind = 'tape';
      },
      /identity\.kind: expected one of block file sim/,
    ],
    [
      'a method',
      (h) => {
        h.method = 'write';
      },
      /method: expected one of read verify/,
    ],
    [
      'text',
      (h) => {
        h.identity.model = 7;
      },
      /identity\.model: expected text/,
    ],
    [
      'no text',
      (h) => {
        delete h.identity.path;
      },
      /identity\.path: expected text/,
    ],
    [
      'rotation',
      (h) => {
        h.identity.rotational = 'yes';
      },
      /rotational: expected true or false/,
    ],
    [
      'a time',
      (h) => {
        h.created = '2026-13-45T99:00:00.000Z';
      },
      /created: expected a time/,
    ],
    [
      'a short time',
      (h) => {
        h.created = '2026';
      },
      /created: expected a time/,
    ],
    [
      'no identity',
      (h) => {
        h.identity = null as never;
      },
      /header\.identity: expected an object/,
    ],
    [
      'an identity that is a list',
      (h) => {
        h.identity = [] as never;
      },
      /expected an object/,
    ],
    [
      'a range that ends before it begins',
      (h) => {
        h.fromLba = 800;
      },
      /fromLba: expected .* 0 to 799/,
    ],
    [
      'a range behind the disk',
      (h) => {
        h.toLba = 801;
      },
      /toLba: expected .* 1 to 800/,
    ],
    [
      'blocks over 16 MiB',
      (h) => {
        h.blockSectors = 32_769;
      },
      /blockSectors: expected .* 1 to 32768/,
    ],
    [
      'no partitions',
      (h) => {
        delete h.partitions;
      },
      /partitions: expected a list/,
    ],
    [
      'a partition of two',
      (h) => {
        h.partitions = [[1, 2]];
      },
      /expected index, from and to/,
    ],
    [
      'a partition object',
      (h) => {
        h.partitions = [{ index: 1, from: 0, to: 1 }];
      },
      /index, from and to/,
    ],
    [
      'a partition behind the disk',
      (h) => {
        h.partitions = [[1, 0, 800]];
      },
      /partitions\.to: expected/,
    ],
    [
      'a partition upside down',
      (h) => {
        h.partitions = [[1, 5, 4]];
      },
      /partitions\.from: expected/,
    ],
    [
      '129 partitions',
      (h) => {
        h.partitions = Array(129).fill([1, 0, 1]);
      },
      /a list of at most 128/,
    ],
    [
      'a field of its own',
      (h) => {
        h[`a\u001b[31m${'b'.repeat(99)}`] = 1;
      },
      /"a\?\[31mb+…" is no field of it/,
    ],
    [
      'a field more',
      (h) => {
        h.identity.inUse = [];
      },
      /"inUse" is no field/,
    ],
  ])('refuses %s', async (_, change, words) => {
    expect(await refusal(withHeader(headerJson(change)))).toMatch(words);
  });

  test('has no way to the prototype', async () => {
    const json = headerJson(() => {});
    for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const evil = `{"${key}":{"method":"read"},${json.slice(1)}`;
      expect(await refusal(withHeader(evil))).toContain(`"${key}" is no field of it`);
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

  test('of another version is said to be one', async () => {
    const file = withHeader(
      headerJson(() => {}),
      (text) => text.writeUInt32LE(2, MAGIC.length),
    );
    expect(await refusal(file)).toBe('its format has version 2, and this surfscan reads 1');
  });
});

describe('a snapshot', () => {
  /** The open map with another newest snapshot, changed in its payloads. */
  function withSnapshot(change: (first: Buffer, records: Buffer) => void): Buffer {
    const file = Buffer.from(open);
    const layout = layoutOf(aHeader(100));
    const pages = [0, 1].map((index) => pageIn(file, layout.areaPage(2, index)));
    for (const [index, page] of pages.entries()) {
      pageIn(file, layout.areaPage(1, index)).copy(page);
    }
    change(payloadOf(pages[0]!), payloadOf(pages[1]!));
    for (const [index, page] of pages.entries()) {
      stampPage(page, layout.areaIndex(2, index), 1000);
    }
    return file;
  }

  function withState(change: (state: Json) => void): Buffer {
    return withStateText(() => {
      const state: Json = { ...aState() };
      change(state);
      return JSON.stringify(state);
    });
  }

  function withStateText(text: () => string): Buffer {
    return withSnapshot((first) => {
      const json = Buffer.from(text());
      first.fill(0, 8);
      first.writeUInt32LE(json.length, 0);
      json.copy(first, 8);
    });
  }

  test('as the writer makes it is taken', async () => {
    const { contents } = await recovered(
      withState((state) => {
        state.runs = 77;
      }),
    );
    expect(contents.state).toEqual(aState({ runs: 77 }));
  });

  test.each([
    'sectors',
    'latencyCount',
    'goneBlocks',
    'jobs',
    'depth',
    'runs',
    'slowNotKept',
    'recordsLeftOut',
  ])('%s must be a whole number', async (name) => {
    for (const value of [...NUMBERS, undefined]) {
      expect(
        await refusal(
          withState((state) => {
            state[name] = value;
          }),
        ),
      ).toContain(`state.${name}: expected a whole number`);
    }
  });

  test.each([
    'elapsedSeconds',
    'deviceNs',
    'latencySumNs',
    'latencyMinNs',
    'latencyMaxNs',
    'refineSpentMs',
  ])('%s must be finite', async (name) => {
    for (const value of [-1, -1e-9, null, '1', [], {}, true, undefined]) {
      expect(
        await refusal(
          withState((state) => {
            state[name] = value;
          }),
        ),
      ).toContain(`state.${name}: expected a finite number`);
    }
    const infinite = JSON.stringify({ ...aState(), [name]: 'HERE' }).replace('"HERE"', '1e999');
    expect(await refusal(withStateText(() => infinite))).toContain(`state.${name}: expected`);
  });

  test.each<[string, (state: Json) => void, RegExp]>([
    [
      'notes without end',
      (s) => {
        s.notes = Array(65).fill('x');
      },
      /notes: expected a list of at most 64/,
    ],
    [
      'notes that are none',
      (s) => {
        s.notes = [7];
      },
      /notes: expected text/,
    ],
    [
      'trouble without a code',
      (s) => {
        s.trouble = { code: 'ERR_EVIL', errno: null, message: '' };
      },
      /trouble\.code: expected one of/,
    ],
    [
      'trouble with more',
      (s) => {
        s.trouble = { code: 'ERR_GONE', errno: null, message: '', x: 1 };
      },
      /"x" is no field/,
    ],
    [
      'options in a list',
      (s) => {
        s.options = [];
      },
      /options: expected an object/,
    ],
    [
      '65 options',
      (s) => {
        s.options = Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`o${i}`, 1]));
      },
      /at most 64/,
    ],
    [
      'an option of the prototype',
      (s) => {
        s.options = { constructor: 1 };
      },
      /"constructor" is no option's name/,
    ],
    [
      'an odd option',
      (s) => {
        s.options = { 'a b': 1 };
      },
      /"a b" is no option's name/,
    ],
    [
      'an option in depth',
      (s) => {
        s.options = { a: { b: 1 } };
      },
      /options: expected text, numbers/,
    ],
    [
      'an option list of numbers',
      (s) => {
        s.options = { a: [1] };
      },
      /options: expected text, numbers/,
    ],
    [
      'an option that steers',
      (s) => {
        s.options = { a: '\u001b[2J' };
      },
      /plain characters/,
    ],
    [
      'an option without end',
      (s) => {
        s.options = { a: 'x'.repeat(241) };
      },
      /at most 240 plain/,
    ],
    [
      'a field of its own',
      (s) => {
        s.evil = 1;
      },
      /"evil" is no field of it/,
    ],
  ])('refuses %s', async (_, change, words) => {
    expect(await refusal(withState(change))).toMatch(words);
  });

  test('has notes and messages that are clean', async () => {
    const { contents } = await recovered(
      withState((state) => {
        state.notes = [`\u001b[2J\u202e${'x'.repeat(400)}`];
        state.engine = '\n\u0000'.repeat(99);
        state.trouble = { code: 'ERR_GONE', errno: '\u0007', message: '\u009b'.repeat(500) };
      }),
    );
    expect(contents.state.notes[0]).toMatch(/^\?\[2J\?x{234}…$/);
    expect(contents.state.engine).toMatch(/^\?{39}…$/);
    expect(contents.state.trouble).toEqual({
      code: 'ERR_GONE',
      errno: '?',
      message: expect.stringMatching(/^\?{479}…$/),
    });
  });

  test('has a size that its area holds', async () => {
    for (const [at, value] of [
      [0, 32_633],
      [0, 2 ** 32 - 1],
      [4, 3231],
      [4, 2 ** 32 - 1],
    ] as const) {
      const file = withSnapshot((first) => first.writeUInt32LE(value, at));
      expect(await refusal(file)).toBe('findings: their size is wrong');
    }
    expect(await refusal(withSnapshot((first) => first.writeUInt32LE(3, 0)))).toMatch(
      /size is wrong/,
    );
    expect(await refusal(withSnapshot((_, records) => records.writeUInt8(1, 4079)))).toMatch(
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
    const file = withSnapshot((__, records) =>
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

describe('what is no file of ours', () => {
  const refusals: [string, (path: string) => void | Promise<void>, RegExp][] = [
    ['a directory', (path) => mkdirSync(path), /no regular file/],
    [
      'a FIFO',
      (path) => {
        execFileSync('mkfifo', [path]);
      },
      /no regular file.*never writes to disks/,
    ],
    ['a link to a device', (path) => symlinkSync('/dev/zero', path), /no regular file/],
    ['a link to a directory', (path) => symlinkSync('/', path), /no regular file/],
    [
      'a link to nowhere',
      (path) => symlinkSync('/nowhere/at/all', path),
      /cannot be opened \(ENOENT\)/,
    ],
    ['a link to itself', (path) => symlinkSync(path, path), /cannot be opened \(ELOOP\)/],
    ['nothing', () => {}, /cannot be opened \(ENOENT\)/],
    ['an empty file', (path) => writeFileSync(path, ''), /it is no surfscan map/],
    ['text', (path) => writeFileSync(path, 'hello\n'.repeat(20_000)), /it is no surfscan map/],
    ['zeros', (path) => writeFileSync(path, Buffer.alloc(1e6)), /it is no surfscan map/],
    [
      'a socket',
      (path) =>
        new Promise((resolve) => {
          const server = createServer().listen(path, () => resolve());
          server.unref();
        }),
      /no regular file/,
    ],
  ];

  test.each(refusals)('%s is refused', async (name, make, words) => {
    const path = join(folder, name);
    await make(path);
    await expect(MapFile.open(path)).rejects.toThrow(words);
    await expect(MapFile.open(path)).rejects.toMatchObject({ code: 'ERR_USAGE' });
    await expect(readMap(path)).rejects.toThrow(words);
    if (name === 'nothing') return;
    await expect(MapFile.create(path, aHeader(1), aState())).rejects.toMatchObject({
      code: 'ERR_USAGE',
      message: expect.stringMatching(/exists: go on with it|no regular file/),
    });
  });

  test('a file that may not be read is refused', async () => {
    const path = join(folder, 'secret');
    writeFileSync(path, open);
    chmodSync(path, 0);
    chmodSync(folder, 0o711);
    const isRoot = process.getuid?.() === 0; // root reads everything
    if (isRoot) process.seteuid!(65534);
    try {
      await expect(readMap(path)).rejects.toThrow(/cannot be opened \(EACCES\)/);
      await expect(MapFile.open(path)).rejects.toMatchObject({
        code: 'ERR_USAGE',
        errno: 'EACCES',
      });
      const inside = join(path, '..', 'new');
      await expect(MapFile.create(inside, aHeader(1), aState())).rejects.toThrow(/EACCES/);
    } finally {
      if (isRoot) process.seteuid!(0);
    }
  });

  test('names that steer a terminal are shown clean', async () => {
    const path = join(folder, 'a\u001b[2J\u202eb');
    await expect(readMap(path)).rejects.toThrow(/a\?\[2J\?b cannot be opened/);
    writeFileSync(path, 'x');
    await expect(readMap(path)).rejects.toThrow(/a\?\[2J\?b is refused: it is no surfscan map$/);
  });

  test('nothing is made where header or state are not valid', async () => {
    const path = join(folder, 'not made');
    const bad = aHeader(1, { toLba: 99 });
    await expect(MapFile.create(path, bad, aState())).rejects.toMatchObject({ code: 'ERR_USAGE' });
    const options = { failOn: Array(65).fill('bad>0') };
    await expect(MapFile.create(path, aHeader(1), aState({ options }))).rejects.toThrow(/options/);
    const long = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`o${i}`, Array(64).fill('x'.repeat(240))]),
    );
    expect(() => blankMap(aHeader(1), aState({ options: long }))).toThrow(/too long to be kept/);
    expect(existsSync(path)).toBe(false);
  });

  test('the longest header fits', async () => {
    const wide = '\u{1F600}"'.repeat(600);
    const { identity } = aHeader(1);
    const most = 2 ** 53 - 1;
    const header = aHeader(1, {
      identity: {
        ...identity,
        path: wide,
        model: wide,
        serial: wide,
        firmware: wide,
        wwn: wide,
        bus: wide,
        sectors: most,
      },
      fromLba: most - 8,
      toLba: most,
      partitions: Array(200).fill({ index: 2 ** 32 - 1, from: most - 1, to: most - 1 }),
    });
    const { storage } = await begun(header);
    const kept = (await recovered(storage.file)).contents.header;
    expect(kept.partitions).toHaveLength(128);
    expect(kept.identity.path).toMatch(/^(\u{1F600}")+\u{1F600}…$/u);
  });
});
