// What a drive itself said of a read, in the words of its standard.

import { defect } from './errors.ts';

/** ATA's status and error, "51/40"; SCSI's sense key, code and qualifier, "3/11/04"; NVMe's status code type
 * and code, "nvme 2/81": all hexadecimal. */
export type DriveStatus = string;

const ATA = 1;
const SENSE = 2;
const NVME = 3;

const PATTERN =
  /^(?:[0-9a-f]{2}\/[0-9a-f]{2}|[0-9a-f]\/[0-9a-f]{2}\/[0-9a-f]{2}|nvme [0-7]\/[0-9a-f]{2})$/;

export function isDriveStatus(text: string): boolean {
  return PATTERN.test(text);
}

/** As `struct DriveStatus` of native/core/device.h packs it; null: the drive said nothing. */
export function driveStatus(packed: number): DriveStatus | null {
  if (packed === 0) return null;
  const byte = (index: number) => (packed >>> (8 * index)) & 0xff;
  const two = (index: number) => byte(index).toString(16).padStart(2, '0');
  switch (byte(3)) {
    case ATA:
      return `${two(1)}/${two(0)}`;
    case SENSE:
      return `${byte(2).toString(16)}/${two(1)}/${two(0)}`;
    case NVME:
      return `nvme ${byte(1).toString(16)}/${two(0)}`;
    default:
      throw defect(`a drive's status of an unknown kind: ${packed}`);
  }
}

/** As `driveStatus` takes it. */
export function packedStatus(status: DriveStatus): number {
  const [kind, text] = status.startsWith('nvme ')
    ? [NVME, status.slice('nvme '.length)]
    : [status.split('/').length === 2 ? ATA : SENSE, status];
  const bytes = text.split('/').map((part) => Number.parseInt(part, 16));
  return bytes.reduce(
    (packed, byte) => packed * 2 ** 8 + byte,
    kind * 2 ** (24 - 8 * bytes.length),
  );
}

/** "status 51, error 40". */
export function driveWords(status: DriveStatus): string {
  if (status.startsWith('nvme ')) return `NVMe status ${status.slice('nvme '.length)}`;
  const [first, second, third] = status.split('/');
  return third === undefined ? `status ${first}, error ${second}` : `sense ${status}`;
}
