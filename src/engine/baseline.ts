// The earlier scan that a scan is compared with.

import { stat } from 'node:fs/promises';
import type { InspectedTarget } from '../vocabulary/device.ts';
import { SurfscanError, usageError } from '../vocabulary/errors.ts';
import { isBaselineNote, ofBaseline, UNCOMPARED } from './compared-notes.ts';
import type { Baseline } from './compared-scan.ts';
import type { OpenedMap } from './map-open.ts';
import type { ScanOptions } from './options.ts';

/** null: none is asked for. `opened`: of a map that goes on; one that is finished has what it was compared with,
 * unless another is `given`. Throws ERR_USAGE where it is no sound map, of another disk, or the map that goes on, and
 * where a rule needs one that is not there; another SurfscanError where it cannot be opened. One that a map names,
 * and that no rule needs, is gone on without. */
export async function openBaseline(
  target: InspectedTarget,
  opened: Pick<OpenedMap, 'path' | 'options' | 'compared' | 'resumed'> | null,
  given: ScanOptions,
): Promise<Baseline | null> {
  const isGiven = given.baseline !== undefined;
  const { baseline, rules = [] } = opened?.options ?? given;
  if (!isGiven && opened !== null && opened.compared !== null) return remembered(target, opened);
  const rule = rules.find(({ name }) => name === 'new_bad' || name === 'new_slow');
  if (baseline === undefined) {
    if (rule === undefined) return null;
    throw usageError(
      `--fail-on ${rule.text}: expected --baseline MAP: an earlier scan of the disk`,
    );
  }
  try {
    if (opened !== null && (await isSameFile(baseline, opened.path))) {
      throw usageError(
        'expected an earlier scan of the disk, got the map that the scan goes on with',
      );
    }
    return await read(target, baseline);
  } catch (cause) {
    const isNeeded = isGiven || rule !== undefined || !(cause instanceof SurfscanError);
    if (isNeeded) throw cause instanceof SurfscanError ? asBaselines(cause) : cause;
    return { scan: null, notes: [`${UNCOMPARED}: ${cause.message}`] };
  }
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((path) => stat(path).catch(() => null)));
  return a != null && b != null && a.ino === b.ino && a.dev === b.dev;
}

function asBaselines({ code, message, path, errno }: SurfscanError): SurfscanError {
  return new SurfscanError(code, `--baseline: ${message}`, { path, errno });
}

async function remembered(
  { device }: InspectedTarget,
  { compared, resumed }: Pick<OpenedMap, 'compared' | 'resumed'>,
): Promise<Baseline> {
  const { rememberedScan } = await import('./remembered-scan.ts');
  return { scan: rememberedScan(compared!, device), notes: resumed.notes.filter(isBaselineNote) };
}

async function read(target: InspectedTarget, baseline: string): Promise<Baseline> {
  // Loaded where there is one: most scans have none.
  const { readMap } = await import('../map-file/map-file.ts');
  const { assertSameDisk } = await import('../map-file/same-disk.ts');
  const { comparedScan } = await import('./compared-stored.ts');
  const contents = await readMap(baseline);
  const same = assertSameDisk(contents.header, target);
  const notes = [...same, ...contents.notes].map(ofBaseline);
  return { scan: comparedScan(contents), notes };
}
