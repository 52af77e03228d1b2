// Changes of long findings on a file system that fails, and what is left of earlier ones.

import { expect, test } from 'vitest';
import { AREAS, PAGE_BYTES } from '../../../src/map-file/format.ts';
import { sequenceOf, stampPage } from '../../../src/map-file/page.ts';
import { pageIn } from './fixtures.ts';
import { begunLong, change, found, LAYOUT, whole } from './long-findings.ts';

test('a change that could not be written is written with the flush, in its place', async () => {
  const { storage, writer } = await begunLong();
  await change(writer, 2);
  storage.failing = (call) => (call === 'write' ? 'EIO' : null);
  await expect(change(writer, 3)).rejects.toMatchObject({ code: 'ERR_MAP' });
  storage.failing = () => null;
  expect([2, 3]).toContain(await found(Buffer.from(storage.file))); // half of it may be all
  await writer.flush();
  expect(await found(Buffer.from(storage.file))).toBe(3);
});

test('after a flush that failed all findings are asked for, and no flush succeeds without', async () => {
  const { storage, writer } = await begunLong();
  await change(writer, 2);
  storage.failing = (call) => (call === 'sync' ? 'EIO' : null);
  await expect(writer.flush()).rejects.toMatchObject({ code: 'ERR_MAP' });
  storage.failing = () => null;
  expect(writer.awaits).toMatchObject({ roomForChanges: 0, isOwed: true });
  await expect(writer.flush()).rejects.toMatchObject({ code: 'ERR_MAP' });
  await whole(writer, 3);
  await writer.flush();
  expect(writer.awaits.isOwed).toBe(false);
  expect(await found(storage.file)).toBe(3);
});

test('an area that has changes of another list counts for nothing', async () => {
  const { storage, writer } = await begunLong();
  await change(writer, 2);
  await writer.flush();
  const old = Buffer.from(storage.file);
  await whole(writer, 3);
  await writer.flush();
  // As if the blank of an area had been lost: what was there is of the list before.
  for (let area = 0; area < AREAS; area++) {
    const page = LAYOUT.areaPage(area, 1);
    if (pageIn(old, page).toString('latin1', 16, 23) !== 'changes') continue;
    pageIn(old, page).copy(pageIn(storage.file, page));
    expect(await found(storage.file)).toBe(3);
  }
});

test('changes of a list that is lost are none of the list before it', async () => {
  const { storage, writer } = await begunLong();
  const flushed = Buffer.from(storage.file);
  await whole(writer, 2);
  const listed = storage.writes.at(-1)!;
  await change(writer, 3);
  const file = Buffer.from(storage.file);
  expect(await found(file)).toBe(3);
  // Of what was not flushed the list is lost, and what came behind it is there.
  flushed.copy(file, listed.position, listed.position, listed.position + listed.bytes);
  expect(await found(file)).toBe(1);
});

test('what lies behind the last change, and is older, is none', async () => {
  const { storage, writer } = await begunLong();
  await change(writer, 2);
  await change(writer, 3);
  const { position } = storage.writes.at(-1)!;
  const page = pageIn(storage.file, position / PAGE_BYTES);
  stampPage(
    page,
    page.readUInt32LE(4),
    sequenceOf(pageIn(storage.file, position / PAGE_BYTES - 1)),
  );
  expect(await found(storage.file)).toBe(2);
});
