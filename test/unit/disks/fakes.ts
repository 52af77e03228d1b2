// A system whose answers a test writes down.

import type { BigIntStats } from 'node:fs';
import type {
  NativeBackingFile,
  NativeDriveFacts,
  NativeGeometry,
  NativeInspection,
  NativeSimDescription,
  NativeStatistics,
} from '../../../src/addon/interface.ts';
import type { DiskSystem } from '../../../src/disks/system.ts';

export const GEOMETRY: NativeGeometry = {
  sectors: 1000,
  logicalBytes: 512,
  physicalBytes: 512,
  physicalFirstLba: 0,
  restBytes: 0,
  node: '8:1',
};

export const INSPECTION: NativeInspection = {
  kind: 'block',
  geometry: GEOMETRY,
  cacheBypassed: true,
  held: false,
  model: '',
  serial: '',
  attachment: '',
  lunId: '',
  rotationRate: 0,
};

export const SIM: NativeSimDescription = {
  geometry: GEOMETRY,
  kind: 'hdd',
  model: 'SIMULATED',
  serial: 'SIM1',
  speed: 0,
  sharedBytes: 64,
};

export interface Fake {
  platform?: string;
  root?: string;
  userId?: number;
  /** What stat finds, by path. */
  files?: Record<string, { dev?: bigint; ino?: bigint; rdev?: bigint }>;
  inspect?: (path: string, sectorBytes: number) => Promise<NativeInspection>;
  backingFile?: (disk: string) => Promise<NativeBackingFile | null>;
  describeSim?: (spec: string) => NativeSimDescription;
  diskStatistics?: (disk: string) => NativeStatistics | null;
  driveFacts?: (path: string) => NativeDriveFacts | null;
  run?: DiskSystem['run'];
  links?: Record<string, string>;
}

export function fakeSystem(fake: Fake = {}): DiskSystem {
  return {
    platform: fake.platform ?? 'linux',
    root: fake.root ?? '/nonexistent',
    userId: fake.userId ?? 1000,
    native: async () => ({
      inspect: fake.inspect ?? (async () => INSPECTION),
      backingFile: fake.backingFile ?? (async () => null),
      describeSim: fake.describeSim ?? (() => SIM),
      diskStatistics: fake.diskStatistics ?? (() => null),
      driveFacts: fake.driveFacts ?? (() => null),
    }),
    stat: async (path) => {
      const files = fake.files ?? {};
      const found = Object.hasOwn(files, path) ? files[path] : undefined;
      if (found === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      return { dev: 1n, ino: 1n, rdev: 0n, ...found } as BigIntStats;
    },
    realpath: async (path) => {
      const links = fake.links ?? {};
      return Object.hasOwn(links, path) ? links[path]! : path;
    },
    run: fake.run ?? (() => Promise.reject(new Error('no such program'))),
  };
}

/** st_rdev of Linux's MAJ:MIN, small numbers. */
export const rdev = (major: number, minor: number) => BigInt(major * 256 + minor);

export async function failure(work: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await work;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('it did not fail');
}
