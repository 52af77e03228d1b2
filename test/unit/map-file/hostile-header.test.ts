// Headers that somebody made on purpose, with checksums that fit: refused in words, and nothing that
// was in them reaches a terminal or the memory.

import { beforeAll, describe, expect, test } from 'vitest';
import { aHeader } from './fixtures.ts';
import { type Json, NUMBERS, openFile, refusal } from './hostile.ts';
import { headerIn, headerJson } from './hostile-headers.ts';
import { recovered } from './maps.ts';

let open: Buffer;
beforeAll(async () => {
  open = await openFile();
});

const withHeader = (json: string | Buffer, change: (text: Buffer) => void = () => {}) =>
  headerIn(open, json, change);

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
      'a partition of a number that no table has',
      (h) => {
        h.partitions = [[2 ** 32, 0, 1]];
      },
      /partitions\.index: expected .* 0 to 4294967295/,
    ],
    [
      '129 partitions',
      (h) => {
        h.partitions = Array(129).fill([1, 0, 1]);
      },
      /a list of at most 128/,
    ],
  ])('refuses %s', async (_, change, words) => {
    expect(await refusal(withHeader(headerJson(change)))).toMatch(words);
  });
});
