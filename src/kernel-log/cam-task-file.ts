// FreeBSD's hex strings of ATA commands and results: sys/cam/ata/ata_all.c, ata_cmd_string and
// ata_res_string. In the kernel's log and in devctl's notices.

import type { TaskFile } from './ata-commands.ts';
import { hexBytes } from './numbers.ts';

const ACB_BYTES = 12;
const RES_BYTES = 11;

/** null: not all twelve bytes are there. */
export function parseAcb(text: string): TaskFile | null {
  const bytes = hexBytes(text);
  if (bytes.length !== ACB_BYTES) return null;
  const [command, feature, l0, l1, l2, device, l3, l4, l5, featureHigh, count, countHigh] =
    bytes as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
  const lba = [l0, l1, l2, l3, l4, l5] as const;
  return { command, feature, featureHigh, count, countHigh, lba, device };
}

/** null: not all eleven bytes are there. */
export function parseRes(text: string): TaskFile | null {
  const bytes = hexBytes(text);
  if (bytes.length !== RES_BYTES) return null;
  return parseAcb([...bytes.slice(0, 9), 0, ...bytes.slice(9)].map(hexPair).join(' '));
}

function hexPair(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
