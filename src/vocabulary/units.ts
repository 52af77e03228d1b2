// Quantities as people write and read them: bytes, times, speeds.

import { usageError } from './errors.ts';

/** What many count in, whatever a disk's sectors are: sysfs (Documentation/ABI/stable/sysfs-block: size,
 * start), md, device mapper, kernels' lines of errors, FreeBSD's DEV_BSIZE, xfs_db's daddr. */
export const UNIT_BYTES = 512;

/** A letter alone is as df(1), dd(1) and fio have it: of 1024. */
const UNITS: Readonly<Record<string, bigint>> = {
  B: 1n,
  K: 1n << 10n,
  M: 1n << 20n,
  G: 1n << 30n,
  T: 1n << 40n,
  P: 1n << 50n,
  KB: 10n ** 3n,
  MB: 10n ** 6n,
  GB: 10n ** 9n,
  TB: 10n ** 12n,
  PB: 10n ** 15n,
  KIB: 1n << 10n,
  MIB: 1n << 20n,
  GIB: 1n << 30n,
  TIB: 1n << 40n,
  PIB: 1n << 50n,
};

/**
 * The bytes of a size such as `100GiB`, `500GB`, `1.5T`, as an exact fraction: numerator over
 * denominator. null if the text is no size with a unit.
 */
export function parseBytes(text: string): { numerator: bigint; denominator: bigint } | null {
  const match = /^(\d{1,20})(?:\.(\d{1,12}))?\s?([kmgtp]|[kmgtp]?i?b)$/i.exec(text);
  const unit = UNITS[match?.[3]?.toUpperCase() ?? ''];
  if (match === null || unit === undefined) return null;
  const fraction = match[2] ?? '';
  const denominator = 10n ** BigInt(fraction.length);
  return { numerator: BigInt(match[1]! + fraction) * unit, denominator };
}

/** A whole number in an option's range; `name` is the option as typed. Throws ERR_USAGE. */
export function parseWhole(name: string, text: string, least: number, most: number): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw usageError(
    `${name} ${JSON.stringify(text.slice(0, 80))}: expected a whole number from ${least} to ${most}`,
  );
}

/** Bytes, plain or with a unit, in an option's range. Throws ERR_USAGE. */
export function parseByteCount(name: string, text: string, least: number, most: number): number {
  const { numerator, denominator } =
    parseBytes(/^\d{1,16}$/.test(text) ? `${text}B` : text) ?? NONE;
  const value = numerator % denominator === 0n ? Number(numerator / denominator) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw usageError(`${name} ${typed(text)}: expected bytes from ${least} to ${most}`);
}

const NONE = { numerator: -1n, denominator: 1n };

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Seconds, or `30s`, `10m`, `1.5h`, in an option's range. Throws ERR_USAGE. */
export function parseSeconds(name: string, text: string, least: number, most: number): number {
  const [, number, unit = 's'] = /^(\d{1,9}(?:\.\d{1,6})?)([smh])?$/i.exec(text) ?? [];
  const value = Number(number) * SECONDS[unit.toLowerCase()]!;
  if (value >= least && value <= most) return value;
  throw usageError(
    `${name} ${typed(text)}: expected seconds from ${least} to ${most}, or a time such as 10m or 2h`,
  );
}

/** Bytes a second: `50MB`, `50MB/s`, `1.5GiB/s`. Plain numbers are refused: whether bytes or megabytes
 * are meant differs from program to program. Throws ERR_USAGE, below 1 too. */
export function parseRate(name: string, text: string): number {
  const bytes = parseBytes(text.replace(/\/s$/i, ''));
  const rate = bytes === null ? 0 : Number(bytes.numerator / bytes.denominator);
  if (rate >= 1 && rate <= Number.MAX_SAFE_INTEGER) return rate;
  throw usageError(
    `${name} ${typed(text)}: expected bytes a second with a unit, such as 20MB or 100MiB`,
  );
}

/** As messages repeat it. */
function typed(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}

/** "93,492,434" */
export function formatCount(value: number): string {
  // Intl does the same, and takes 7 ms to begin.
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Decimal, as on a disk's label: "1.00 TB", "512 B". */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let unit = 0;
  let value = bytes;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  if (unit === 0) return `${Math.round(value)} B`;
  return `${value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0)} ${units[unit]}`;
}

/** "182 MB/s" */
export function formatSpeed(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

/** "0:07", "2:59:03" */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** "0.31 s", "42 s"; from a minute on as formatDuration. */
export function formatElapsed(seconds: number): string {
  if (seconds >= 60) return formatDuration(seconds);
  return `${seconds.toFixed(seconds < 9.995 ? 2 : 0)} s`;
}

/** "612 ms", "0.09 ms", "40.0 s", "32 ns" */
export function formatLatency(ms: number): string {
  if (ms < 0.001) return `${Math.round(ms * 1e6)} ns`;
  if (ms < 0.01) return `${(ms * 1000).toFixed(1)} µs`;
  if (ms >= 9999.5) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms.toFixed(ms < 9.995 ? 2 : ms < 99.95 ? 1 : 0)} ms`;
}

/** As formatLatency, of nanoseconds. */
export const formatNs = (ns: number): string => formatLatency(ns / 1e6);

/** As formatLatency, of microseconds. */
export const formatUs = (us: number): string => formatLatency(us / 1000);
