// The smallest sectors that a disk loses, by which failed blocks are narrowed. Where the physical sector is
// only the system's guess it is believed once whole ones have failed in each of their logical sectors: else
// good sectors would be called bad with their neighbours.

import type { InspectedTarget } from '../vocabulary/device.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';
import type { Reading } from './sweep.ts';

export interface Units {
  readonly unitSectors: number;
  /** The first LBA that begins one. */
  readonly phaseLba: number;
}

export const SINGLE: Units = { unitSectors: 1, phaseLba: 0 };

export class SectorUnit {
  /** In logical sectors: as the system has it. */
  readonly #physical: number;
  readonly #phaseLba: number;
  #belief: 'open' | 'proven' | 'disproven';

  constructor({ device, physicalFirstLba, isPhysicalGuessed }: InspectedTarget) {
    this.#physical = device.physicalBytes / device.logicalBytes;
    this.#phaseLba = physicalFirstLba;
    const isOpen = isPhysicalGuessed === true && this.#physical > 1;
    this.#belief = isOpen ? 'open' : 'proven';
  }

  /** Nothing has shown yet whether the guess is right. */
  get isOpen(): boolean {
    return this.#belief === 'open';
  }

  get isDisproven(): boolean {
    return this.#belief === 'disproven';
  }

  /** What is surely no larger than the disk's own. */
  get surest(): Units {
    return this.#belief === 'proven' ? this.guessed : SINGLE;
  }

  get guessed(): Units {
    return { unitSectors: this.#physical, phaseLba: this.#phaseLba };
  }

  /** `alone`: what failed of the sectors of all witnesses, each read alone. */
  judge(witnesses: readonly LbaRange[], alone: readonly Reading[]): void {
    const lengthOf = (sum: number, { from, to }: LbaRange) => sum + to - from;
    const failed = alone.filter(({ late }) => !late).reduce(lengthOf, 0);
    const isProven = failed > 0 && failed === witnesses.reduce(lengthOf, 0);
    this.#belief = isProven ? 'proven' : 'disproven';
  }

  /** Of units that failed, upwards, those whose sectors tell most: both ends of a row, which faults of smaller
   * sectors would have to meet both. None where a unit came late, or every row is cut at an end. */
  witnesses(failed: readonly Reading[]): LbaRange[] {
    if (failed.some(({ late }) => late)) return [];
    const rows: { from: number; to: number }[] = [];
    for (const { from, to } of failed) {
      const last = rows.at(-1);
      if (last !== undefined && last.to === from) last.to = to;
      else rows.push({ from, to });
    }
    const isWhole = ({ from, to }: LbaRange) =>
      (to - from) % this.#physical === 0 && (from - this.#phaseLba) % this.#physical === 0;
    const row = rows.find(isWhole);
    if (row === undefined) return [];
    const first = { from: row.from, to: row.from + this.#physical };
    const last = { from: row.to - this.#physical, to: row.to };
    return first.to === row.to ? [first] : [first, last];
  }
}
