// What was found, a line each: what decided first. Lists that are too long for a screen are cut, and it is
// said.

import type { ScanResult } from '../engine/result.ts';
import type { SlowBlock } from '../vocabulary/defects.ts';
import { formatCount, formatLatency, formatSpeed } from '../vocabulary/units.ts';
import { slowAnswer, slowExtents } from './slow-extents.ts';
import { lbas, plural } from './words.ts';

/** Lines of a list of bad or weak extents, and of another. */
const MOST_DEFECTS = 1000;
const MOST_OTHERS = 40;

/** By whether it was narrowed to physical sectors. */
const DEFECT_WORDS = {
  bad: { exact: '', whole: ', not narrowed' },
  weak: {
    exact: ', failed alone too, then read',
    whole: ', failed once, then every sector of it read',
  },
} as const;

/** What weighs more comes first. */
const ANSWERS = ['slow again', 'not read again', 'once slow'] as const;

interface List {
  readonly word: string;
  readonly lines: readonly string[];
  readonly most: number;
  /** A rule that failed counts what it lists. */
  readonly decides: boolean;
}

export function findingLines(result: ScanResult): string[] {
  return listsOf(result).flatMap(({ word, lines, most }) => {
    const more = lines.length - most;
    if (more <= 0) return lines;
    const rest = `  … and ${formatCount(more)} more ${word} (--json lists them)`;
    return [...lines.slice(0, most), rest];
  });
}

/** Whether the words leave something out. */
export function areListsCut(result: ScanResult): boolean {
  return listsOf(result).some(({ lines, most }) => lines.length > most);
}

function listsOf(result: ScanResult): readonly List[] {
  const failed = result.rules.filter((rule) => rule.failed).map(({ rule }) => rule);
  const decides = (name: string) => failed.some((rule) => rule.startsWith(`${name}>`));
  const lists: List[] = [
    { word: 'bad', lines: defectLines('bad', result.bad), most: MOST_DEFECTS, decides: true },
    {
      word: 'weak',
      lines: defectLines('weak', result.weak),
      most: MOST_DEFECTS,
      decides: decides('weak'),
    },
    {
      word: 'slow zones',
      lines: zoneLines(result),
      most: MOST_DEFECTS,
      decides: decides('slow_zones'),
    },
    { word: 'slow', lines: slowLines(result), most: MOST_OTHERS, decides: decides('>500ms') },
    { word: 'disturbed', lines: disturbedLines(result), most: MOST_OTHERS, decides: false },
  ];
  return lists.sort((a, b) => Number(b.decides) - Number(a.decides));
}

function defectLines(word: 'bad' | 'weak', list: ScanResult['bad']): string[] {
  return list.map(({ from, to, value }) => {
    const errno = value.errno === null ? '' : ` (${value.errno})`;
    const words = DEFECT_WORDS[word][value.exact ? 'exact' : 'whole'];
    return `  ${word} ${lbas(from, to - 1)}  ${value.error}${errno}${words}`;
  });
}

function slowLines({ slow }: ScanResult): string[] {
  return [...slowExtents(slow)].sort(byWeight).map(({ from, to, latencyNs, againNs }) => {
    const again = againNs === null ? 'not read again' : `again ${formatLatency(againNs / 1e6)}`;
    return `  slow ${lbas(from, to - 1)}  ${formatLatency(latencyNs / 1e6)}, ${again}`;
  });
}

function byWeight(a: SlowBlock, b: SlowBlock): number {
  const [first, second] = [a, b].map((block) => ANSWERS.indexOf(slowAnswer(block)));
  if (first !== second) return first! - second!;
  const worst = ({ latencyNs, againNs }: SlowBlock) => againNs ?? latencyNs;
  return worst(b) - worst(a) || a.from - b.from;
}

function zoneLines({ slowZones }: ScanResult): string[] {
  return slowZones.map((zone) => {
    const { from, to, bytesPerSecond, againBytesPerSecond, expectedBytesPerSecond } = zone;
    // Where all is slow, what is around it tells nothing.
    const isFaster = (expectedBytesPerSecond ?? 0) > bytesPerSecond * 1.5;
    const around = isFaster ? `, ${formatSpeed(expectedBytesPerSecond!)} around it` : '';
    const again = `again ${formatSpeed(againBytesPerSecond)}`;
    return `  slow zone ${lbas(from, to - 1)}  ${formatSpeed(bytesPerSecond)}, ${again}${around}`;
  });
}

function disturbedLines({ disturbed }: ScanResult): string[] {
  return disturbed.map(({ from, to, foreignSectors }) => {
    const used = plural(foreignSectors, 'sector');
    return `  disturbed ${lbas(from, to - 1)}  others used the disk meanwhile: ${used}`;
  });
}
