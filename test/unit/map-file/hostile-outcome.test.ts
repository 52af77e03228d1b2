// What a scan came to, where it ran and how its disk was attached, as somebody wrote it on purpose with
// checksums that fit.

import { beforeAll, describe, expect, test } from 'vitest';
import { OUTCOME_BLOCKS } from '../../../src/map-file/outcome.ts';
import { type Json, NUMBERS, openFile, refusal } from './hostile.ts';
import { stateIn } from './hostile-snapshots.ts';
import { recovered } from './maps.ts';

let open: Buffer;
beforeAll(async () => {
  open = await openFile();
});

const COUNTS = ['runs', 'good', 'bad', 'unread', 'notNarrowedSectors', 'weakSectors', 'weakBlocks'];
const MORE_COUNTS = ['weakAloneSectors', 'slowBlocks', 'slowZones'];

function outcome(change: Json = {}): Json {
  const counts = Object.fromEntries([...COUNTS, ...MORE_COUNTS].map((name) => [name, 1]));
  const blocks = Array(OUTCOME_BLOCKS).fill(2);
  return { ...counts, blocks, latencyUs: null, rules: [['bad>0', 1, true]], ...change };
}

const withOutcome = (change: Json) =>
  stateIn(open, (state) => {
    state.outcome = outcome(change);
  });

const attached = (change: Json) =>
  stateIn(open, (state) => {
    state.attachment = { ids: [], slot: null, inUse: null, ...change };
  });

describe('an outcome', () => {
  test('that could be is taken', async () => {
    const { contents } = await recovered(withOutcome({}));
    expect(contents.state.outcome).toEqual(outcome());
  });

  test.each([...COUNTS, ...MORE_COUNTS])('%s must be a whole number', async (name) => {
    for (const value of [...NUMBERS, undefined]) {
      expect(await refusal(withOutcome({ [name]: value }))).toContain(
        `state.outcome.${name}: expected a whole number`,
      );
    }
  });

  test.each<[string, Json, string]>([
    ['too few blocks', { blocks: [1] }, 'blocks: expected 16 numbers'],
    ['too many blocks', { blocks: Array(17).fill(1) }, 'blocks: expected a list of at most 16'],
    ['less than none', { blocks: Array(OUTCOME_BLOCKS).fill(-1) }, 'blocks: expected 16 numbers'],
    ['text for blocks', { blocks: Array(OUTCOME_BLOCKS).fill('1') }, 'blocks: expected 16'],
    ['three latencies', { latencyUs: [1, 2, 3] }, 'latencyUs: expected 8 numbers'],
    ['latencies in an object', { latencyUs: { min: 1 } }, 'latencyUs: expected a list'],
    ['rules without end', { rules: Array(65).fill(['a', 1, true]) }, 'a list of at most 64'],
    ['a rule that steers', { rules: [['\u001b[2J', 1, true]] }, 'rules: expected [rule, value'],
    ['a rule without end', { rules: [['x'.repeat(81), 1, true]] }, 'rules: expected [rule, value'],
    ['a rule that half failed', { rules: [['a', 1, 'yes']] }, 'rules: expected [rule, value'],
    ['a rule with more', { rules: [['a', 1, true, 1]] }, 'rules: expected [rule, value'],
    ['no rules', { rules: null }, 'rules: expected a list'],
  ])('%s is refused', async (_, change, words) => {
    expect(await refusal(withOutcome(change))).toContain(words);
  });

  test.each([[[]], ['text'], [7]])('that is %j is refused', async (value) => {
    const file = stateIn(open, (state) => {
      state.outcome = value;
    });
    expect(await refusal(file)).toContain('state.outcome: expected an object');
  });
});

describe('a host', () => {
  const hosted = (host: unknown) =>
    stateIn(open, (state) => {
      state.host = host;
    });

  test.each([
    [{ machineId: null }, 'state.host.name: expected text'],
    [{ name: 7, machineId: null }, 'state.host.name: expected text'],
    [{ name: 'a' }, 'state.host.machineId: expected text'],
    [{ name: 'a', machineId: [] }, 'state.host.machineId: expected text'],
    [['a'], 'state.host: expected an object'],
  ])('%j is refused', async (host, words) => {
    expect(await refusal(hosted(host))).toContain(words);
  });

  test('steers no terminal, and is not too long', async () => {
    const host = { name: `\u001b[2J${'x'.repeat(1000)}`, machineId: '\u202e1' };
    const { contents } = await recovered(hosted(host));
    expect(contents.state.host?.name).toHaveLength(253);
    expect(JSON.stringify(contents.state.host)).not.toMatch(/\\u001b|\u202e/);
  });
});

describe('how the disk was attached', () => {
  test.each<[Json, string]>([
    [{ ids: Array(17).fill('a') }, 'attachment.ids: expected a list of at most 16'],
    [{ ids: [7] }, 'attachment.ids: expected text'],
    [{ ids: null }, 'attachment.ids: expected a list'],
    [{ slot: 7 }, 'attachment.slot: expected text'],
    [{ inUse: [null] }, 'attachment.inUse: expected text'],
    [{ inUse: 'no' }, 'attachment.inUse: expected a list'],
  ])('%j is refused', async (change, words) => {
    expect(await refusal(attached(change))).toContain(words);
  });

  test('steers no terminal, and is not too long', async () => {
    const text = `\u001b[2J${'x'.repeat(1000)}`;
    const { contents } = await recovered(attached({ ids: [text], slot: text, inUse: [text] }));
    const { ids, slot, inUse } = contents.state.attachment!;
    for (const kept of [...ids, slot!, ...inUse!]) {
      expect(kept).toHaveLength(200);
      expect(kept).not.toContain('\u001b');
    }
  });
});
