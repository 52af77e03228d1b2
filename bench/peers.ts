// The programs that surfscan is measured against, as their users run them.

import { isThere } from '../test/rig/server-binary.ts';

export interface Peer {
  readonly name: string;
  readonly program: string;
  /** Debian's. */
  readonly debianPackage: string;
}

export interface DiskReader extends Peer {
  /** Reads the whole disk once in blocks of 128 KiB (badblocks: 256). */
  argumentsFor(path: string): string[];
}

export const FIO: Peer = { name: 'fio', program: 'fio', debianPackage: 'fio' };
export const DDRESCUE: Peer = {
  name: 'ddrescue',
  program: 'ddrescue',
  debianPackage: 'gddrescue',
};
export const BADBLOCKS: Peer = {
  name: 'badblocks',
  program: 'badblocks',
  debianPackage: 'e2fsprogs',
};

export const DISK_READERS: readonly DiskReader[] = [
  {
    ...FIO,
    name: 'fio io_uring depth 8',
    argumentsFor: (path) => [
      ...['--name=reads', `--filename=${path}`, '--readonly', '--direct=1'],
      ...['--ioengine=io_uring', '--rw=read', '--bs=128k', '--iodepth=8'],
    ],
  },
  {
    ...BADBLOCKS,
    name: 'badblocks -b 4096 -c 64',
    argumentsFor: (path) => ['-b', '4096', '-c', '64', path],
  },
  {
    name: 'dd bs=128k iflag=direct',
    program: 'dd',
    debianPackage: 'coreutils',
    argumentsFor: (path) => [`if=${path}`, 'of=/dev/null', 'bs=128k', 'iflag=direct'],
  },
  {
    ...DDRESCUE,
    name: 'ddrescue -d -c 256',
    argumentsFor: (path) => ['-d', '-b', '512', '-c', '256', '--force', path, '/dev/null'],
  },
];

/** Which programs are not there, each once, and their packages; null: all are. */
export function missingPeers(peers: readonly Peer[]): string | null {
  const missing = peers.filter(({ program }) => !isThere(program));
  if (missing.length === 0) return null;
  const packages = [...new Set(missing.map(({ debianPackage }) => debianPackage))];
  const names = [...new Set(missing.map(({ program }) => program))];
  return `${names.join(', ')} not there (apt-get install ${packages.join(' ')})`;
}

/** Throws where one is not there. */
export function needPeers(...peers: readonly Peer[]): void {
  const missing = missingPeers(peers);
  if (missing !== null) throw new Error(missing);
}
