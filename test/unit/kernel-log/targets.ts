import type { SuspectTarget } from '../../../src/kernel-log/index.ts';

/** A whole disk of 1 TB with 512-byte sectors and no tables, unless said otherwise. */
export function aTarget(said: Partial<SuspectTarget>): SuspectTarget {
  return {
    sectors: 1953525168,
    logicalBytes: 512,
    names: ['sda'],
    providers: [],
    parent: null,
    logOffsetLba: null,
    bufferBytes: null,
    ...said,
  };
}
