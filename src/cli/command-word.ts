// The first word of the command line: a command, or what its user will have meant.

import type { Command } from 'commander';
import { cleanText, usageError, withDeadline } from '../api/common.ts';
import { ask } from './apart.ts';
import { nearest } from './nearest.ts';

const LIMIT_MS = 2000;
/** Disks of Linux and FreeBSD, by their drivers' names, and what lies on them. */
const DISK_NAME =
  /^((sd|hd|vd|xvd)[a-z]{1,3}|(nvme|mmcblk|loop|zram|md|dm-|sr|ada|da|nda|nvd|vtbd|ad|cd)\d{1,4})([a-z]?\d{0,3})*$/;

export function commandsOf(main: Command): string[] {
  return [...main.commands.map((command) => command.name()), 'help'];
}

/** Commander answers `surfscan nonsense --help` with help and 0. */
export async function assertCommand(
  words: readonly string[],
  commands: readonly string[],
): Promise<void> {
  const [word, ...rest] = words;
  if (word === 'help') return assertCommand(rest, commands);
  if (word === undefined || word.startsWith('-') || commands.includes(word)) return;
  const unknown = `unknown command ${JSON.stringify(cleanText(word, 80))}`;
  const meant = await meantBy(word);
  if (meant !== null) {
    const to = { scan: 'to scan it', report: "a scan's map; to report from it" }[meant];
    const again = words.map((each) => quoted(cleanText(each, 200))).join(' ');
    throw usageError(`${unknown}; ${to}: surfscan ${meant} ${again}`);
  }
  const near = nearest(word.toLowerCase(), commands);
  if (near !== undefined) throw usageError(`${unknown}: did you mean ${near}?`);
  throw usageError(`${unknown}: expected ${commands.join(', ')}`);
}

/** What a word that is a target or a map is for; null: it is neither. */
async function meantBy(word: string): Promise<'scan' | 'report' | null> {
  if (word.startsWith('sim:')) return 'scan';
  // A path may hang.
  const silent = () => new Error('no answer');
  const look = (path: string) =>
    withDeadline(ask('look', path), LIMIT_MS, silent).catch(() => null);
  const here = await look(word);
  if (here?.isMap === true) return 'report';
  const isThere = ({ kind }: { kind: string }) => kind !== 'other';
  const isTarget = DISK_NAME.test(word) || word.startsWith('/dev/');
  return isTarget || (here?.stats != null && isThere(here.stats)) ? 'scan' : null;
}

/** As a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
