// A check in words, for the normal screen: the verdict first, the sectors as a picture, then what led
// there and what to do.

import type { Probed } from '../check/check.ts';
import { lbaList, lbas, list, sectors } from '../check/explain/words.ts';
import type { CheckResult } from '../check/result.ts';
import type { Suspect } from '../kernel-log/index.ts';
import { cleanText } from '../vocabulary/text.ts';
import { formatBytes, formatCount, formatElapsed } from '../vocabulary/units.ts';
import { type Brush, checkPicture } from './check-picture.ts';
import { saidOf } from './words.ts';

const MOST_LINES = 1000;
const MOST_LISTED = 4;
/** Longer lines are hard to read, however wide the terminal is. */
const TEXT_WIDTH = 100;

export function checkText(result: CheckResult, brush: Brush): string {
  const { probed, suspects, explanation } = result;
  const head = [headline(result), ...deviceLines(result)];
  const picture = probed === null ? [] : checkPicture(suspects, probed, brush);
  const width = Math.min(brush.width, TEXT_WIDTH);
  const chapters = explanation.flatMap(({ title, sentences }) => [
    '',
    `${title}:`,
    ...sentences.flatMap((sentence) => wrapped(cleanText(sentence), width)),
  ]);
  const lines = [...head, ...(picture.length > 0 ? ['', ...picture] : []), ...chapters];
  return `${lines.join('\n')}\n`;
}

/** One line that says it all. */
function headline({ verdict, probed, trouble, suspects, isMute }: CheckResult): string {
  switch (verdict) {
    case 'good':
      return `GOOD: all ${sectors(probed!.coverage.total)} that were checked read`;
    case 'bad':
      return `BAD: ${badWords(probed!)}`;
    case 'weak':
      return `WEAK: ${lbaList(probed!.weak, MOST_LISTED)} failed, and read when tried again`;
    case 'incomplete': {
      const unread = probed?.coverage.unread ?? 0;
      const why = trouble === null ? 'stopped before the end' : cleanText(trouble.message, 500);
      return `INCOMPLETE: ${why}${unread > 0 ? `; ${sectors(unread)} not read` : ''}`;
    }
    case 'explained': {
      if (suspects.length === 0 && isMute === true) {
        return 'FAILING, BUT WHERE IS NOT SAID: no line names a sector; nothing was read';
      }
      if (suspects.length === 0) return 'NOTHING ACCUSED: nothing was read';
      const sources = suspects
        .flatMap((suspect) => suspect.sources)
        .sort((a, b) => a.line - b.line);
      // One suspect's names are one disk's: a port's or a controller's is left out where the disk's own is there.
      const ports = suspects.flatMap(portNames);
      const devices = [
        ...new Set(sources.map((source) => source.device ?? 'a disk without name')),
      ].filter((name) => !ports.includes(name));
      const named = devices.map((name) => cleanText(name, 80));
      return `EXPLAINED: the log accuses ${list(named, MOST_LISTED)}; no disk was read`;
    }
  }
}

function portNames({ sources }: Suspect): string[] {
  const names = sources.flatMap(({ device }) => (device === null ? [] : [device]));
  const isPort = (name: string) => /^ata\d+\.\d+$|^nvme\d+ nsid \d+$/.test(name);
  return names.every(isPort) ? [] : names.filter(isPort);
}

function badWords({ bad }: Probed): string {
  const proven = bad.filter(({ value }) => value.exact);
  const rest = bad.filter(({ value }) => !value.exact);
  const said = [
    ...(proven.length > 0 ? [`${lbaList(proven, MOST_LISTED)} cannot be read`] : []),
    ...(rest.length > 0
      ? [`${lbaList(rest, MOST_LISTED)} failed, and was not looked at sector by sector`]
      : []),
  ];
  return said.join('; ');
}

function deviceLines({ device, probed }: CheckResult): string[] {
  if (device === null || probed === null) return device === null ? [] : [`  ${device.path}`];
  const known = [device.model, device.serial].flatMap((text) => (text ? [cleanText(text)] : []));
  const size = formatBytes(device.sectors * device.logicalBytes);
  const { total, good, bad, unread } = probed.coverage;
  const unit = device.logicalBytes === 512 ? '' : ` of ${device.logicalBytes} bytes`;
  return [
    `  ${[cleanText(device.path), ...known, size].join(' · ')}`,
    `  ${lbaList(probed.ranges, MOST_LISTED)}: ${formatCount(good)} good, ${formatCount(bad)} bad, ` +
      `${formatCount(unread)} unread of ${sectors(total)}${unit}, ${formatElapsed(probed.elapsedSeconds)}`,
    ...defectLines('bad', probed.bad),
    ...defectLines('weak', probed.weak),
  ];
}

function defectLines(word: 'bad' | 'weak', extents: Probed['bad']): string[] {
  const lines = extents.slice(0, MOST_LINES).map((extent) => {
    const { error, exact, reads } = extent.value;
    const how = readingWords(word, exact, reads);
    return `  ${word} LBA ${lbas(extent)}  ${error}${saidOf(extent.value)}, ${how}`;
  });
  const more = extents.length - MOST_LINES;
  return more > 0
    ? [...lines, `  … and ${formatCount(more)} more ${word} (--json lists them)`]
    : lines;
}

function readingWords(word: 'bad' | 'weak', exact: boolean, reads: number): string {
  if (!exact) return word === 'bad' ? 'in its request' : 'as a request; each sector of it read';
  const times = reads === 1 ? 'once' : `${reads} times`;
  return word === 'bad' ? `failed ${times} alone` : `failed ${times} alone, then read`;
}

/** A sentence as a list's item. */
function wrapped(sentence: string, width: number): string[] {
  const lines: string[] = [];
  let line = '  -';
  for (const word of sentence.split(' ')) {
    const isFull = line.length + 1 + word.length > width && line !== '  -';
    if (isFull) {
      lines.push(line);
      line = '   ';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
