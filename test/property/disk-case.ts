// A simulated disk and how it is scanned: what the property tests draw, and what they print.

export type Code = 'UNC' | 'IDNF' | 'ABRT' | 'AMNF' | 'T0NF' | 'BBK' | 'TIME' | 'IO';

/** LBAs inclusive, as they are written. */
export type Fault =
  | { kind: 'bad'; from: number; to: number; code: Code; afterMs: number | null }
  | { kind: 'weak'; from: number; to: number; reads: number }
  | { kind: 'slow'; from: number; to: number; ms: number; reads: number | null }
  | { kind: 'hang'; from: number; to: number; ms: number };

export interface Disk {
  readonly sectors: number;
  readonly logicalBytes: number;
  readonly physicalBytes: number;
  readonly kind: 'hdd' | 'ssd' | 'null';
  readonly seed: number;
  readonly faults: readonly Fault[];
  /** Reads until the disk leaves; null: never. */
  readonly gone: number | null;
}

export interface Options {
  /** Inclusive. */
  readonly from: number;
  readonly to: number;
  readonly block: number;
  readonly jobs: number;
  readonly timeoutSeconds: number;
  readonly retries: number;
  readonly refine: boolean;
  readonly refineLimitSeconds: number | null;
  readonly maxBad: number | null;
}

export interface DiskCase {
  readonly disk: Disk;
  readonly options: Options;
}

export function specOf(disk: Disk): string {
  const { sectors, logicalBytes, physicalBytes, kind, seed, faults, gone } = disk;
  const parts = [`size=${sectors}s`, `kind=${kind}`, `seed=${seed}`];
  if (logicalBytes !== 512) parts.push(`sector=${logicalBytes}`);
  if (physicalBytes !== logicalBytes) parts.push(`physical=${physicalBytes}`);
  if (gone !== null) parts.push(`gone=${gone}`);
  return [...parts, ...faults.map(faultText)].join(',');
}

function faultText(fault: Fault): string {
  const { kind, from, to } = fault;
  const lbas = from === to ? `${kind}=${from}` : `${kind}=${from}-${to}`;
  switch (fault.kind) {
    case 'bad':
      return `${lbas}/${fault.code}${fault.afterMs === null ? '' : `@${fault.afterMs}`}`;
    case 'weak':
      return `${lbas}@${fault.reads}`;
    case 'slow':
      return `${lbas}@${fault.ms}${fault.reads === null ? '' : `*${fault.reads}`}`;
    case 'hang':
      return `${lbas}@${fault.ms}`;
  }
}

/** What to type to see it again. */
export function commandLine({ disk, options }: DiskCase): string {
  const { from, to, block, jobs, timeoutSeconds, retries } = options;
  const words = ['surfscan scan', `'sim:${specOf(disk)}'`, '--block', block, '--jobs', jobs];
  if (from > 0) words.push('--from', from);
  if (to < disk.sectors - 1) words.push('--to', to);
  if (timeoutSeconds !== 30) words.push('--timeout', timeoutSeconds);
  if (retries > 0) words.push('--retries', retries);
  if (!options.refine) words.push('--no-refine');
  if (options.refineLimitSeconds !== null) words.push('--refine-limit', options.refineLimitSeconds);
  if (options.maxBad !== null) words.push('--max-bad', options.maxBad);
  return [...words, '--no-tui'].join(' ');
}
