// Of long findings only what changes is written. Whenever the process is killed or the power is lost, what is
// found is one of the updates, whole: the last, or the one that was flushed last.

import { describe, expect, test } from 'vitest';
import { NO_FINDINGS } from '../../../src/map-file/contents.ts';
import { PAGE_BYTES } from '../../../src/map-file/format.ts';
import { anUpdate, type MemoryStorage, pageIn } from './fixtures.ts';
import {
  begunLong,
  change,
  findingsAt,
  found,
  HEADER,
  LAYOUT,
  MAP,
  whole,
} from './long-findings.ts';
import { begun, recovered, reopened } from './maps.ts';

/** What an update, or a flush, does, in pages. */
async function writesOf(storage: MemoryStorage, work: () => Promise<void>) {
  const before = storage.writes.length;
  await work();
  return storage.writes.slice(before).map(({ position, bytes }) => ({
    page: position / PAGE_BYTES,
    pages: bytes / PAGE_BYTES,
  }));
}

describe('while it goes on', () => {
  test('a change is a page, each in a place of its own; the list is written when they fill an area', async () => {
    const { storage, writer } = await begunLong();
    const seen = new Set<number>();
    let runs = 2;
    for (; writer.awaits.roomForChanges > 36_000; runs++) {
      const [write, ...more] = await writesOf(storage, () => change(writer, runs));
      expect([write!.pages, more]).toEqual([1, []]);
      expect(seen.has(write!.page)).toBe(false);
      seen.add(write!.page);
      expect(await found(Buffer.from(storage.file))).toBe(runs);
    }
    expect(seen.size).toBeGreaterThan(50);
    await writer.flush();
    const pages = (await writesOf(storage, () => whole(writer, runs))).map(({ pages }) => pages);
    expect(pages.reduce((a, b) => a + b)).toBeGreaterThan(18);
    // The state before, which is flushed, fills two of the areas.
    const syncs: string[] = [];
    storage.failing = (call) => {
      if (call === 'sync') syncs.push(call);
      return null;
    };
    await change(writer, runs + 1);
    expect(syncs).toEqual(['sync']);
    expect(await found(Buffer.from(storage.file))).toBe(runs + 1);
  });

  test('a short list is written whole, and takes no changes', async () => {
    const { writer } = await begun(HEADER);
    await writer.update(
      anUpdate(MAP, { findings: { ...NO_FINDINGS, bad: findingsAt(0).bad.slice(0, 1000) } }),
    );
    expect(writer.awaits).toEqual({
      roomForChanges: 0,
      isOwed: false,
      mostFindings: LAYOUT.records,
    });
    await expect(change(writer, 2)).rejects.toMatchObject({ code: 'ERR_DEFECT' });
  });

  test('a map is not closed behind changes: who does not know of them would miss them', async () => {
    const { storage, writer } = await begunLong();
    await change(writer, 2);
    await expect(writer.close()).rejects.toMatchObject({ code: 'ERR_DEFECT' });
    expect((await recovered(storage.file)).contents.closed).toBe(false);
    expect(await found(storage.file)).toBe(2);
  });

  test('it is closed with all of them', async () => {
    const { storage, writer } = await begunLong();
    await change(writer, 2);
    await whole(writer, 3);
    await writer.close();
    expect((await recovered(storage.file)).contents).toMatchObject({ closed: true, notes: [] });
    expect(await found(storage.file)).toBe(3);
  });
});

describe('killed, or without power', () => {
  /** The file before each of the writes of `work`, with some beginnings of that write. */
  async function* momentsOf(storage: MemoryStorage, work: () => Promise<unknown>) {
    let before = Buffer.from(storage.file);
    const moments: { before: Buffer; after: Buffer; position: number; bytes: number }[] = [];
    const { write } = storage;
    storage.write = async (buffer, position) => {
      await write.call(storage, buffer, position);
      const after = Buffer.from(storage.file);
      moments.push({ before, after, position, bytes: buffer.length });
      before = after;
    };
    await work();
    for (const { before, after, position, bytes } of moments) {
      for (const done of [0, 512, bytes >> 1, bytes - 512, bytes]) {
        const file = Buffer.from(before);
        after.copy(file, position, position, position + done);
        yield { file, isWhole: done === bytes };
      }
    }
  }

  test('at any moment of a change: the one before it, or it', async () => {
    const { storage, writer } = await begunLong();
    for (let runs = 2; runs < 5; runs++) {
      for await (const { file, isWhole } of momentsOf(storage, () => change(writer, runs))) {
        const told = await found(file);
        if (isWhole) expect(told).toBe(runs);
        else expect([runs - 1, runs]).toContain(told); // what is missing may be zeros
      }
    }
  });

  test('at any moment of the list behind changes, and of what follows', async () => {
    const { storage, writer } = await begunLong();
    await change(writer, 2);
    await change(writer, 3);
    await writer.flush();
    const all = async () => {
      await whole(writer, 4);
      await change(writer, 5);
      await writer.flush();
    };
    let least = 3;
    for await (const { file } of momentsOf(storage, all)) {
      const told = await found(file);
      expect(told).toBeGreaterThanOrEqual(least);
      least = told;
    }
    expect(least).toBe(5);
  });

  test('at any moment of taking it up again', async () => {
    const { storage, writer } = await begunLong();
    await change(writer, 2);
    await change(writer, 3);
    await writer.abandon();
    for await (const { file } of momentsOf(storage, () => reopened(storage))) {
      expect(await found(file)).toBe(3);
    }
    const again = (await recovered(storage.file)).book;
    expect(again.changes).toBeNull();
    expect(again.snapshot!.findings).toEqual(findingsAt(3));
  });

  test('a torn change loses itself alone, and that is said', async () => {
    const { storage, writer } = await begunLong();
    const [first] = await writesOf(storage, () => change(writer, 2));
    const [second] = await writesOf(storage, () => change(writer, 3));
    const file = Buffer.from(storage.file);
    pageIn(file, second!.page)[77]! ^= 1;
    expect(await found(file)).toBe(2);
    const { notes } = (await recovered(file)).contents;
    expect(notes).toEqual(['the newest findings are not whole; older ones were used']);
    // What follows one that is lost is not told: what it was a change of is not there.
    pageIn(file, second!.page)[77]! ^= 1;
    pageIn(file, first!.page)[77]! ^= 1;
    expect(await found(file)).toBe(1);
    pageIn(file, first!.page)[77]! ^= 1;
    expect(await found(file)).toBe(3);
  });
});
