// Which way a disk is read, and whether several of its reads may be out at once.

import { native } from '../addon/native.ts';
import type { Device } from '../vocabulary/device.ts';
import { errnoName } from '../vocabulary/errno.ts';
import { usageError } from '../vocabulary/errors.ts';
import type { DriveSite, Passage } from '../vocabulary/method.ts';

/** `pread`: one thread waits for each read. `io_uring`: reads are sent off and can be left. `sim`: the
 * simulated disk. */
const PLAIN_ENGINES = ['pread', 'io_uring', 'sim'] as const;
/** By which the drive itself is asked. */
const DRIVE_ENGINES = ['sgio', 'cam', 'nvme'] as const;
export const ENGINES = [...PLAIN_ENGINES, ...DRIVE_ENGINES] as const;
export type PlainEngine = (typeof PLAIN_ENGINES)[number];
export type DriveEngine = (typeof DRIVE_ENGINES)[number];
export type Engine = (typeof ENGINES)[number];

const ENGINE_OF: Readonly<Record<DriveSite['way'], DriveEngine>> = {
  sg: 'sgio',
  sg_ioctl: 'sgio',
  cam: 'cam',
  nvme_uring: 'nvme',
  nvme_ioctl: 'nvme',
  nvme_passthrough: 'nvme',
};

export function isDriveEngine(engine: Engine): engine is DriveEngine {
  return (DRIVE_ENGINES as readonly Engine[]).includes(engine);
}

export function isEngine(text: string): text is Engine {
  return (ENGINES as readonly string[]).includes(text);
}

/** Disks that are memory: they answer in the call, or never hang. io_uring would hand each read to a
 * kernel thread (measured on zram: 86 µs a read of 128 KiB instead of 7). */
const MEMORY_BUSES: readonly (string | null)[] = ['zram', 'ram'];

/** Through the drive. Throws ERR_USAGE where it takes fewer at once. */
export function engineThrough(
  { site, mostDepth }: Passage,
  depth: number | undefined,
): { engine: Engine; notes: readonly string[] } {
  if (site === null) return { engine: 'sim', notes: [] };
  if (depth !== undefined && depth > mostDepth) {
    const most = mostDepth === 1 ? 'one after the other' : `at most ${mostDepth} at once`;
    throw usageError(
      `--depth ${depth}: ${site.path} takes ${site.orders.join(', ')} ${most}; use --depth ${mostDepth}`,
    );
  }
  return { engine: ENGINE_OF[site.way], notes: [] };
}

/** Throws ERR_USAGE where so many reads in flight cannot be had. */
export function engineFor(
  { kind, bus, path }: Device,
  depth: number | undefined,
  uringErrno = native.uringErrno,
): { engine: PlainEngine; notes: readonly string[] } {
  const deep = depth !== undefined && depth > 1;
  const usage = (why: string) =>
    usageError(`--depth ${depth}: more than 1 needs io_uring, ${why}; use --jobs, or --depth 1`);
  if (kind === 'sim') {
    if (deep) throw usage(`and ${path} is simulated`);
    return { engine: 'sim', notes: [] };
  }
  const wanted = deep || (kind === 'block' && !MEMORY_BUSES.includes(bus));
  if (!wanted) return { engine: 'pread', notes: [] };
  const errno = uringErrno();
  if (errno === 0) return { engine: 'io_uring', notes: [] };
  const said = `which this system does not allow (${errnoName(errno)})`;
  if (deep) throw usage(said);
  // Nothing is missed where there never was any.
  if (process.platform !== 'linux') return { engine: 'pread', notes: [] };
  return {
    engine: 'pread',
    notes: [`read without io_uring, ${said}: a read that does not return holds the program`],
  };
}

/** On a disk that may spin, parallel ranges make the head jump, and every latency a lie. */
export function mayReadSideBySide({ rotational, bus, kind }: Device): boolean {
  return rotational === false && bus !== 'usb' && kind !== 'file';
}
