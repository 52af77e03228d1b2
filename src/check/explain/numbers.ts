// Which number of the log was what, and how it leads to the sectors that were found.

import { plainName, splitName } from '../../kernel-log/device-names.ts';
import type { Accusation, KernelLogFormat, Source, Suspect } from '../../kernel-log/index.ts';
import { type Place, placesOf } from '../../kernel-log/placement.ts';
import { inItsBlocks } from '../../kernel-log/suspects.ts';
import { type LbaRange, rangeOf, rangesWithin as within } from '../../vocabulary/ranges.ts';
import { cleanText } from '../../vocabulary/text.ts';
import { formatCount, UNIT_BYTES } from '../../vocabulary/units.ts';
import type { Probed } from '../check.ts';
import type { LogAccusations } from '../log-accusations.ts';
import { lbas, list, ordinal, sectors } from './words.ts';

const MOST_LINES = 24;
const MOST_HITS = 4;
const TEXT_SHOWN = 120;

const SPEAKERS: Partial<Record<KernelLogFormat, string>> = {
  geom: 'GEOM',
  'linux-md': 'the RAID',
  'linux-buffer': 'the page cache',
  smartctl: 'the drive',
};

/** `probed` null: the log alone is explained. */
export function numberSentences(accused: LogAccusations, probed: Probed | null): string[] {
  const bySaying = sourcesByAccusation(accused.suspects);
  const found = probed === null ? [] : [...probed.bad, ...probed.weak].sort(byPlace);
  const hasFound = (sources: readonly Source[]) =>
    sources.some((source) => within(found, rangeOf(source)).length > 0);
  const all = [...bySaying].map(([accusation, sources]) => {
    return { accusation, sources, rank: hasFound(sources) ? 0 : 1 };
  });
  // Those that lead to bad or weak sectors first, if there is no room for all.
  const told = all.sort((a, b) => a.rank - b.rank).slice(0, MOST_LINES);
  const sentences = told
    .sort((a, b) => a.accusation.line - b.accusation.line)
    .map(({ accusation, sources }) => sentence(accusation, sources, accused, probed));
  const more = all.length - sentences.length;
  if (more <= 0) return sentences;
  return [...sentences, `${formatCount(more)} more lines are in the list of suspects (--json).`];
}

/** A number that may mean several places has several sources. */
export function sourcesByAccusation(suspects: readonly Suspect[]): Map<Accusation, Source[]> {
  const found = new Map<Accusation, Source[]>();
  for (const source of suspects.flatMap(({ sources }) => sources)) {
    const same = found.get(source.accusation);
    if (same === undefined) found.set(source.accusation, [source]);
    else same.push(source);
  }
  return found;
}

function sentence(
  accusation: Accusation,
  sources: readonly Source[],
  accused: LogAccusations,
  probed: Probed | null,
): string {
  const { line, count, format, device, trouble, text } = accusation;
  const like = count === 1 ? '' : ` and ${count - 1} like it`;
  const who = SPEAKERS[format] ?? 'the kernel';
  const on = device === null ? '' : ` on ${cleanText(device, 80)}`;
  const likely = probed === null ? sources : likelySources(sources, probed.bad);
  const which = likely.map((source) => reckoning(source, accused)).join(', or ');
  const why = trouble === null ? '' : ` (${cleanText(trouble.words, 80)})`;
  const found = probed === null ? '' : `; ${findings(likely, accused, probed)}`;
  return (
    `Line ${line}${like}, "${cleanText(text, TEXT_SHOWN)}": ${who} named ` +
    `${whatWords(accusation)}${on}${why}: ${which}${found}.`
  );
}

/** Where a number has several meanings, those that lead to a bad sector; all, if none does. */
export function likelySources(
  sources: readonly Source[],
  bad: readonly LbaRange[],
): readonly Source[] {
  if (sources.length === 1) return sources;
  const hits = sources.filter((source) => within(bad, rangeOf(source)).length > 0);
  return hits.length > 0 ? hits : sources;
}

function whatWords({ names, operation }: Accusation): string {
  const kind = operation === null || operation === 'read' ? '' : `${operation} `;
  if (names === 'exact') return 'the sector itself';
  return names === 'start' ? `the start of its ${kind}request` : `its ${kind}request`;
}

/** "offset 47868018688 / 512 = LBA 93492224, length 131072 / 512 = 256 sectors" */
function reckoning(source: Source, { target, log }: LogAccusations): string {
  const { firstLba, lastLba } = source;
  const accusation = target === null ? inItsBlocks(source.accusation) : source.accusation;
  const { position, names, request } = accusation;
  const logicalBytes = target?.logicalBytes ?? UNIT_BYTES;
  const places = target === null ? [] : placesOf(accusation, target, log.aliases);
  const place = typeof places === 'string' ? undefined : placeOf(firstLba, places);
  const startLba = place?.shiftLba ?? 0;
  const own = ownSector({ ...source, accusation }, startLba, logicalBytes);
  const count = lastLba - firstLba + 1;
  const length = sectors(count);
  const isOwn = startLba !== 0 || (target === null && isPart(accusation.device));
  const number = numberWords(accusation, own, logicalBytes, isOwn ? 'sector' : 'LBA');
  const lba = own + startLba;
  const cut = lba === firstLba ? '' : ` (what of it lies on the target begins at ${firstLba})`;
  const at = `${number}${place === undefined ? '' : shift(place, accusation)}${startLba === 0 ? '' : ` = LBA ${lba}`}${cut}`;
  if (names === 'exact') {
    if (request === null || request.length === 1) return at;
    return `${at} (in its request, ${request.from} + ${request.length})`;
  }
  if (position.length === null) {
    return `${at} + ${length} (how many, the line does not say: ${count} are taken)`;
  }
  if (position.unit !== 'byte') return `${at} + ${length}`;
  return `${at}, length ${position.length} / ${logicalBytes} = ${length}`;
}

