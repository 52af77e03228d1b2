// What befalls a disk in one run: it is the same disk, with more faults for as long.

import type { SurfscanErrorCode } from '../../../src/index.ts';
import { type Disk, specOf } from '../disk-case.ts';

export type Disturbance =
  | { readonly kind: 'none' }
  /** It leaves after so many reads. */
  | { readonly kind: 'gone'; readonly reads: number }
  /** It answers every read with an error. */
  | { readonly kind: 'dead'; readonly code: 'IO' | 'ABRT'; readonly afterMs: number | null }
  /** A read that touches this sector is not answered for longer than --hang. */
  | { readonly kind: 'hung'; readonly lba: number };

/** Longer than the drawn disks are ever late. */
export const HANG_SECONDS = 1.5;
const HUNG_MS = 2500;

export function disturbedSpec(disk: Disk, disturbance: Disturbance): string {
  switch (disturbance.kind) {
    case 'none':
      return specOf(disk);
    case 'gone':
      return specOf({ ...disk, gone: disturbance.reads });
    case 'dead': {
      const { code, afterMs } = disturbance;
      const all = { kind: 'bad', from: 0, to: disk.sectors - 1, code, afterMs } as const;
      return specOf({ ...disk, faults: [all] });
    }
    case 'hung': {
      const { lba } = disturbance;
      const hang = { kind: 'hang', from: lba, to: lba, ms: HUNG_MS } as const;
      return specOf({ ...disk, faults: [...disk.faults, hang] });
    }
  }
}

export function mayEndWith({ kind }: Disturbance): SurfscanErrorCode | null {
  if (kind === 'none') return null;
  return kind === 'hung' ? 'ERR_HUNG' : 'ERR_GONE';
}
