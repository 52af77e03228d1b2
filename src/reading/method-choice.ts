// Whether a target is read or verified, and through what: as asked for, or as well as its drive allows. The drive
// is asked; what it does not take, or only says that it did, is not scanned by.

import type { NativeDriveAnswers, NativeDriveQuestions } from '../addon/drive-interface.ts';
import { native } from '../addon/native.ts';
import { withDeadline } from '../disks/deadline.ts';
import type { DriveAccess, InspectedTarget } from '../vocabulary/device.ts';
import { errnoWords } from '../vocabulary/errno.ts';
import { SurfscanError } from '../vocabulary/errors.ts';
import type {
  DriveCommand,
  DriveSite,
  Method,
  MethodWanted,
  Passage,
} from '../vocabulary/method.ts';
import {
  hasteOf,
  helpOf,
  isVerified,
  lieOf,
  mostSectorsOf,
  whyNotTaken,
  whyNoVerify,
} from './drive-answers.ts';
import { PROBE_TIMEOUT_MS, WAY_DEPTHS, wayTo } from './drive-site.ts';
import { HIDING_MACHINE, type HidingMachine, hiddenNotes } from './hidden-sectors.ts';
import { isCountDoubted, reaches, verifyingOf } from './verifying.ts';

export interface DriveMachine extends HidingMachine {
  readonly probeDrive: (
    path: string,
    site: DriveSite,
    driveSectors: number,
    asks: NativeDriveQuestions,
  ) => Promise<NativeDriveAnswers>;
}

/** A dozen questions of half a minute at most, and opening its nodes, which may take for ever. */
const PROBE_LIMIT_MS = 400_000;

const MACHINE: DriveMachine = {
  ...HIDING_MACHINE,
  probeDrive: (path, site, driveSectors, { last, behind, pace }) => {
    const timed = { ...site, timeoutMs: PROBE_TIMEOUT_MS };
    const probing = native.probeDrive(path, timed, driveSectors, last, behind, pace);
    return withDeadline(probing, PROBE_LIMIT_MS, () => silent());
  },
};

const silent = () => new SurfscanError('ERR_METHOD', 'the drive does not answer');

type Found = { readonly passage: Passage; readonly notes: readonly string[] };
/** `isFinal`: no other command would be believed. */
type NotFound = { readonly why: string; readonly isFinal?: boolean };

/** The target with its passage, and what is to be said of it: of what its drive hides, too. `within`: what `auto` may
 * come to, if not to any method. Throws ERR_METHOD where `verify` cannot be had. */
export async function chooseMethod(
  target: InspectedTarget,
  { choice, within }: MethodWanted,
  machine: DriveMachine = MACHINE,
): Promise<InspectedTarget> {
  const told = [...target.notes, ...(await hiddenNotes(target, machine))];
  if (choice === 'read') return { ...target, passage: null, notes: told };
  const found =
    choice === 'verify' ? await verification(target, machine) : await best(target, within, machine);
  if ('passage' in found) {
    const { passage, notes } = found;
    const said = choice === 'auto' ? [`--method auto: ${wordsOf(passage)}`] : [];
    return { ...target, passage, notes: [...told, ...said, ...notes] };
  }
  if (choice === 'auto') {
    const note = `--method auto: read by the system, as ${found.why}`;
    return { ...target, passage: null, notes: [...told, note] };
  }
  const { path } = target.device;
  const message = `${path} cannot be verified: ${found.why}; --method read reads it`;
  throw new SurfscanError('ERR_METHOD', message, { path });
}

function wordsOf({ method, site }: Passage): string {
  if (site === null) return 'verify';
  const by = `by ${site.orders.join(', ')}`;
  return method === 'verify' ? `verify, ${by}` : `read through the drive, ${by}`;
}

async function best(
  target: InspectedTarget,
  within: Method | undefined,
  machine: DriveMachine,
): Promise<Found | NotFound> {
  const { device, drive } = target;
  const verified = () =>
    within === 'read' ? { why: 'its map is of a scan that read' } : verification(target, machine);
  if (device.bus === 'usb') {
    return { why: 'few bridges of USB say what their drives said (--method verify asks this one)' };
  }
  if (drive === undefined) return verified();
  if (drive.through === 'cam' && device.rotational !== true) {
    return { why: 'by CAM one command is out at a time: a disk without a spindle is read faster' };
  }
  if (drive.commands === 'nvme') return reading(target, drive, 'NVMe Read', machine);
  // Verification is not queued: a disk without a spindle is read faster.
  const isQueued = device.bus === 'sata' && device.rotational === false;
  return isQueued ? reading(target, drive, 'READ(16)', machine) : verified();
}