/** From the beginning of the device that the line names. */
function ownSector(
  { accusation, firstLba }: Source,
  startLba: number,
  logicalBytes: number,
): number {
  const { unit, from: number, blockBytes = logicalBytes } = accusation.position;
  if (unit === 'logical') return Math.floor((number * blockBytes) / logicalBytes);
  if (unit === 'byte') return Math.floor(number / logicalBytes);
  if (unit === 'sector512') return Math.floor(number / (logicalBytes / UNIT_BYTES));
  return firstLba - startLba;
}

function numberWords(
  { position }: Accusation,
  own: number,
  logicalBytes: number,
  word: 'LBA' | 'sector',
): string {
  switch (position.unit) {
    case 'byte':
      return `offset ${position.from} / ${logicalBytes} = ${word} ${own}`;
    case 'logical': {
      const { from, blockBytes = logicalBytes } = position;
      if (blockBytes === logicalBytes) return `${word} ${own}`;
      return `block ${from} of ${blockBytes} bytes = ${word} ${own}`;
    }
    case 'sector512':
      if (logicalBytes === UNIT_BYTES) return `${word} ${own}`;
      return `sector ${position.from} of 512 bytes / ${logicalBytes / UNIT_BYTES} = ${word} ${own}`;
    case 'buffer': {
      const bytes = position.from === 0 ? null : (own * logicalBytes) / position.from;
      const size = bytes === null ? '' : ` of ${bytes} bytes`;
      return `logical block ${position.from}${size} = ${word} ${own}`;
    }
  }
}

/** A slice, a partition, a label, a mirror: its numbers are no disk's LBAs. */
function isPart(device: string | null): boolean {
  const name = plainName(device ?? '');
  return name.includes('/') || splitName(name).part !== '';
}

/** The one of a volume's pieces in which an LBA of the target is. */
function placeOf(lba: number, places: readonly Place[]): Place | undefined {
  return places.find(
    ({ firstLba, endLba }) => firstLba <= lba && (endLba === null || lba < endLba),
  );
}

function shift({ shiftLba, firstLba }: Place, { device }: Accusation): string {
  const name = cleanText(device ?? 'it', 80);
  if (shiftLba === 0) return '';
  if (shiftLba > 0) {
    const where =
      firstLba === shiftLba ? `where ${name} begins` : `where that piece of ${name} lies`;
    return ` + ${shiftLba}, ${where},`;
  }
  const where = firstLba === 0 ? 'where the target begins' : 'where that piece of the target lies';
  return ` - ${-shiftLba}, ${where} on ${name},`;
}

const byPlace = (a: LbaRange, b: LbaRange) => a.from - b.from;

/** What came of the sectors that a line accuses. */
function findings(sources: readonly Source[], accused: LogAccusations, probed: Probed): string {
  const ranges = sources.map(rangeOf);
  const hit = ranges[0]!;
  const count = ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  const bad = within(probed.bad, hit);
  if (bad.length > 0) return count === 1 ? 'it is bad' : badWords(bad, hit);
  const unread = ranges.flatMap((range) => within(probed.unread, range));
  if (unread.length > 0) return count === 1 ? 'it was not read' : 'not all of it was read';
  const weak = ranges.flatMap((range) => within(probed.weak, range));
  const beyond = foundBeyond(sources[0]!, accused, probed);
  if (weak.length === 0 && beyond !== null) return beyond;
  if (weak.length > 0) return count === 1 ? 'it failed, then read' : 'of it some failed, then read';
  return count === 1 ? 'it reads now' : 'all of it reads now';
}

/** Of a source the sectors that were read for it: behind a start, as far as a request may reach. */
function readRange(source: Source, probed: Probed): LbaRange {
  const { from, to } = rangeOf(source);
  if (source.names !== 'start') return { from, to };
  return { from, to: Math.max(to, from + probed.longestRequestSectors) };
}

/** What failed first behind the sectors that a start is taken for. */
function foundBeyond(source: Source, { suspects }: LogAccusations, probed: Probed): string | null {
  const range = readRange(source, probed);
  const [first] = [...within(probed.bad, range), ...within(probed.weak, range)].sort(byPlace);
  // What other lines accuse is theirs.
  const accused = suspects.map(rangeOf);
  if (first === undefined || within(accused, first).length > 0) return null;
  const isBad = within(probed.bad, first).length > 0;
  return (
    `all of it reads; read on, ${isBad ? 'the bad sector is' : 'what failed, and then read, is'} ` +
    `${lbas(first)}, the ${ordinal(first.from - range.from + 1)} from the start`
  );
}

/** "the bad sector is 93492434, the 211th of 256" */
function badWords(bad: readonly LbaRange[], { from, to }: LbaRange): string {
  const count = to - from;
  const [only, ...others] = bad;
  const which = (range: LbaRange) => {
    const first = ordinal(range.from - from + 1);
    return range.to - range.from === 1 ? first : `${first} to ${ordinal(range.to - from)}`;
  };
  if (others.length === 0) {
    if (only!.to - only!.from === count) return 'all of it is bad';
    const verb = only!.to - only!.from === 1 ? 'sector is' : 'sectors are';
    return `the bad ${verb} ${lbas(only!)}, the ${which(only!)} of ${count}`;
  }
  const each = bad.map((range) => `${lbas(range)} (the ${which(range)})`);
  return `bad of its ${count} sectors are ${list(each, MOST_HITS)}`;
}
