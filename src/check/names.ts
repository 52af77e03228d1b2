// What a log may call the target, its parts, and what it is a part of.

import { basename } from 'node:path';
import { type DiskSystem, hostSystem } from '../disks/system.ts';
import { plainName, splitName } from '../kernel-log/device-names.ts';
import type { FoundPartition } from '../layout/list-partitions.ts';
import { readPartitions } from '../layout/list-partitions.ts';
import { openSectors } from '../layout/source.ts';
import { type RunTool, toolRunner } from '../layout/tool.ts';
import type { InspectedTarget } from '../vocabulary/device.ts';
import { linksTo } from './disk-links.ts';
import { freebsdNames } from './freebsd-names.ts';
import { linuxNames } from './linux-names.ts';
import { partitionProviders } from './partition-names.ts';
import { NOBODY, type TargetNames } from './target-names.ts';

/** dmsetup answers at once, or not at all. */
const TOOL_LIMIT_MS = 10_000;

/** Of a target, as the system and the disk's own tables have them. */
export class Names {
  private constructor(
    readonly own: TargetNames,
    private readonly partitions: readonly FoundPartition[],
  ) {}

  /** Does not reject: what cannot be read gives no names. */
  static async of(
    target: InspectedTarget,
    system: DiskSystem = hostSystem,
    run: RunTool = toolRunner(TOOL_LIMIT_MS, system.platform),
  ): Promise<Names> {
    const { kind } = target.device;
    if (kind === 'sim') return new Names(NOBODY, []);
    const [own, partitions] = await Promise.all([
      systemNames(target, system, run),
      tablesOf(target),
    ]);
    return new Names(own, partitions);
  }

  /** `asTarget`: further names of the target, from a time when it was called otherwise. */
  with(asTarget: readonly string[]): TargetNames {
    const names = [...new Set([...this.own.names, ...asTarget])];
    // Whoever says that sdq4 is here says that sdq is.
    const disks = asTarget.map((name) => splitName(plainName(name)).disk);
    const all = [...new Set([...names, ...disks])];
    const providers = [...this.own.providers, ...partitionProviders(this.partitions, all)];
    return { ...this.own, names, providers };
  }

  /** All names at once: whose lines may be about the target. */
  get all(): string[] {
    const { names, providers, parent } = this.with([]);
    return [...names, ...providers.flatMap((one) => one.names), ...(parent?.names ?? [])];
  }
}

async function systemNames(
  target: InspectedTarget,
  system: DiskSystem,
  run: RunTool,
): Promise<TargetNames> {
  const { address, device } = target;
  // An image that is called as its disk was.
  if (device.kind === 'file') return { ...NOBODY, names: [basename(address)] };
  const real = await system.realpath(address).catch(() => address);
  const names = [...new Set([address, real].map((path) => path.replace(/^\/dev\//, '')))];
  const told =
    system.platform === 'freebsd'
      ? await freebsdNames(names, device, system).catch(() => NOBODY)
      : await linuxNames(address, device, system, run).catch(() => NOBODY);
  const links = system.platform === 'freebsd' ? [] : await linksTo(real, system);
  return { ...told, names: [...new Set([...names, ...told.names, ...links])] };
}

async function tablesOf({ address, device }: InspectedTarget): Promise<FoundPartition[]> {
  try {
    const source = await openSectors(address, device.logicalBytes);
    try {
      return await readPartitions(source.read, device);
    } finally {
      await source.close();
    }
  } catch {
    return []; // the check's own reads will say what is the matter
  }
}
