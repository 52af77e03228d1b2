// The one table of latency classes and errors: limits, letters, glyphs, colours and words. Screen,
// legend, reports, rules and tests read it; nothing else says any of this again.

/** Bytes of the surface map: native/core/latency_scale.h. */
export const UNREAD_BYTE = 0;
export const FIRST_STEP = 1;
export const LAST_STEP = 239;
export const FIRST_ERROR_BYTE = 240;
export const LAST_ERROR_BYTE = 247;

/** A colour by role, translated for the terminal in `tui/`: one of the 16 every terminal has. */
export type Color =
  | 'grey'
  | 'white'
  | 'cyan'
  | 'green'
  | 'yellow'
  | 'red'
  | 'magenta'
  | 'bright-red';

export const CLASS_NAMES = ['<3ms', '<10ms', '<50ms', '<150ms', '<500ms', '>500ms'] as const;
export type ClassName = (typeof CLASS_NAMES)[number];

/** In the order of the JSON's `blocks`. */
export const ERROR_CODES = [
  'UNC',
  'IDNF',
  'ABRT',
  'AMNF',
  'T0NF',
  'BBK',
  'TIME',
  'IO',
  'GONE',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export interface LatencyClass {
  readonly name: ClassName;
  /** Exclusive upper limit in milliseconds; Infinity for the last. */
  readonly limitMs: number;
  /** The first map byte (latency step) of the class. */
  readonly firstStep: number;
  /** Tells the class without colour: fuller is slower. */
  readonly glyph: string;
  readonly color: Color;
}

/** By rising latency. First steps: native/core/latency_scale.h; asserted when the addon is loaded. */
export const CLASSES: readonly LatencyClass[] = [
  { name: '<3ms', limitMs: 3, firstStep: 1, glyph: '░', color: 'grey' },
  { name: '<10ms', limitMs: 10, firstStep: 105, glyph: '▒', color: 'white' },
  { name: '<50ms', limitMs: 50, firstStep: 121, glyph: '▓', color: 'cyan' },
  { name: '<150ms', limitMs: 150, firstStep: 142, glyph: '▄', color: 'green' },
  { name: '<500ms', limitMs: 500, firstStep: 156, glyph: '▙', color: 'yellow' },
  { name: '>500ms', limitMs: Number.POSITIVE_INFINITY, firstStep: 172, glyph: '█', color: 'red' },
];

export interface ReadError {
  readonly code: ErrorCode;
  /** MHDD's letter for a block of this error. */
  readonly letter: string;
  readonly words: string;
  /** The map byte, mildest 240 … worst 247; null for GONE, whose blocks stay unread. */
  readonly byte: number | null;
  /** `enum class Error` of native/core/device.h. */
  readonly native: number;
  readonly color: Color;
}

/** In the order of ERROR_CODES. */
export const ERRORS: readonly ReadError[] = [
  error('UNC', 'x', 'uncorrectable data', 8),
  error('IDNF', 'S', 'sector ID not found', 7),
  error('ABRT', '!', 'command aborted', 1),
  error('AMNF', 'A', 'address mark not found', 5),
  error('T0NF', '0', 'track 0 not found', 6),
  error('BBK', '*', 'bad block mark or interface CRC', 2),
  error('TIME', '?', 'no answer within the timeout', 4),
  error('IO', 'E', 'failed, the system says no more', 3),
  error('GONE', '–', 'the disk left', 9),
];

/** A slow block takes this long or longer: the `>500ms` class. */
export const SLOW_MS = 500;

/** `enum class Error` values of native/core/device.h that are no block's reading. */
export const NATIVE_ERROR_NONE = 0;
export const NATIVE_ERROR_DEFECT = 10;

function error(code: ErrorCode, letter: string, words: string, native: number): ReadError {
  const byte = code === 'GONE' ? null : FIRST_ERROR_BYTE - 1 + native;
  return { code, letter, words, byte, native, color: code === 'TIME' ? 'magenta' : 'bright-red' };
}

const errorByNative = new Map(ERRORS.map((entry) => [entry.native, entry]));
const errorByCode = new Map(ERRORS.map((entry) => [entry.code, entry]));

/** The error of a native number abrt … gone. Throws a RangeError for any other. */
export function errorOfNative(native: number): ReadError {
  const found = errorByNative.get(native);
  if (found === undefined) throw new RangeError(`no error has the native number ${native}`);
  return found;
}

export function errorOfCode(code: ErrorCode): ReadError {
  return errorByCode.get(code)!;
}

/** The class of a map byte 1…239. */
export function classOfByte(byte: number): LatencyClass {
  let found = CLASSES[0]!;
  for (const entry of CLASSES) if (byte >= entry.firstStep) found = entry;
  return found;
}

/** The error of a map byte 240…247. Throws a RangeError for a byte below. */
export function errorOfByte(byte: number): ReadError {
  return errorOfNative(byte - FIRST_ERROR_BYTE + 1);
}
