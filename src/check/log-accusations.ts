// What a log accuses the target of.

import { ofDisks } from '../kernel-log/choose-device.ts';
import {
  type Accusation,
  chooseDevice,
  explainedSuspects,
  type KernelLog,
  type Suspect,
  type Suspects,
  type SuspectTarget,
  suspectsOf,
} from '../kernel-log/index.ts';
import { placesOf } from '../kernel-log/placement.ts';
import type { InspectedTarget } from '../vocabulary/device.ts';
import { defect, usageError } from '../vocabulary/errors.ts';
import type { LbaSpan } from '../vocabulary/ranges.ts';
import { cleanText } from '../vocabulary/text.ts';
import { type ByHolder, byHolder, type FormerHolder, holderWords } from './name-reuse.ts';
import { Names } from './names.ts';

export interface LogQuestion {
  /** --log-device. */
  readonly logDevices: readonly string[];
  /** --log-offset. */
  readonly logOffsetLba: number | null;
}

/** What a log says of one target, or, explained without one, of its own devices. */
export interface LogAccusations extends Suspects {
  readonly log: KernelLog;
  /** null: the numbers are each device's own. */
  readonly target: SuspectTarget | null;
  /** Names of the log that were taken for the target without being its own. */
  readonly asTarget: readonly string[];
  /** Names of --log-device that the log accuses of nothing. */
  readonly notFound: readonly string[];
  /** --log-offset is given, and no number is shifted by it. */
  readonly isOffsetIdle: boolean;
  /** Accused, too, but not the target. */
  readonly others: readonly string[];
  /** Lines that name the target and are of disks that had its name before it. */
  readonly formers: readonly FormerHolder[];
  /** Lines before a disk took the name, which may be the target or another. */
  readonly doubtful: readonly Accusation[];
  /** They name no device, and may be of any of several. */
  readonly nameless: readonly Accusation[];
}

const NAMES_SHOWN = 10;

/**
 * Throws ERR_USAGE where it is not known which of the log's devices is the target, or where on the target
 * anything of it lies: the message says what to type.
 */
export async function accusationsAgainst(
  target: InspectedTarget,
  log: KernelLog,
  { logDevices, logOffsetLba }: LogQuestion,
  namesOf: typeof Names.of = Names.of,
): Promise<LogAccusations> {
  const nothing = {
    suspects: [],
    unplaced: [],
    asTarget: [],
    notFound: [],
    others: [],
    nameless: [],
    formers: [],
    doubtful: [],
  };
  if (log.accusations.length === 0 && log.failing.count > 0) throw mute(log);
  if (log.accusations.length === 0) return { log, target: null, isOffsetIdle: false, ...nothing };
  const names = await namesOf(target);
  const choice = chooseDevice(log, { targetNames: names.all, logDevices });
  const path = target.device.path;
  if ('undecided' in choice) throw undecided(path, choice.undecided);
  if (choice.accusations.length === 0 && logDevices.length > 0) throw notAccused(log, logDevices);
  if (choice.accusations.length === 0 && log.failing.count > 0) throw mute(log);
  const { sectors, logicalBytes } = target.device;
  const serial = choice.asTarget.length > 0 ? null : target.device.serial;
  // Who says whose lines are meant knows better than the log.
  const { own, formers, doubtful } =
    logDevices.length > 0 ? allOwn(choice.accusations) : byHolder(choice.accusations, log, serial);
  if (own.length === 0 && formers.length > 0) throw formerly(path, formers);
  const { untold = [], ...named } = names.with(choice.asTarget);
  const known: SuspectTarget = {
    ...named,
    asTarget: choice.asTarget.filter((name) => !names.own.names.includes(name)),
    sectors,
    logicalBytes,
    logOffsetLba,
    // What it was when the kernel wrote, nobody knows: each size is suspected.
    bufferBytes: null,
  };
  const found = suspectsOf(own, known, log.aliases);
  if (found.suspects.length === 0) assertPlaced(path, known, found.unplaced, untold);
  return {
    ...found,
    log,
    target: known,
    asTarget: choice.asTarget,
    notFound: choice.notFound,
    formers,
    doubtful,
    isOffsetIdle: logOffsetLba !== null && isIdle(own, known, log.aliases),
    others: devicesBut(log, choice.accusations),
    nameless: namelessBut(log, choice.accusations),
  };
}

function allOwn(own: readonly Accusation[]): ByHolder {
  return { own, formers: [], doubtful: [] };
}

