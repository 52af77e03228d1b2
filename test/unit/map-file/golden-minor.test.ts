// Maps of each minor version of the format, as they were made once: read for ever, and gone on with.

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { MINOR, PAGE_BYTES } from '../../../src/map-file/format.ts';
import { reconcile } from '../../../src/map-file/reconcile.ts';
import { recover } from '../../../src/map-file/recover.ts';
import { decodeSnapshot } from '../../../src/map-file/snapshot.ts';
import { MapWriter } from '../../../src/map-file/writer.ts';
import { aHeader, aState, FINDINGS, MemoryStorage } from './fixtures.ts';
import { CHANGED, CHANGED_HEADER, LONG } from './golden-changes.ts';
import { bytesOf } from './golden-maps.ts';
import { SAID } from './golden-said.ts';

/** SHA-256 of what is in them, by minor version: one finished in order, one left open. */
const GOLDEN: readonly (readonly [minor: number, name: string, sha256: string])[] = [
  [0, 'finished-1.map', '607266f7fb57df2bb76080802fe3d7932285f5afdff7ae17f675d158817e8455'],
  [0, 'open-1.map', '15a5563546d2e2f525651e9a5c3dbc346f4825218267c37d77b43130d06f6d67'],
  [1, 'finished-1.1.map', '873998d9f8804db2b5cfbe0be008086a3d68108acae0aa5a9043cb752013a7ab'],
  [1, 'open-1.1.map', '8da9f6cd77637600331fe77ca1a06c51158d5cd76a9de4172de28790a20888ee'],
  [2, 'finished-1.2.map', '03e4572f5f477f884bb06635d730ab69f0bdb33498c284edd63ef235ad866b50'],
  [2, 'open-1.2.map', 'c4d8467fa51d73eb4aabc13a02a7adab40b5c7b699fcba33bdd7a9f886fbbc86'],
  [3, 'finished-1.3.map', '2c37ad7d8bb6a9771dd126d758bf114a94513604a03664ec4e32387ecb5918a0'],
  [3, 'open-1.3.map', '2eb57a7a019722611dd6e78517323ce5b5c210433b1b7d3c76cc13726c4a5337'],
  [3, 'finished-1.3-smart.map', '80e862c8cf7c2a0f97dd6e8a4b72cbe15b7d07db442dc67a6ad122023de97d02'],
  [3, 'open-1.3-smart.map', '22dec21fdd85662ba5a6b3dbcfe20f6f3a672049b0a801276eb31146e8232398'],
  [3, 'open-1.3-method.map', 'f37639b39e0f417f0638d9d52b616041a4bf9e5ae5759ea7f2825b2c05d26e07'],
  [4, 'finished-1.4.map', 'ace519c37b67cbd5360098e4b8ab54e87b7a6667f9dece58f7b100c36679f33e'],
  [4, 'open-1.4-said.map', '07d3c343ca2e0617c31207aba0ef0d9dc433e7b7186dc69346c305a96b3e584e'],
];

test('there are some of each minor version', () => {
  const minors = GOLDEN.map(([minor]) => minor);
  expect([...new Set(minors)]).toEqual(Array.from({ length: MINOR + 1 }, (_, minor) => minor));
});

describe.each(GOLDEN)('of version 1.%d, %s', (minor, name, sha256) => {
  test('was never made anew', () => {
    const bytes = bytesOf(name);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    expect([bytes.readUInt16LE(28), bytes.readUInt16LE(30)]).toEqual([1, minor]);
  });

  test('can be gone on with', async () => {
    const storage = new MemoryStorage(Buffer.from(bytesOf(name)));
    const { contents, book } = await recover(storage);
    const writer = await MapWriter.reopen(storage, book);
    const { map, state, findings } = contents;
    const all = [{ first: 0, end: map.length }];
    await writer.update({
      map,
      dirty: all,
      readable: all,
      state: { ...state, runs: 99 },
      findings,
    });
    await writer.close();
    const again = (await recover(storage)).contents;
    const { forgetFromLba: _, ...rest } = state;
    expect(again).toMatchObject({ header: contents.header, findings, closed: true });
    expect(again.state).toMatchObject({ ...rest, runs: 99 });
    expect(again.map).toEqual(map);
  });
});

test('a finished scan is told the same by all of them', async () => {
  const finished = GOLDEN.filter(([, name]) => name.startsWith('finished'));
  const [first, ...later] = await Promise.all(
    finished.map(([, name]) => recover(new MemoryStorage(Buffer.from(bytesOf(name))))),
  );
  for (const { contents } of later) {
    const { findings, map, header } = first!.contents;
    expect(contents.findings).toEqual(findings);
    expect(contents.map).toEqual(map);
    expect(contents.header).toEqual({ ...header, created: contents.header.created });
  }
});

test('1.1 knows from where on the blocks count as unread, and keeps what is not known of it', async () => {
  const { contents } = await recover(new MemoryStorage(Buffer.from(bytesOf('open-1.1.map'))));
  expect(contents.header).toEqual(aHeader(100));
  expect(contents.findings).toEqual(FINDINGS);
  const later = { slowZones: [{ from: 0, to: 8 }] };
  expect(contents.state).toEqual(aState({ forgetFromLba: 640, recordsLeftOut: 5, unknown: later }));
  const { map, forgotten, findings } = reconcile(contents);
  expect(map.indexOf(0)).toBe(80);
  expect(map.subarray(80)).toEqual(new Uint8Array(20));
  expect(forgotten).toEqual([{ first: 80, end: 100 }]);
  expect(findings.disturbed).toEqual(FINDINGS.disturbed);
});

