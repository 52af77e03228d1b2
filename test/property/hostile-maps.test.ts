// Map files that somebody made on purpose, each page with its checksum: refused in words, or reported
// without anything that steers a terminal. SURFSCAN_SEED=… repeats a run.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportMaps } from '../../src/cli/report-command.ts';
import type { TypedReportOptions } from '../../src/cli/report-options.ts';
import { loadStoredScan } from '../../src/index.ts';
import { HEADER_PAGES, MAGIC, PAYLOAD_BYTES } from '../../src/map-file/format.ts';
import { encodeHeader } from '../../src/map-file/header.ts';
import { payloadOf, stampPage } from '../../src/map-file/page.ts';
import { aHeader, aState, layoutOf, pageIn } from '../unit/map-file/fixtures.ts';
import { openFile } from '../unit/map-file/hostile.ts';
import { expectPlain, hostileText } from './hostile-text.ts';
import { SEED } from './seed.ts';

const JSON_BYTES_AT = MAGIC.length + 4;
const JSON_AT = JSON_BYTES_AT + 4;
const NEWER = 1000; // a sequence number above those of the file
const FORMATS: readonly TypedReportOptions[] = [
  {},
  { json: '-' },
  { csv: true },
  { ddrescue: true },
  { badblocks: true },
];

/** As a scan leaves it. */
const STATE = aState({ options: { timeoutSeconds: 30, refine: true, rules: ['bad>0', 'p99>50'] } });

let open: Buffer;
let directory: string;
beforeAll(async () => {
  open = await openFile();
  directory = mkdtempSync(join(tmpdir(), 'surfscan-maps-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** A change of a header or a state: the value at one of its places, or all of its texts. */
type Change = (json: unknown) => unknown;

/** Short, for all of them to fit. */
const texts = hostileText.map((text): Change => {
  return (json) => withTexts(json, text.slice(0, 50));
});
const places = fc
  .tuple(fc.nat(), fc.oneof(hostileText, fc.jsonValue(), fc.double(), fc.maxSafeInteger()))
  .map(([place, value]): Change => {
    return (json) => withPlace(json, place, value);
  });
const unchanged: Change = (json) => json;

/** Every text of it is another; the kind and the times of a map can be nothing else. */
function withTexts(json: unknown, text: string): unknown {
  if (Array.isArray(json)) return json.map((value) => withTexts(value, text));
  if (typeof json === 'string')
    return /^(block|read|\d{4}-.*Z|ERR_.*|.*>.*)$/.test(json) ? json : text;
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [name, withTexts(value, text)]),
  );
}

/** One of its leaves, counted round and round, is another value. */
function withPlace(json: unknown, place: number, value: unknown): unknown {
  const leaves: { at: Record<string, unknown>; name: string }[] = [];
  const visit = (at: Record<string, unknown>) => {
    for (const [name, child] of Object.entries(at)) {
      leaves.push({ at, name });
      if (typeof child === 'object' && child !== null) visit(child as Record<string, unknown>);
    }
  };
  const copy = structuredClone(json) as Record<string, unknown>;
  visit(copy);
  const { at, name } = leaves[place % leaves.length]!;
  at[name] = value;
  return copy;
}

function headerPages(file: Buffer, changed: Change): void {
  const { identity, partitions, ...rest } = aHeader(100);
  const places = partitions.map(({ index, firstLba, lastLba }) => [index, firstLba, lastLba]);
  const text = Buffer.alloc(HEADER_PAGES * PAYLOAD_BYTES);
  encodeHeader(aHeader(100)).copy(text, 0, 0, JSON_AT);
  const json = Buffer.from(JSON.stringify(changed({ identity, ...rest, partitions: places })));
  text.writeUInt32LE(json.length, JSON_BYTES_AT);
  json.copy(text, JSON_AT);
  for (let number = 0; number < 2 * HEADER_PAGES; number++) {
    const index = number % HEADER_PAGES;
    text.copy(payloadOf(pageIn(file, number)), 0, index * PAYLOAD_BYTES);
    stampPage(pageIn(file, number), index, 1);
  }
}

/** Another newest snapshot: its state and, byte by byte, its records. */
function snapshotPages(file: Buffer, changed: Change, bytes: readonly [number, number][]): void {
  const layout = layoutOf(aHeader(100));
  for (const index of [0, 1]) {
    const page = pageIn(file, layout.areaPage(2, index));
    pageIn(file, layout.areaPage(1, index)).copy(page);
    const payload = payloadOf(page);
    if (index === 0) {
      const json = Buffer.from(JSON.stringify(changed(STATE)));
      payload.fill(0, 8);
      payload.writeUInt32LE(json.length, 0);
      json.copy(payload, 8);
    } else {
      for (const [at, byte] of bytes) payload[at % payload.length] = byte;
    }
    stampPage(page, layout.areaIndex(2, index), NEWER);
  }
}

function mapWith(
  ofHeader: Change,
  ofState: Change,
  records: readonly [number, number][] = [],
): Buffer {
  const file = Buffer.from(open);
  headerPages(file, ofHeader);
  snapshotPages(file, ofState, records);
  return file;
}

async function expectReported(file: Buffer, statuses: readonly number[] = [0, 2]): Promise<void> {
  const path = join(directory, 'a.map');
  writeFileSync(path, file);
  for (const format of FORMATS) {
    let said = '';
    const write = (text: string) => {
      said += text;
      return true;
    };
    const into = { write };
    const status = await statusOf(() =>
      reportMaps([path], format, { stdout: into, stderr: into }, loadStoredScan),
    );
    expect(statuses, said).toContain(status);
    expectPlain(said.replaceAll('\r\n', '\n'));
  }
}

/** What a report refuses of a sound map (a partition that is not there) is a usage error. */
async function statusOf(report: () => Promise<number>): Promise<number> {
  try {
    return await report();
  } catch (error) {
    expect(error).toMatchObject({ name: 'SurfscanError', code: 'ERR_USAGE' });
    expectPlain((error as Error).message);
    return 2;
  }
}

describe(`any map with checksums that fit, SURFSCAN_SEED=${SEED}`, () => {
  const settings = { seed: SEED % 2 ** 31, numRuns: 100 };

  test('with other texts it is reported', async () => {
    await fc.assert(
      fc.asyncProperty(texts, texts, async (ofHeader, ofState) => {
        await expectReported(mapWith(ofHeader, ofState), [0]);
      }),
      settings,
    );
  });

  test('with anything anywhere in its header', async () => {
    await fc.assert(
      fc.asyncProperty(places, (changed) => expectReported(mapWith(changed, unchanged))),
      settings,
    );
  });

  test('with anything anywhere in its state', async () => {
    await fc.assert(
      fc.asyncProperty(places, (changed) => expectReported(mapWith(unchanged, changed))),
      settings,
    );
  });

  test('with other records', async () => {
    const few = fc.array(fc.tuple(fc.nat(500), fc.nat(255)), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(few, (bytes) => expectReported(mapWith(unchanged, unchanged, bytes))),
      settings,
    );
  });
});
