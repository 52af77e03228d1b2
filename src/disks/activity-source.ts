// What each system's room answers about a disk's activity, and whose writes the map's are.

/** In units of 512 bytes whatever the disk's sectors are, as the systems count. */
export interface ActivitySample {
  readonly readSectors512: number;
  readonly writtenSectors512: number;
}

export interface ActivitySource {
  /** As in DiskActivity. */
  readonly writesAreOurs: boolean;
  /** The note for the report where the first reading already gives nothing. */
  readonly untold: string;
  /** The system's counters as they stand; null: there are none, the disk may be gone. */
  read(): Promise<ActivitySample | null>;
}

/** File systems whose files are on no disk of this machine. */
const DISKLESS: ReadonlySet<string> = new Set(
  'tmpfs ramfs devtmpfs nfs nfs4 cifs smb3 smbfs 9p p9fs virtiofs ceph'.split(' '),
);

export function isDiskless(fileSystemType: string): boolean {
  return DISKLESS.has(fileSystemType);
}

/** The mount that a path is in, of mounts in the order they were made: the nearest, the latest. */
export function mountOf<T extends { readonly mountPoint: string }>(
  mounts: readonly T[],
  path: string,
): T | null {
  let found: T | null = null;
  for (const mount of mounts) {
    const { mountPoint } = mount;
    const prefix = mountPoint.endsWith('/') ? mountPoint : `${mountPoint}/`;
    if (path !== mountPoint && !path.startsWith(prefix)) continue;
    if (found === null || mountPoint.length >= found.mountPoint.length) found = mount;
  }
  return found;
}
