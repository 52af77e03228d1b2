// Drives that answer as a test has written down when they are asked how they can be scanned.

import type { NativeDriveAnswer, NativeDriveAnswers } from '../../../src/addon/drive-interface.ts';
import { inspectTarget } from '../../../src/index.ts';
import { chooseMethod, type DriveMachine } from '../../../src/reading/method-choice.ts';
import { errorOfCode } from '../../../src/vocabulary/classes.ts';
import type { Device, DriveAccess, InspectedTarget } from '../../../src/vocabulary/device.ts';
import type { DriveCommand, Method, MethodChoice } from '../../../src/vocabulary/method.ts';

export const SECTORS = 1_000_000;
const ONCS_VERIFY = 1 << 7;

export const GOOD: NativeDriveAnswer = { course: 'finished', error: 0, errno: 0, drive: 0 };
export const failed = (code: Parameters<typeof errorOfCode>[0]): NativeDriveAnswer => ({
  ...GOOD,
  error: errorOfCode(code).native,
});
export const UNSUPPORTED: NativeDriveAnswer = {
  ...failed('IO'),
  course: 'unsupported',
  drive: (2 << 24) | 0x052000,
};
export const REFUSED: NativeDriveAnswer = { ...GOOD, course: 'refused', error: 10, errno: 1 };
export const HONEST: NativeDriveAnswers = {
  first: GOOD,
  last: GOOD,
  behind: failed('IDNF'),
  optionalCommands: ONCS_VERIFY,
  paceNs: null,
  verifySizeLimit: 0,
};

export const DRIVE: DriveAccess = {
  commands: 'ata',
  generic: { path: '/dev/sg3', number: '21:3' },
  disk: { path: '/dev/sda', number: '8:0' },
  address: '0:0:0:0',
  unitSerial: 'S',
  nsid: 0,
  firstLba: 0,
  sectors: SECTORS,
  isCounted: false,
  mayPretend: false,
};

export interface Case {
  readonly device?: Partial<Device>;
  readonly drive?: Partial<DriveAccess>;
  readonly mayWrite?: boolean;
  readonly ringErrno?: number;
  /** READ NATIVE MAX ADDRESS EXT. */
  readonly nativeLast?: number | null;
  /** What each command is answered; absent: HONEST. */
  readonly answers?: (command: DriveCommand) => NativeDriveAnswers;
}

export const SATA: Case = { device: { bus: 'sata', rotational: true } };
export const SSD: Case = { device: { bus: 'sata', rotational: false } };
export const SAS: Case = { device: { bus: 'sas', rotational: true }, drive: { commands: 'scsi' } };
export const UNKNOWN_SAT: Case = {
  device: { bus: 'scsi', rotational: true },
  drive: { mayPretend: true },
};
export const USB: Case = {
  device: { bus: 'usb', rotational: null },
  drive: { commands: 'bridge', mayPretend: true },
};
export const NVME: Case = {
  device: { bus: 'nvme', rotational: false },
  drive: { commands: 'nvme', nsid: 1, generic: { path: '/dev/ng0n1', number: '243:0' } },
};

/** FreeBSD's, of whose adapters nothing is known. */
const CAM = { through: 'cam', generic: null, mayPretend: true } as const;
export const ADA: Case = {
  device: { bus: 'sata', rotational: true },
  drive: { ...CAM, disk: { path: '/dev/ada0', number: '' } },
};
export const DA: Case = {
  device: { bus: 'sas', rotational: true },
  drive: { ...CAM, commands: 'scsi', disk: { path: '/dev/da0', number: '' } },
};
export const NDA: Case = {
  device: { bus: 'nvme', rotational: false },
  drive: { ...CAM, commands: 'nvme', disk: { path: '/dev/nda0', number: '' } },
};

export async function targetOf({ device, drive }: Case): Promise<InspectedTarget> {
  const sim = await inspectTarget(`sim:size=${SECTORS}s,kind=ssd`);
  const block: Device = { ...sim.device, path: '/dev/sda', kind: 'block', ...device };
  return { ...sim, device: block, drive: { ...DRIVE, ...drive } };
}

export async function chosen(which: Case, choice: MethodChoice, within?: Method) {
  const asked: string[] = [];
  const machine: DriveMachine = {
    mayReadAndWrite: async () => which.mayWrite ?? true,
    commandRingErrno: () => which.ringErrno ?? 0,
    nativeLast: async () => {
      asked.push('native last');
      return which.nativeLast ?? null;
    },
    probeDrive: async (_path, { orders, way }, _sectors, { last, behind, pace }) => {
      const questions = [last && 'last', behind && 'behind', pace && 'pace'].filter(
        (word) => word !== false,
      );
      asked.push([orders.join(), way, ...questions].join(' '));
      return which.answers?.(orders[0]!) ?? HONEST;
    },
  };
  const wanted = { choice, ...(within === undefined ? {} : { within }) };
  const target = await chooseMethod(await targetOf(which), wanted, machine);
  const { passage, notes } = target;
  const by = passage == null ? 'read' : `${passage.method} ${passage.site?.orders.join()}`;
  return { by, asked, notes, passage, depth: passage?.mostDepth, site: passage?.site };
}
