// All that was found, what weighs most first: for a list that one scrolls in.

import { isSlowAgain, type SlowBlock } from '../vocabulary/defects.ts';
import type { ScanContext } from './context.ts';
import type { ListedDefect } from './scan-view.ts';
import { slowZonesOf } from './zone-rates.ts';

/** In the order of their weight. */
export const DEFECT_KINDS = ['bad', 'failed', 'weak', 'always slow', 'slow zone', 'slow'] as const;

/** Made anew only where something was found, and a long list not in every frame. */
const LONG_LIST = 10_000;
const LONG_LIST_MS = 2000;

export class DefectList {
  #known = '';
  #madeMs = Number.NEGATIVE_INFINITY;
  #list: readonly ListedDefect[] = [];

  constructor(private readonly context: ScanContext) {}

  /** `phase`: what there is to be known changes with it. */
  list(phase: string): readonly ListedDefect[] {
    const known = this.#signature(phase);
    if (known === this.#known) return this.#list;
    const nowMs = performance.now();
    if (this.#list.length > LONG_LIST && nowMs - this.#madeMs < LONG_LIST_MS) return this.#list;
    this.#known = known;
    this.#madeMs = nowMs;
    this.#list = listOf(this.context);
    return this.#list;
  }

  #signature(phase: string): string {
    const { findings, phaseDone, rereadZones, rollbacks } = this.context;
    const { bad, failed, weak, slow } = findings;
    const lists = [bad, failed, weak].map(({ sectors, length }) => `${sectors} ${length}`);
    const again = phase === 'pass' ? 0 : phaseDone.toFixed(3);
    return [phase, ...lists, slow.size, rereadZones?.size, rollbacks, again].join();
  }
}

function listOf({ findings, grid, rereadZones }: ScanContext): readonly ListedDefect[] {
  const bad = findings.allBad();
  const extent = (kind: 'bad' | 'failed' | 'weak', { from, to, value }: (typeof bad)[number]) => ({
    ...{ kind, firstLba: from, lastLba: to - 1, exact: value.exact },
    ...{ error: value.error, latencyMs: null, againMs: null, bytesPerSecond: null },
  });
  const slow = joined(findings.allSlow().map(slowEntry)).sort((a, b) => worstOf(b) - worstOf(a));
  return [
    ...bad.filter(({ value }) => value.exact).map((item) => extent('bad', item)),
    ...bad.filter(({ value }) => !value.exact).map((item) => extent('failed', item)),
    ...findings.allWeak().map((item) => extent('weak', item)),
    ...slow.filter(({ kind }) => kind === 'always slow'),
    ...slowZonesOf(grid, rereadZones).map(
      (zone): ListedDefect => ({
        ...{ kind: 'slow zone', firstLba: zone.from, lastLba: zone.to - 1, exact: true },
        ...{ error: null, latencyMs: null, againMs: null },
        bytesPerSecond: zone.bytesPerSecond,
      }),
    ),
    ...slow.filter(({ kind }) => kind !== 'always slow'),
  ];
}

/** Upwards: neighbours with the same answer as one, with the worst of each, as reports have them. */
function joined(blocks: readonly ListedDefect[]): ListedDefect[] {
  const all: ListedDefect[] = [];
  for (const block of blocks) {
    const last = all.at(-1);
    const isNext = last !== undefined && last.lastLba + 1 === block.firstLba;
    if (!isNext || last.kind !== block.kind || last.error !== block.error) {
      all.push(block);
      continue;
    }
    all[all.length - 1] = {
      ...last,
      lastLba: block.lastLba,
      latencyMs: worst(last.latencyMs, block.latencyMs),
      againMs: worst(last.againMs, block.againMs),
    };
  }
  return all;
}

function worst(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

function slowEntry(block: SlowBlock): ListedDefect {
  const { from, to, latencyNs, againNs, late } = block;
  return {
    kind: isSlowAgain(block) ? 'always slow' : 'slow',
    ...{ firstLba: from, lastLba: to - 1, exact: true, bytesPerSecond: null },
    error: late && againNs === null ? 'TIME' : null,
    latencyMs: latencyNs / 1e6,
    againMs: againNs === null ? null : againNs / 1e6,
  };
}

function worstOf({ latencyMs, againMs }: ListedDefect): number {
  return Math.max(latencyMs ?? 0, againMs ?? 0);
}
