// What a SCSI disk's vital product data say, which sysfs keeps as the disk sent them (drivers/scsi/
// scsi_sysfs.c, vpd_pgNN): read when the disk appeared, so asking again does not touch it.

export interface AtaIdentify {
  readonly model: string;
  readonly serial: string;
  readonly firmware: string;
  /** Hexadecimal; null: the drive has none. */
  readonly wwn: string | null;
}

/** SAT-5 12.4.2: IDENTIFY DEVICE data, 512 bytes from byte 60 of the page. */
const IDENTIFY_OFFSET = 60;

/** Page 89h, ATA Information: the whole strings, where SCSI's INQUIRY cuts the model at 16. */
export function parseAtaInformation(page: Buffer | null): AtaIdentify | null {
  const words = identifyBytes(page);
  if (words === null) return null;
  return {
    // ACS-5 table 55: serial in words 10–19, firmware in 23–26, model in 27–46.
    serial: ataString(words, 10, 10),
    firmware: ataString(words, 23, 4),
    model: ataString(words, 27, 20),
    wwn: ataWwn(words),
  };
}

/** Its words as the drive gave them when the system found it. */
export function identifyWords(page: Buffer | null): Uint16Array | null {
  const bytes = identifyBytes(page);
  return bytes && Uint16Array.from({ length: 256 }, (_, i) => bytes.readUInt16LE(2 * i));
}

function identifyBytes(page: Buffer | null): Buffer | null {
  if (page === null || page.length < IDENTIFY_OFFSET + 512 || page[1] !== 0x89) return null;
  return page.subarray(IDENTIFY_OFFSET, IDENTIFY_OFFSET + 512);
}

/** Page 80h, Unit Serial Number: SPC-6 7.7.20. */
export function parseUnitSerial(page: Buffer | null): string | null {
  return unitSerialBytes(page)?.toString('utf8') ?? null;
}

/** As the drive gave it. */
export function unitSerialBytes(page: Buffer | null): Buffer | null {
  if (page === null || page.length < 4 || page[1] !== 0x80) return null;
  return page.subarray(4, 4 + page.readUInt16BE(2));
}

/** Two characters a word, the first in its high byte: ACS-5 3.4.9. */
function ataString(words: Buffer, first: number, count: number): string {
  const bytes = Buffer.from(words.subarray(first * 2, (first + count) * 2));
  return bytes.swap16().toString('latin1');
}

/** Words 108–111, where word 87 says that they hold one (bits 15:14 = 01, bit 8). */
function ataWwn(words: Buffer): string | null {
  if ((words.readUInt16LE(174) & 0xc100) !== 0x4100) return null;
  return Buffer.from(words.subarray(216, 224)).swap16().toString('hex');
}
