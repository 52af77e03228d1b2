// From inodes of an ext file system to their paths. A name may have a line break and look like two answers,
// so a path is only what leads back to its inode, or the whole answer for an inode that has but one.

import { isQuiet } from '../proof.ts';
import type { Ask } from './ext-ask.ts';

/** A file may have thousands of hard links. */
const PATHS_AN_INODE = 2;

/** As bytes; what is not found is left out. */
export async function pathsOf(
  asks: readonly Ask[],
  inodes: readonly number[],
): Promise<Map<number, Buffer>> {
  const found = new Map<number, Buffer>();
  for (const ask of asks) {
    // It says nothing of a directory that it could not read, so each that is missing is looked for again.
    const missing = inodes.filter((inode) => !found.has(inode));
    if (missing.length === 0) break;
    const answer = await ask(`ncheck ${missing.join(' ')}`);
    for (const [inode, paths] of listed(answer.stdout)) {
      for (const path of paths) {
        if (!found.has(inode) && (await leadsTo(ask, path, inode))) found.set(inode, bytes(path));
      }
    }
    for (const inode of missing.filter((each) => !found.has(each))) {
      const path = await only(ask, inode);
      if (path !== null) found.set(inode, bytes(path));
    }
    if (answer.trouble !== null || isQuiet('debugfs', answer)) break;
  }
  return found;
}

function listed(text: string): Map<number, string[]> {
  const paths = new Map<number, string[]>();
  for (const line of text.split('\n')) {
    const [, number, path] = /^(\d+)\t\/*(\/[\s\S]*)$/.exec(line) ?? [];
    const known = paths.get(Number(number)) ?? [];
    if (path === undefined || known.length === PATHS_AN_INODE) continue;
    paths.set(Number(number), [...known, path]);
  }
  return paths;
}

async function leadsTo(ask: Ask, path: string, inode: number): Promise<boolean> {
  const answer = await ask(`stat "${path.replaceAll('"', '""')}"`);
  return new RegExp(`^Inode: ${inode} `, 'm').test(afterEcho(answer.stdout));
}

/** The path of an inode with one name alone: all that follows its number. */
async function only(ask: Ask, inode: number): Promise<string | null> {
  const facts = await ask(`stat <${inode}>`);
  const text = afterEcho(facts.stdout);
  const isDirectory = /^Inode: \d+ +Type: directory/.test(text);
  // Before the attributes, whose values a file's owner wrote.
  const links = /^Links: (\d+) /m.exec(text.slice(0, 500))?.[1];
  if (!isDirectory && links !== '1') return null;
  const answer = await ask(`ncheck ${inode}`);
  const [, number, path] =
    /^Inode\tPathname\n(\d+)\t\/*(\/[\s\S]*)\n$/.exec(afterEcho(answer.stdout)) ?? [];
  return number === `${inode}` && isQuiet('debugfs', answer) ? path! : null;
}

/** "debugfs: stat <12>" is the command again. No command has a line break. */
function afterEcho(text: string): string {
  return text.startsWith('debugfs: ') ? text.slice(text.indexOf('\n') + 1) : text;
}

function bytes(path: string): Buffer {
  return Buffer.from(path, 'latin1');
}
