// Whose lines were taken, and what the log could not say.

import {
  type Accusation,
  type KernelLog,
  LINE_BYTES_LIMIT,
  type Unplaced,
} from '../../kernel-log/index.ts';
import { cleanText } from '../../vocabulary/text.ts';
import { formatCount } from '../../vocabulary/units.ts';
import type { LogAccusations } from '../log-accusations.ts';
import { holderWords } from '../name-reuse.ts';
import { list } from './words.ts';

const MOST_NAMES = 8;

/** `path` null: there is no target. */
export function logSentences(accused: LogAccusations, path: string | null): string[] {
  const { log, asTarget, notFound, others, nameless } = accused;
  const unplaced = (why: Unplaced) =>
    accused.unplaced.flatMap(({ reason, accusation }) => (reason === why ? [accusation] : []));
  const strangers = unplaced('unknown start');
  const outside = unplaced('outside');
  const sentences: string[] = [];
  const named = (names: readonly string[]) =>
    list(
      names.map((name) => cleanText(name, 80)),
      MOST_NAMES,
    );
  if (path !== null && asTarget.length > 0) {
    const verb = asTarget.length === 1 ? 'is' : 'are';
    sentences.push(`${named(asTarget)} of the log ${verb} taken for ${path}.`);
  }
  if (notFound.length > 0) sentences.push(`The log accuses ${named(notFound)} of nothing.`);
  if (others.length > 0) {
    const take = path === null ? '' : '; --log-device would take one of them for the target';
    sentences.push(`The log accuses others, too: ${named(others)}. They were left aside${take}.`);
  }
  for (const { name, holder, accusations } of accused.formers) {
    sentences.push(
      `Left aside: ${linesWords(accusations)}. ${cleanText(name, 80)} was ${holderWords(holder)} then.`,
    );
  }
  if (accused.doubtful.length > 0) {
    sentences.push(
      `A disk took the name after ${linesWords(accused.doubtful)}: whether it was this one before, too, ` +
        'the log does not tell.',
    );
  }
  if (nameless.length > 0) {
    const verb = nameless.length === 1 ? 'names' : 'name';
    sentences.push(
      `Left aside: ${linesWords(nameless)}, which ${verb} no disk, while the log accuses several. If ` +
        'the target is meant, give the LBAs as arguments.',
    );
  }
  if (accused.isOffsetIdle) {
    sentences.push(
      '--log-offset was not added to anything: what the log names is the disk itself, or begins where ' +
        'the disk’s tables say.',
    );
  }
  if (strangers.length > 0) {
    const devices = [...new Set(strangers.map(({ device }) => device ?? ''))];
    sentences.push(
      `Left aside: ${linesWords(strangers)}. Where ${named(devices)} begin${devices.length === 1 ? 's' : ''}, no partition table of the target ` +
        'tells; --log-offset gives it by hand.',
    );
  }
  if (outside.length > 0) {
    const verb = outside.length === 1 ? 'it names does' : 'they name does';
    sentences.push(`Left aside: ${linesWords(outside)}. What ${verb} not lie on the target.`);
  }
  sentences.push(...muteSentences(log));
  if (log.suppressed > 0) {
    sentences.push(
      `The kernel left out ${formatCount(log.suppressed)} messages: not all that failed is in the log.`,
    );
  }
  if (log.linesCut > 0) {
    const [are, rest] =
      log.linesCut === 1 ? ['line is', 'its rest was'] : ['lines are', 'their rest was'];
    const most = formatCount(LINE_BYTES_LIMIT);
    sentences.push(
      `${formatCount(log.linesCut)} ${are} longer than ${most} bytes: ${rest} not read.`,
    );
  }
  if (log.accusationsLost > 0) {
    const lost = formatCount(log.accusationsLost);
    sentences.push(`Too long a log: ${lost} more numbers in it were left aside.`);
  }
  return sentences;
}

/** What was read cannot have been all of it. */
function muteSentences({ accusations, failing: { count, first } }: KernelLog): string[] {
  if (count === 0) return [];
  const verb = count === 1 ? 'line speaks' : 'lines speak';
  const others = accusations.length === 0 ? '' : ' of what they mean';
  const lines = first.map(({ line, text }) => `Line ${line}: "${text}".`);
  const more = count - first.length;
  return [
    `${formatCount(count)} ${verb} of a failing disk, and none names a sector${others}: scan the disk.`,
    ...lines,
    ...(more > 0 ? [`… and ${formatCount(more)} more such lines.`] : []),
  ];
}

function linesWords(accusations: readonly Accusation[]): string {
  const lines = accusations.map(({ line }) => `${line}`);
  return `line${lines.length === 1 ? '' : 's'} ${list(lines, MOST_NAMES)}`;
}
