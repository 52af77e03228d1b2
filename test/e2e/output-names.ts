// A disk over a file, and all the names that lead to either.

import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { attachLoop, run, tryRun } from '../rig/system.ts';

const BYTES = 1 << 20;
const PARTITION = { first: 64, sectors: 512 };

/** A name, and what the shell is to have open as descriptor 5. */
export interface NamedWay {
  readonly way: string;
  readonly name: string;
  readonly open?: string;
}

export interface NamedDisk {
  readonly image: string;
  readonly loop: string;
  readonly partition: string;
  readonly ways: readonly NamedWay[];
  /** What is there now: the bytes, and the names of all files beside them. */
  state(): { readonly isWhole: boolean; readonly names: readonly string[] };
}

/** `atEnd` is told how to take away what was made: before the folder goes. */
export function nameDisk(folder: string, atEnd: (undo: () => void) => void): NamedDisk {
  const content = partitioned();
  const at = (name: string) => join(folder, name);
  const image = at('v.img');
  writeFileSync(image, content);
  const loop = attachLoop(image, 512, ['--partscan']);
  atEnd(() => tryRun('losetup', ['-d', loop]));
  const partition = `${loop}p1`;
  // Where the kernel reads no tables itself. With --partscan it goes with the disk.
  if (!existsSync(partition)) {
    run('addpart', [loop, '1', String(PARTITION.first), String(PARTITION.sectors)]);
  }
  for (const name of ['x', 'bound folder']) mkdirSync(at(name));
  writeFileSync(at('bound'), '');
  for (const [what, name] of [
    [image, 'bound'],
    [folder, 'bound folder'],
  ] as const) {
    run('mount', ['--bind', what, at(name)]);
    atEnd(() => tryRun('umount', ['-l', at(name)]));
  }
  const links = {
    soft: image,
    chain: 'soft',
    'link to the folder': folder,
    'link to a descriptor': '/proc/self/fd/5',
    'link to a descriptor too': '/dev/fd/5',
    'link to the disk': loop,
  };
  for (const [name, to] of Object.entries(links)) symlinkSync(to, at(name));
  linkSync(image, at('hard'));
  const node = statSync(loop).rdev;
  run('mknod', [at('another node'), 'b', String(node >> 8), String(node & 0xff)]);
  const unlinked = unlinkedDisk(at('u.img'), at('kept name'), content);
  atEnd(() => tryRun('losetup', ['-d', unlinked]));

  const named = (way: string, name: string): NamedWay => ({ way, name });
  const byDescriptor = (name: string): NamedWay => ({ way: name, name, open: image });
  const ways = [
    named('its own name', image),
    named('dots', `${folder}/./x/../v.img`),
    named('slashes', `//${image}`),
    ...['soft', 'chain', 'hard', 'bound', 'another node'].map((name) => named(name, at(name))),
    named('link to the disk', at('link to the disk')),
    named('a linked folder', join(at('link to the folder'), 'v.img')),
    named('a bound folder', join(at('bound folder'), 'v.img')),
    named('the root of a process', `/proc/self/root${image}`),
    named('the root of init', `/proc/1/root${image}`),
    named('the disk', loop),
    named('its partition', partition),
    named('a file that has another name only', at('kept name')),
    ...['/dev/fd/5', '/proc/self/fd/5', '/./dev/fd/5', '/dev/../dev/fd/5'].map(byDescriptor),
    byDescriptor('/proc/thread-self/fd/5'),
    byDescriptor(at('link to a descriptor')),
    byDescriptor(at('link to a descriptor too')),
  ];
  return {
    image,
    loop,
    partition,
    ways,
    state: () => ({
      isWhole: [image, loop, at('kept name')].every((path) => readFileSync(path).equals(content)),
      names: readdirSync(folder).sort(),
    }),
  };
}

/** The name that the disk was made with is gone. */
function unlinkedDisk(made: string, kept: string, content: Buffer): string {
  writeFileSync(made, content);
  linkSync(made, kept);
  const loop = attachLoop(made, 512);
  unlinkSync(made);
  return loop;
}

/** An MBR, and else what no report looks like. */
function partitioned(): Buffer {
  const content = Buffer.alloc(BYTES, 'surfscan');
  content.fill(0, 0, 512);
  content.writeUInt8(0x83, 446 + 4);
  content.writeUInt32LE(PARTITION.first, 446 + 8);
  content.writeUInt32LE(PARTITION.sectors, 446 + 12);
  content.writeUInt16LE(0xaa55, 510);
  return content;
}
