// Whose lines are TARGET's: what the user says, else the lines that name it, else the only disk that
// the log accuses.

import type { Accusation, KernelLogFormat } from './accusation.ts';
import { diskOf, isNoDisk, plainName, splitName } from './device-names.ts';
import type { KernelLog } from './reader.ts';

export interface DeviceChoice {
  /** The lines that are about TARGET. */
  readonly accusations: readonly Accusation[];
  /** Names that mean TARGET itself, though it is called otherwise now: "ad16" of then. */
  readonly asTarget: readonly string[];
  /** Names given with --log-device that the log accuses of nothing. */
  readonly notFound: readonly string[];
}

/** The log accuses several disks, and nothing says which of them is TARGET. */
export interface NoChoice {
  /** One name a disk, as the log has it, the one accused most first. */
  readonly undecided: readonly string[];
}

export interface DeviceQuestion {
  /** All names of TARGET and of what lies on it: disk, partitions, labels, mirrors; /dev/ or not. */
  readonly targetNames: readonly string[];
  /** --log-device; empty: not given. */
  readonly logDevices: readonly string[];
}

type Log = Pick<KernelLog, 'accusations' | 'aliases'>;

export function chooseDevice(log: Log, question: DeviceQuestion): DeviceChoice | NoChoice {
  if (question.logDevices.length > 0) return chosenByUser(log, question.logDevices);
  const named = linesOf(log, question.targetNames);
  if (named.length > 0) {
    const alone = disksOf(log, named).length === disksOf(log, log.accusations).length;
    // Lines that name no device are of the log's only disk.
    return choice(alone ? [...named, ...unnamed(log)] : named);
  }
  const disks = disksOf(log, log.accusations);
  if (disks.length > 1) return { undecided: disks };
  return { ...choice(ofDisks(log.accusations)), asTarget: disks };
}

/** Without those of tapes, optical drives and their kin: no disk's sectors fail there. */
export function ofDisks(accusations: readonly Accusation[]): Accusation[] {
  return accusations.filter(({ device }) => device === null || !isNoDisk(device));
}

function chosenByUser(log: Log, logDevices: readonly string[]): DeviceChoice {
  const notFound = logDevices.filter((name) => linesOf(log, [name]).length === 0);
  const found = logDevices.filter((name) => !notFound.includes(name));
  const lines = linesOf(log, logDevices);
  const isOnly = disksOf(log, log.accusations).length <= 1;
  const accusations = isOnly ? [...lines, ...unnamed(log)] : lines;
  return { ...choice(accusations), asTarget: [...new Set(found.map(plainName))], notFound };
}

function choice(accusations: readonly Accusation[]): DeviceChoice {
  const sorted = [...accusations].sort((a, b) => a.line - b.line);
  return { accusations: sorted, asTarget: [], notFound: [] };
}

/** A whole disk's name means its parts too; a part's means that part. */
function linesOf(log: Log, names: readonly string[]): Accusation[] {
  const wanted = names.map((name) => diskOf(name, log.aliases));
  const whole = new Set(wanted.filter(({ part }) => part === '').map(({ disk }) => disk));
  const parts = new Set(wanted.map(({ disk, part }) => `${disk} ${part}`));
  return log.accusations.filter(({ device, member }) =>
    [device, member].some((name) => {
      if (name === null) return false;
      const { disk, part } = diskOf(name, log.aliases);
      return whole.has(disk) || parts.has(`${disk} ${part}`);
    }),
  );
}

function unnamed(log: Log): Accusation[] {
  return log.accusations.filter(({ device }) => device === null);
}

/** One name a disk, the most accused first. */
function disksOf(log: Log, accusations: readonly Accusation[]): string[] {
  const disks = new Map<string, { name: string; count: number }>();
  for (const { device, count, format } of accusations) {
    if (device === null || isNoDisk(device)) continue;
    const { disk } = diskOf(device, log.aliases);
    const entry = disks.get(disk) ?? { name: shownName(device, format, log), count: 0 };
    entry.count += count;
    disks.set(disk, entry);
  }
  return [...disks.values()].sort((a, b) => b.count - a.count).map(({ name }) => name);
}

/** "ata1.00" is what nobody types, "nvme0 nsid 1" what no shell takes as one word. */
function shownName(device: string, format: KernelLogFormat, log: Log): string {
  const own = format.startsWith('freebsd-') ? freebsdNvmeName(device, log) : undefined;
  if (own !== undefined) return own;
  const known = /^ata\d/.test(device) ? log.aliases.get(device) : undefined;
  const disk = known ?? device;
  const { part } = diskOf(disk, log.aliases);
  const whole = part === '' ? disk : splitName(plainName(disk)).disk;
  return / nsid /.test(whole) ? diskOf(whole, log.aliases).disk : whole;
}

/** nvme(4) names controller and namespace; the disk is nda's or nvd's, of the controller's number unless the
 * log says another (nda(4)). */
function freebsdNvmeName(device: string, { aliases }: Log): string | undefined {
  const [, controller, namespace] = /^nvme(\d+) nsid (\d+)$/.exec(device) ?? [];
  if (controller === undefined) return undefined;
  const [told] = [...aliases].find(([, of]) => of === device) ?? [];
  return told ?? (namespace === '1' ? `nda${controller}` : undefined);
}
