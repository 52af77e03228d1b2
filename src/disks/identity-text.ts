// Strings that a disk, a bridge or a disk's owner wrote, made fit to be shown and compared.

import { cleanText } from '../vocabulary/text.ts';

/** Longer than any standard's model or serial number (FreeBSD's DISK_IDENT_SIZE is 256). */
const IDENTITY_LIMIT = 256;

/** Trimmed, without its padding, clean; null where nothing is left. */
export function identityText(raw: string | null | undefined, limit = IDENTITY_LIMIT) {
  if (raw === null || raw === undefined) return null;
  // Fixed-size fields are padded with blanks (SPC-6 4.3.1) or, against the standard, with NULs.
  const text = raw.replace(/^[\0\s]+|[\0\s]+$/g, '').replace(/ {2,}/g, ' ');
  return text === '' ? null : cleanText(text, limit);
}

/**
 * A World Wide Name as bare lower-case hexadecimal, so that one disk has one name on every system:
 * sysfs says "naa.5000c500…" or "eui.0025…", udev "0x5000c500…", FreeBSD's GEOM::lunid "5000c500…".
 */
export function wwnText(raw: string | null | undefined): string | null {
  const text = identityText(raw)?.toLowerCase();
  const digits = text?.match(/^(?:naa\.|eui\.|0x)?([0-9a-f]{16}(?:[0-9a-f]{16})?)$/)?.[1];
  // All zeros is what a drive without a name of its own says.
  return digits === undefined || /^0+$/.test(digits) ? null : digits;
}

/** Made when it is needed: it takes 4 ms of a start. */
let natural: Intl.Collator | null = null;

/** sda before sdb before sdaa, ada2 before ada10. */
export function compareNames(a: string, b: string): number {
  natural ??= new Intl.Collator('en', { numeric: true });
  return natural.compare(sortKey(a), sortKey(b));
}

/** Linux counts its disks in letters, "z" before "aa": drivers/scsi/sd.c, sd_format_disk_name. */
function sortKey(name: string): string {
  return name.replace(/^(sd|vd|hd|xvd)([a-z]{1,4})/, (_all, driver: string, letters: string) => {
    const number = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 96, 0);
    return `${driver}${number}`;
  });
}