test('1.2 knows how the disk was attached', async () => {
  const { contents } = await recover(new MemoryStorage(Buffer.from(bytesOf('open-1.2.map'))));
  const attachment = {
    ids: ['/dev/disk/by-id/ata-A_MODEL_SERIAL1', 'naa.5000c500a1b2c3d4'],
    slot: 'bay Slot 05 of enclosure 6:0:8:0 (é)',
    inUse: ['/dev/sdx1 is mounted at /'],
  };
  expect(contents.state).toEqual(aState({ attachment }));
});

test('1.3 knows what the drive was sent, and by which node', async () => {
  const { contents } = await recover(
    new MemoryStorage(Buffer.from(bytesOf('open-1.3-method.map'))),
  );
  const sent = { engine: 'sgio', command: 'READ VERIFY EXT', node: '/dev/sg3' };
  expect(contents.state).toEqual(aState(sent));
});

test('1.3 knows what the drive counted', async () => {
  const { contents } = await recover(new MemoryStorage(Buffer.from(bytesOf('open-1.3-smart.map'))));
  const counters = new Map([
    ['Reallocated_Sector_Ct', 0],
    ['Current_Pending_Sector', 8],
  ]);
  const before = {
    asked: new Date('2026-11-22T09:59:59.000Z'),
    exitStatus: 64,
    passed: null,
    temperatureC: -3,
    powerOnHours: 12_345,
    counters,
  };
  const after = { whyNot: 'the scan has not ended (é)' };
  expect(contents.state).toEqual(aState({ smart: { before, after } }));
});

test('1.3 keeps what changed of long findings', async () => {
  const { contents, book } = await recover(new MemoryStorage(Buffer.from(bytesOf('open-1.3.map'))));
  expect(contents).toMatchObject({ header: CHANGED_HEADER, findings: CHANGED, notes: [] });
  expect(contents.state).toEqual(aState({ runs: 3 }));
  // Who does not know of changes finds the snapshot, and nothing that is wrong.
  const { state, findings } = decodeSnapshot(book.layout, book.body);
  expect([state.runs, findings]).toEqual([1, LONG]);
  expect(book.changes).toMatchObject({ area: 2, pages: { length: 2 * PAGE_BYTES } });
});

test('1.4 knows what the drive said of what it found', async () => {
  const { contents } = await recover(new MemoryStorage(Buffer.from(bytesOf('open-1.4-said.map'))));
  expect([contents.findings, contents.state]).toEqual([SAID, aState()]);
});

test.each([
  'finished-1.4.map',
  'finished-2.4.map',
])('1.4 knows what its scan was compared with: %s', async (name) => {
  const { contents } = await recover(new MemoryStorage(Buffer.from(bytesOf(name))));
  const alone = { errno: null, exact: true } as const;
  expect(contents.state.compared).toEqual({
    runs: 1,
    started: '2026-11-30T19:40:21.643Z',
    finished: expect.any(String),
    ...{
      fromLba: 0,
      toLba: 901,
      blockSectors: 16,
      jobs: 1,
      depth: 1,
      engine: 'sim',
      method: 'read',
    },
    ...{ good: 885, bad: 16, unread: 0 },
    latencyUs: expect.any(Array),
    smart: expect.any(Object),
    badExtents: [
      { from: 24, to: 32, value: { error: 'UNC', ...alone } },
      { from: 696, to: 704, value: { error: 'IDNF', ...alone } },
    ],
    ...{ unreadRanges: [], disturbed: [], slow: [] },
    steps: [{ from: 320, to: 336, step: expect.any(Number) }],
    zones: { sectors: 1_953_136, compared: 0, noise: null, changed: [] },
  });
});

const COMPACT = [
  ['2.2', 'e24ceb32e2a8f88465bf29afcae2f7fd00665025384f773ef1e8490d2d4ea1bb'],
  ['2.3', 'e3bdb99fad0a01302e2679c9ce8da0b6dca14bbffa69687c11121227c9a24a79'],
  ['2.4', '041ce73fa62427f4f7294e0da322fa942897d96c48943f17ce5b5b9e8837f326'],
] as const;

test.each(COMPACT)('the compact form is told as the open one: %s', async (version, sha256) => {
  const bytes = bytesOf(`finished-${version}.map`);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
  const minor = Number(version.slice(2));
  expect([bytes.readUInt16LE(28), bytes.readUInt16LE(30)]).toEqual([2, minor]);
  const [compact, open] = await Promise.all(
    [bytes, bytesOf(`finished-1.${minor}.map`)].map((file) =>
      recover(new MemoryStorage(Buffer.from(file))),
    ),
  );
  const { findings, map, header, closed, state } = open!.contents;
  const { created } = compact!.contents.header;
  expect(compact!.contents).toMatchObject({
    findings,
    map,
    header: { ...header, created },
    closed,
  });
  expect(compact!.contents.state.outcome).toEqual(state.outcome);
});
