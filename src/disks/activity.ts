// What a whole disk reads and writes, whoever asks for it: so that a scan knows when it was not alone.

import type { InspectedTarget } from '../vocabulary/device.ts';
import { cleanText } from '../vocabulary/text.ts';
import type { ActivitySample, ActivitySource } from './activity-source.ts';
import { withDeadline } from './deadline.ts';
import { openLinuxActivity } from './linux/activity.ts';
import { type DiskSystem, hostSystem } from './system.ts';

export type { ActivitySample } from './activity-source.ts';

export interface DiskActivity {
  /** The map file is written to this disk, or may be: what is written then says nothing of others. */
  readonly writesAreOurs: boolean;
  /** What the disk did since it was opened here, never less than before; null: not known now. */
  sample(): Promise<ActivitySample | null>;
}

export interface ActivityOptions {
  /** Where the scan keeps its map, whether it is there yet or not. */
  mapPath?: string;
  /** Default 15,000. */
  timeoutMs?: number;
}

/**
 * Watches the disk that holds the target. A note for the report where the system does not count its
 * I/O; null for images and simulated disks, where there is nothing to watch. Never throws.
 */
export async function openActivity(
  target: InspectedTarget,
  system: DiskSystem = hostSystem,
  options: ActivityOptions = {},
): Promise<DiskActivity | { readonly note: string } | null> {
  if (target.device.kind !== 'block') return null;
  const timeoutMs = options.timeoutMs ?? 15_000;
  try {
    return await withDeadline(
      openSource(target.address, system, options.mapPath ?? null).then(begin),
      timeoutMs,
      () => new Error(`no answer within ${timeoutMs / 1000} s`),
    );
  } catch (cause) {
    const why = cleanText(cause instanceof Error ? cause.message : String(cause), 200);
    return { note: `whether others used the disk is not known: ${why}` };
  }
}

/** FreeBSD's way is loaded there only. */
async function openSource(path: string, system: DiskSystem, mapPath: string | null) {
  if (system.platform === 'freebsd') {
    const { openFreebsdActivity } = await import('./freebsd/activity.ts');
    return openFreebsdActivity(path, system, mapPath);
  }
  return openLinuxActivity(path, system, mapPath);
}

async function begin(source: ActivitySource | { readonly note: string }) {
  if ('note' in source) return source;
  const first = await source.read();
  return first === null ? { note: source.untold } : new SteadyActivity(source, first);
}

/**
 * A counter that goes back has wrapped (the kernel's are 32 bits wide on 32-bit machines), or is
 * another disk's under the same name: what happened between is not known, and counts as nothing.
 */
class SteadyActivity implements DiskActivity {
  #readSectors512 = 0;
  #writtenSectors512 = 0;

  constructor(
    private readonly source: ActivitySource,
    private last: ActivitySample,
  ) {}

  get writesAreOurs(): boolean {
    return this.source.writesAreOurs;
  }

  async sample(): Promise<ActivitySample | null> {
    const now = await this.source.read().catch(() => null);
    if (now === null) return null;
    this.#readSectors512 += Math.max(0, now.readSectors512 - this.last.readSectors512);
    this.#writtenSectors512 += Math.max(0, now.writtenSectors512 - this.last.writtenSectors512);
    this.last = now;
    return { readSectors512: this.#readSectors512, writtenSectors512: this.#writtenSectors512 };
  }
}
