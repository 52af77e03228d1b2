// All that was found, in one list, as the JSON has it: what weighs most first.

import type { KnownPartition } from '../../vocabulary/device.ts';
import { firstThat } from '../../vocabulary/ranges.ts';
import { formatCount, formatSpeed, formatUs } from '../../vocabulary/units.ts';
import type { DefectJson, ScanJson } from '../run-json.ts';
import type { ToldWhere } from '../told-where.ts';
import { plural } from '../words.ts';

export type FindingKind = 'bad' | 'weak' | 'slow' | 'slow zone' | 'corrected' | 'disturbed';

export interface Finding {
  readonly kind: FindingKind;
  /** Inclusive. */
  readonly from: number;
  readonly to: number;
  readonly error: string;
  readonly words: string;
  /** "p1", "p1, p2"; '': in none that is known. */
  readonly partitions: string;
  /** What lies there, each thing once; none: nobody has told. */
  readonly things: readonly string[];
}

const ORDER: readonly FindingKind[] = [
  'bad',
  'slow zone',
  'slow',
  'weak',
  'corrected',
  'disturbed',
];

export function findingsOf(
  scan: ScanJson,
  partitions: readonly KnownPartition[],
  told: readonly ToldWhere[] = [],
): readonly Finding[] {
  const found = [
    ...scan.bad.map((each) => ({
      ...defect(each, 'bad'),
      words: each.exact
        ? `failed alone, too: ${plural(each.reads, 'reading')}`
        : 'lies in a block that failed and was not narrowed',
    })),
    ...scan.weak.map((each) => ({
      ...defect(each, 'weak'),
      words: each.exact
        ? 'failed alone, too, then read'
        : 'failed once, then every sector of it read',
    })),
    ...scan.slow.map(({ from, to, latency_us, again_us }) => {
      const again = again_us === null ? 'not read again' : `again ${formatUs(again_us)}`;
      return {
        kind: 'slow' as const,
        from,
        to,
        error: '',
        words: `${formatUs(latency_us)}, ${again}`,
      };
    }),
    ...scan.slow_zones.map((zone) => ({
      kind: 'slow zone' as const,
      from: zone.from,
      to: zone.to,
      error: '',
      words:
        `${formatSpeed(zone.bytes_per_s)}, again ${formatSpeed(zone.again_bytes_per_s)}` +
        (zone.expected_bytes_per_s === null
          ? ''
          : `; around it ${formatSpeed(zone.expected_bytes_per_s)}`),
    })),
    ...scan.recovered.map(({ from, to, drive }) => ({
      kind: 'corrected' as const,
      from,
      to,
      error: drive,
      words: 'read, and the drive says that it had to correct',
    })),
    ...scan.disturbed.map(({ from, to, foreign_sectors }) => ({
      kind: 'disturbed' as const,
      from,
      to,
      error: '',
      words: `others used the disk meanwhile: ${formatCount(foreign_sectors)} sectors`,
    })),
  ];
  return found
    .map((each) => ({
      ...each,
      partitions: partitionsOf(each, partitions),
      things: thingsOf(each, told),
    }))
    .sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

function defect({ from, to, error, errno }: DefectJson, kind: 'bad' | 'weak') {
  return { kind, from, to, error: errno === null ? error : `${error} (${errno})` } as const;
}

function thingsOf(
  { from, to }: { readonly from: number; readonly to: number },
  told: readonly ToldWhere[],
): readonly string[] {
  const first = firstThat(0, told.length, (i) => told[i]!.lba >= from);
  const end = firstThat(first, told.length, (i) => told[i]!.lba > to);
  return [...new Set(told.slice(first, end).map(({ words }) => words))];
}

function partitionsOf(
  { from, to }: { readonly from: number; readonly to: number },
  partitions: readonly KnownPartition[],
): string {
  return partitions
    .filter(({ firstLba, lastLba }) => firstLba <= to && lastLba >= from)
    .map(({ index }) => `p${index}`)
    .join(', ');
}
