// Linux before 2.6 names a device by its numbers, in hexadecimal: "dev 08:11" is sdb1. The numbers are
// those of Documentation/admin-guide/devices.txt.

interface Major {
  /** Of the first disk, in the alphabet or in the controller's count. */
  readonly first: number;
  readonly kind: 'hd' | 'sd' | 'cciss' | 'ida' | 'rd';
}

const MINORS = { hd: 64, sd: 16, cciss: 16, ida: 16, rd: 8 } as const;
const IDE = [3, 22, 33, 34, 56, 57, 88, 89, 90, 91];
const SCSI = [8, 65, 66, 67, 68, 69, 70, 71, 128, 129, 130, 131, 132, 133, 134, 135];

const MAJORS = new Map<number, Major>([
  ...IDE.map((major, i) => [major, { kind: 'hd', first: 2 * i }] as const),
  ...SCSI.map((major, i) => [major, { kind: 'sd', first: 16 * i }] as const),
  ...eight(104).map((major, i) => [major, { kind: 'cciss', first: i }] as const),
  ...eight(72).map((major, i) => [major, { kind: 'ida', first: i }] as const),
  ...eight(48).map((major, i) => [major, { kind: 'rd', first: i }] as const),
]);

function eight(from: number): number[] {
  return Array.from({ length: 8 }, (_v, i) => from + i);
}

/** "08", "11" → { disk: "sdb", name: "sdb1" }; null: no disk of those. */
export function numberedDevice(
  major: string,
  minor: string,
): { disk: string; name: string } | null {
  const found = MAJORS.get(Number.parseInt(major, 16));
  if (found === undefined) return null;
  const { kind, first } = found;
  const number = Number.parseInt(minor, 16);
  const unit = Math.floor(number / MINORS[kind]);
  const part = number % MINORS[kind];
  const isController = kind !== 'hd' && kind !== 'sd';
  const disk = isController ? `${kind}/c${first}d${unit}` : `${kind}${letters(first + unit)}`;
  if (part === 0) return { disk, name: disk };
  return { disk, name: `${disk}${isController ? 'p' : ''}${part}` };
}

/** 0 is a, 25 is z, 26 is aa. */
function letters(index: number): string {
  const last = String.fromCharCode(97 + (index % 26));
  return index < 26 ? last : `${letters(Math.floor(index / 26) - 1)}${last}`;
}
