// Maps of long findings, of which each update changes one sector.

import { expect } from 'vitest';
import type { FindingsChanges } from '../../../src/map-file/changes.ts';
import { type MapFindings, NO_FINDINGS } from '../../../src/map-file/contents.ts';
import type { MapWriter } from '../../../src/map-file/writer.ts';
import { aHeader, anUpdate, aState, layoutOf, type MemoryStorage } from './fixtures.ts';
import { begun, recovered } from './maps.ts';

/** One sector a block: an area has 70 pages. */
const SECTORS = 4080;
export const HEADER = aHeader(SECTORS, { toLba: SECTORS, blockSectors: 1 });
export const LAYOUT = layoutOf(HEADER);
export const MAP = new Uint8Array(new SharedArrayBuffer(SECTORS)).fill(50);
const value = { error: 'UNC', errno: 'EIO', exact: true, reads: 1 } as const;

/** 1,500 bad sectors, and `runs` behind them. */
export function findingsAt(runs: number): MapFindings {
  const bad = Array.from({ length: 1500 + runs }, (_, i) => ({
    from: 2 * i,
    to: 2 * i + 1,
    value,
  }));
  return { ...NO_FINDINGS, bad };
}

function changesTo(runs: number): FindingsChanges {
  const range = { from: 2 * (1499 + runs), to: 2 * (1499 + runs) + 1 };
  const findings = { ...NO_FINDINGS, bad: [{ ...range, value }] };
  return { ranges: [range], disturbedRanges: [], findings };
}

export const whole = (writer: MapWriter, runs: number) =>
  writer.update(anUpdate(MAP, { dirty: [], state: aState({ runs }), findings: findingsAt(runs) }));

export const change = (writer: MapWriter, runs: number) =>
  writer.update(
    anUpdate(MAP, { dirty: [], state: aState({ runs }), findings: null, changes: changesTo(runs) }),
  );

export async function begunLong(): Promise<{ storage: MemoryStorage; writer: MapWriter }> {
  const made = await begun(HEADER);
  await whole(made.writer, 1);
  await made.writer.flush();
  return made;
}

/** Which update is found; it must be whole. */
export async function found(file: Buffer): Promise<number> {
  const { state, findings } = (await recovered(file)).contents;
  expect(findings).toEqual(
    state.runs === 2 && findings.bad.length === 0 ? NO_FINDINGS : findingsAt(state.runs),
  );
  return state.runs;
}