function formerly(path: string, formers: readonly FormerHolder[]) {
  const disks = formers.map((former) => `${former.name} was ${holderWords(former.holder)} then`);
  const names = [...new Set(formers.map(({ name }) => name))];
  return usageError(
    `the log accuses other disks that had the name of ${path} before: ${list(disks)}; ` +
      `--log-device ${list(names)} takes those lines for it all the same`,
  );
}

/** Nothing would lie elsewhere without --log-offset, or with another. */
function isIdle(
  accusations: readonly Accusation[],
  target: SuspectTarget,
  aliases: KernelLog['aliases'],
): boolean {
  const without = { ...target, logOffsetLba: null };
  return accusations.every((accusation) => {
    const [places, others] = [target, without].map((one) => placesOf(accusation, one, aliases));
    if (typeof places === 'string') return true;
    return typeof others !== 'string' && places![0]!.shiftLba === others![0]!.shiftLba;
  });
}

/** Of the devices named, or of all. Throws ERR_USAGE where the log accuses none of those named. */
export function accusationsWithoutTarget(
  log: KernelLog,
  logDevices: readonly string[],
): LogAccusations {
  const choice =
    logDevices.length === 0
      ? { accusations: ofDisks(log.accusations), notFound: [] }
      : chooseDevice(log, { targetNames: [], logDevices });
  if ('undecided' in choice) throw defect('no device was chosen between those that were named');
  const isAsked = logDevices.length > 0 && log.accusations.length > 0;
  if (isAsked && choice.accusations.length === 0) throw notAccused(log, logDevices);
  return {
    suspects: explainedSuspects(choice.accusations, log.aliases),
    unplaced: [],
    log,
    target: null,
    asTarget: [],
    notFound: choice.notFound,
    formers: [],
    doubtful: [],
    isOffsetIdle: false,
    others: devicesBut(log, choice.accusations),
    nameless: namelessBut(log, choice.accusations),
  };
}

/** Exit 0 would say that nothing is the matter. */
function mute({ failing: { count, first } }: KernelLog) {
  const lines = first.slice(0, NAMES_SHOWN).map(({ line, text }) => `line ${line}, "${text}"`);
  const verb = count === 1 ? 'line of the log speaks' : 'lines of the log speak';
  return usageError(
    `${count} ${verb} of a failing disk and none names a sector that could be read (${lines.join('; ')}): ` +
      'give LBAs as arguments, or scan the disk: surfscan scan',
  );
}

function undecided(path: string, names: readonly string[]) {
  const [first] = names;
  return usageError(
    `the log accuses ${list(names)}, and none of them is called ${path} today: say whose lines are ` +
      `meant, e.g. --log-device ${cleanText(first!, 80)}`,
  );
}

function notAccused({ devices }: KernelLog, logDevices: readonly string[]) {
  const known = devices.map(({ name }) => name);
  const accused = known.length === 0 ? 'a disk without its name' : list(known);
  return usageError(`the log accuses ${accused}, but not --log-device ${list(logDevices)}`);
}

/** Lines that are about the target, and not one of them on it. */
function assertPlaced(
  path: string,
  target: SuspectTarget,
  unplaced: Suspects['unplaced'],
  untold: readonly string[],
): void {
  const unknown = unplaced.find(({ reason }) => reason === 'unknown start');
  if (unknown !== undefined) {
    const device = cleanText(unknown.accusation.device ?? '', 80);
    const why = untold.length === 0 ? '' : ` (${list(untold)})`;
    throw usageError(
      `the log accuses ${device}, and where on ${path} that begins, no partition table there tells` +
        `${why}: give its first LBA with --log-offset`,
    );
  }
  const outside = unplaced.find(({ reason }) => reason === 'outside');
  // Beside a partition or a volume lie others of its disk.
  if (outside === undefined || target.parent !== null || target.isVolume === true) return;
  const { device, position } = outside.accusation;
  throw usageError(
    `${position.unit === 'byte' ? 'offset' : 'LBA'} ${position.from} of ${device ?? 'the log'} does ` +
      `not lie on ${path}, whose LBAs are 0 to ${target.sectors - 1}: is it the disk of the log?`,
  );
}

function devicesBut({ devices }: KernelLog, taken: readonly Accusation[]): string[] {
  const names = new Set(taken.map(({ device }) => device));
  return devices.flatMap(({ name }) => (names.has(name) ? [] : [name]));
}

function namelessBut({ accusations }: KernelLog, taken: readonly Accusation[]): Accusation[] {
  const all = new Set(taken);
  return accusations.filter((one) => one.device === null && !all.has(one));
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN).map((name) => cleanText(name, 80));
  const more = names.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** Spans that were typed. */
export function typedSuspects(spans: readonly LbaSpan[]): Suspect[] {
  return spans.map((span) => ({ ...span, sources: [] }));
}