/** By commands that are queued, or not at all: else the system's reads are better. */
async function reading(
  { address }: InspectedTarget,
  drive: DriveAccess,
  command: DriveCommand,
  machine: DriveMachine,
): Promise<Found | NotFound> {
  const way = await wayTo(drive, [command], machine);
  if ('missing' in way) return { why: way.missing };
  const { site } = way;
  const mostDepth = WAY_DEPTHS[site.way];
  if (mostDepth === 1) return { why: `${site.path} takes one command at a time` };
  const asks = { last: false, behind: false, pace: false };
  const answers = await ask(address, site, drive, asks, machine);
  const why = 'why' in answers ? answers.why : whyNotTaken(answers.first, command, drive);
  return why === null ? { passage: { method: 'read', site, mostDepth }, notes: [] } : { why };
}

async function verification(
  target: InspectedTarget,
  machine: DriveMachine,
): Promise<Found | NotFound> {
  const { device, drive } = target;
  const unsent =
    'verified, not read: the drive sent nothing of what it read, so that neither the cable nor the ' +
    "host's memory was tested";
  if (device.kind === 'sim') {
    return { passage: { method: 'verify', site: null, mostDepth: 1 }, notes: [unsent] };
  }
  if (drive === undefined) {
    const what =
      device.kind === 'file' ? 'it is an image' : `it is no drive (${device.bus ?? '?'})`;
    return { why: `${what}, which takes no commands for one` };
  }
  const whys: string[] = [];
  for (const command of verifyingOf(drive)) {
    const unfit = reaches(command, target, drive);
    if (unfit !== null) whys.push(unfit);
    if (unfit !== null) continue;
    const found = await verificationBy(command, target, drive, machine);
    if ('passage' in found)
      return { ...found, notes: [unsent, ...whys.map(notBy), ...found.notes] };
    whys.push(found.why);
    if (found.isFinal) break;
  }
  return { why: [...new Set(whys)].join('; ') };
}

const notBy = (why: string) => `verified by a lesser command: ${why}`;

async function verificationBy(
  command: DriveCommand,
  target: InspectedTarget,
  drive: DriveAccess,
  machine: DriveMachine,
): Promise<Found | NotFound> {
  const way = await wayTo(drive, [command], machine);
  if ('missing' in way) return { why: way.missing };
  const { site, note } = way;
  const isAta = command === 'READ VERIFY EXT';
  const isDoubted = isCountDoubted(command, target, drive);
  const { device } = target;
  const isSlow = device.rotational === true || device.bus === 'usb';
  const pace = drive.mayPretend && isSlow;
  const asks = { last: isDoubted, behind: drive.mayPretend, pace };
  const answers = await ask(target.address, site, drive, asks, machine);
  if ('why' in answers) return answers;
  if (drive.commands === 'nvme' && answers.first === null)
    return { why: whyNoVerify(answers, drive) };
  const why = whyNotTaken(answers.first, command, drive);
  if (why !== null) return { why };
  if (isDoubted && !isVerified(answers.last)) {
    return { why: `the adapter does not pass the count of ${command} on` };
  }
  if (drive.mayPretend) {
    const lie = lieOf(answers.behind, command, drive);
    const unproven = lie ?? hasteOf(answers, command, device.logicalBytes);
    if (unproven !== null) return { why: unproven, isFinal: true };
  }
  const mostSectors = mostSectorsOf(answers, target) ?? site.mostSectors;
  const mostDepth = isAta ? 1 : WAY_DEPTHS[site.way];
  const passage = { method: 'verify' as const, site: { ...site, mostSectors }, mostDepth };
  return { passage, notes: note === null ? [] : [note] };
}

async function ask(
  address: string,
  site: DriveSite,
  drive: DriveAccess,
  asks: NativeDriveQuestions,
  machine: DriveMachine,
): Promise<NativeDriveAnswers | NotFound> {
  try {
    return await machine.probeDrive(address, site, drive.sectors, asks);
  } catch (cause) {
    if (!(cause instanceof Error) || !('code' in cause) || cause instanceof TypeError) throw cause;
    const { errno } = cause as Error & { errno?: string | null };
    const said = errno == null ? cause.message : `${cause.message}: ${errnoWords(errno)}`;
    return { why: `${said}${errno === 'EACCES' || errno === 'EPERM' ? helpOf(drive) : ''}` };
  }
}
