// Notes of a scan on what it is compared with. They are its last run's: one that goes on says its own.

import { COMPARED_LEFT_OUT_NOTE } from '../map-file/compared.ts';

export const UNCOMPARED = 'not compared with its baseline';
const OF_BASELINE = 'the baseline: ';

export const ofBaseline = (note: string) => `${OF_BASELINE}${note}`;

/** Why a comparison is not told. */
export function isUncomparedNote(note: string): boolean {
  return note === COMPARED_LEFT_OUT_NOTE || note.startsWith(UNCOMPARED);
}

export function isBaselineNote(note: string): boolean {
  return isUncomparedNote(note) || note.startsWith(OF_BASELINE);
}
