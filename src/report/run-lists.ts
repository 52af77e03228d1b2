// What was found, a line each: what decided first. Lists that are too long for a screen are cut, and it is
// said.

import type { ScanResult } from '../engine/result.ts';
import type { SlowBlock } from '../vocabulary/defects.ts';
import { driveWords } from '../vocabulary/drive-status.ts';
import type { SlowZone } from '../vocabulary/slow-zones.ts';
import { formatCount, formatNs, formatSpeed } from '../vocabulary/units.ts';
import { slowAnswer, slowExtents } from './slow-extents.ts';
import { lbas, plural, saidOf } from './words.ts';

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
  readonly length: number;
  readonly most: number;
  /** The first `most`. */
  readonly lines: () => readonly string[];
  /** A rule that failed counts what it lists. */
  readonly decides: boolean;
}

export function findingLines(result: ScanResult): string[] {
  return listsOf(result).flatMap(({ word, length, most, lines }) => {
    const more = length - most;
    if (more <= 0) return lines();
    return [...lines(), `  … and ${formatCount(more)} more ${word} (--json lists them)`];
  });
}

/** Whether the words leave something out. */
export function areListsCut(result: ScanResult): boolean {
  return listsOf(result).some(({ length, most }) => length > most);
}

function listsOf(result: ScanResult): readonly List[] {
  const failed = result.rules.filter((rule) => rule.failed).map(({ rule }) => rule);
  const decides = (name: string) => failed.some((rule) => rule.startsWith(`${name}>`));
  const { bad, weak, slowZones, recovered, disturbed } = result;
  const slow = slowExtents(result.slow);
  const lists: List[] = [
    list('bad', bad, defectLine('bad'), MOST_DEFECTS, true),
    list('weak', weak, defectLine('weak'), MOST_DEFECTS, decides('weak')),
    list('slow zones', slowZones, zoneLine, MOST_DEFECTS, decides('slow_zones')),
    list('slow', [...slow].sort(byWeight), slowLine, MOST_OTHERS, decides('>500ms')),
    list('recovered', recovered, recoveredLine, MOST_OTHERS, decides('recovered')),
    list('disturbed', disturbed, disturbedLine, MOST_OTHERS, false),
  ];
  return lists.sort((a, b) => Number(b.decides) - Number(a.decides));
}

function list<T>(
  word: string,
  items: readonly T[],
  line: (item: T) => string,
  most: number,
  decides: boolean,
): List {
  const lines = () => items.slice(0, most).map((item) => line(item));
  return { word, length: items.length, most, lines, decides };
}

function defectLine(word: 'bad' | 'weak') {
  return ({ from, to, value }: ScanResult['bad'][number]): string => {
    const words = DEFECT_WORDS[word][value.exact ? 'exact' : 'whole'];
    return `  ${word} ${lbas(from, to - 1)}  ${value.error}${saidOf(value)}${words}`;
  };
}

function slowLine({ from, to, latencyNs, againNs }: SlowBlock): string {
  const again = againNs === null ? 'not read again' : `again ${formatNs(againNs)}`;
  return `  slow ${lbas(from, to - 1)}  ${formatNs(latencyNs)}, ${again}`;
}

function recoveredLine({ from, to, value }: ScanResult['recovered'][number]): string {
  return `  recovered ${lbas(from, to - 1)}  read, and the drive had to correct (${driveWords(value)})`;
}

function byWeight(a: SlowBlock, b: SlowBlock): number {
  const [first, second] = [a, b].map((block) => ANSWERS.indexOf(slowAnswer(block)));
  if (first !== second) return first! - second!;
  const worst = ({ latencyNs, againNs }: SlowBlock) => againNs ?? latencyNs;
  return worst(b) - worst(a) || a.from - b.from;
}

function zoneLine(zone: SlowZone): string {
  const { from, to, bytesPerSecond, againBytesPerSecond, expectedBytesPerSecond } = zone;
  // Where all is slow, what is around it tells nothing.
  const isFaster = expectedBytesPerSecond !== null && expectedBytesPerSecond > bytesPerSecond * 1.5;
  const around = isFaster ? `, ${formatSpeed(expectedBytesPerSecond)} around it` : '';
  const again = `again ${formatSpeed(againBytesPerSecond)}`;
  return `  slow zone ${lbas(from, to - 1)}  ${formatSpeed(bytesPerSecond)}, ${again}${around}`;
}

function disturbedLine({ from, to, foreignSectors }: ScanResult['disturbed'][number]): string {
  const used = plural(foreignSectors, 'sector');
  return `  disturbed ${lbas(from, to - 1)}  others used the disk meanwhile: ${used}`;
}
