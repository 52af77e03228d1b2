// What ATA's IDENTIFY DEVICE says of a drive, in its words: ACS-4 9.11.

import { cleanText } from '../vocabulary/text.ts';

const WORDS = 256;
const SECURITY = 128;
const SECURITY_ENABLED = 1 << 1;
const SECURITY_LOCKED = 1 << 2;
/** Word 86 bit 10: 48-bit addresses, and so words 100 … 103 have the capacity. */
const COMMANDS_ENABLED = 86;
const ADDRESSES_48 = 1 << 10;
const CAPACITY = 100;
/** Word 85 bit 10: the Host Protected Area feature set. */
const FEATURES_ENABLED = 85;
const PROTECTED_AREA = 1 << 10;

/** Notes for the report. `sectors`: as many as the system has of the whole disk. */
export function identifyNotes(path: string, words: Uint16Array, sectors: number): string[] {
  if (words.length !== WORDS) return [];
  const name = cleanText(path);
  return [securityNote(name, words[SECURITY]!), capacityNote(name, words, sectors)].filter(
    (note) => note !== null,
  );
}

function securityNote(name: string, security: number): string | null {
  if ((security & SECURITY_LOCKED) !== 0) {
    return `${name} was locked by a password (ATA security) when the system found it: until it is unlocked, it refuses all reads`;
  }
  if ((security & SECURITY_ENABLED) === 0) return null;
  return `${name} has a password (ATA security), and was unlocked when the system found it`;
}

/** Whether it may hide sectors behind those that it lets the system address, and tells of them by 48 bits. */
export function mayHideSectors(words: Uint16Array | null): boolean {
  if (words?.length !== WORDS) return false;
  const isLong = (words[COMMANDS_ENABLED]! & ADDRESSES_48) !== 0;
  return isLong && (words[FEATURES_ENABLED]! & PROTECTED_AREA) !== 0;
}

/** The most sectors that it lets the system address; an area that it protects lies behind them. */
function capacityNote(name: string, words: Uint16Array, sectors: number): string | null {
  if ((words[COMMANDS_ENABLED]! & ADDRESSES_48) === 0) return null;
  const told = [3, 2, 1, 0].reduce((sum, i) => sum * 65536 + words[CAPACITY + i]!, 0);
  if (told === 0 || told === sectors || !Number.isSafeInteger(told)) return null;
  const isProtected = (words[FEATURES_ENABLED]! & PROTECTED_AREA) !== 0;
  const why = isProtected ? ' (a host protected area was changed, most likely)' : '';
  return `${name} told the system of ${told} sectors when it was found, and has ${sectors} now${why}`;
}
