// Lines that name the target and were written while another disk had its name.

import { splitName } from '../kernel-log/device-names.ts';
import type { Accusation, KernelLog } from '../kernel-log/index.ts';
import type { HolderFacts, NameHolder } from '../kernel-log/name-holders.ts';

export interface FormerHolder {
  readonly name: string;
  readonly holder: NameHolder;
  readonly accusations: readonly Accusation[];
}

export interface ByHolder {
  readonly own: readonly Accusation[];
  readonly formers: readonly FormerHolder[];
  /** Lines before a disk took the name that may be this one, or another: nothing tells. */
  readonly doubtful: readonly Accusation[];
}

/** `serial`: the target's; null: not known, and the last that took the name is taken for the target. */
export function byHolder(
  accusations: readonly Accusation[],
  { holders, aliases }: Pick<KernelLog, 'holders' | 'aliases'>,
  serial: string | null,
): ByHolder {
  const own: Accusation[] = [];
  const doubtful: Accusation[] = [];
  const formers = new Map<NameHolder, { name: string; accusations: Accusation[] }>();
  for (const accusation of accusations) {
    const name = nameOf(accusation, aliases);
    const known = holders.get(name) ?? [];
    const holder = known.findLast(({ fromLine }) => fromLine <= accusation.line);
    const last = known.at(-1);
    const isSame = holder === undefined ? true : isOne(holder, last!, serial);
    if (isSame === false) {
      const former = formers.get(holder!) ?? { name, accusations: [] };
      former.accusations.push(accusation);
      formers.set(holder!, former);
      continue;
    }
    own.push(accusation);
    if (isSame === null) doubtful.push(accusation);
  }
  return {
    own,
    formers: [...formers].map(([holder, former]) => ({ ...former, holder })),
    doubtful,
  };
}

export function holderWords({ serial, model, sectors }: HolderFacts): string {
  const facts = [
    ...(serial === null ? [] : [`serial ${serial}`]),
    ...(model === null ? [] : [model]),
    ...(sectors === null ? [] : [`${sectors} sectors`]),
  ];
  return `another disk (${facts.join(', ')})`;
}

function nameOf({ device }: Accusation, aliases: KernelLog['aliases']): string {
  const { disk } = splitName((device ?? '').replace(/^\/dev\//, ''));
  return aliases.get(disk) ?? disk;
}

/** Whether a former holder is the target; null: nothing tells. */
function isOne(holder: NameHolder, last: NameHolder, serial: string | null): boolean | null {
  if (serial !== null && holder.serial !== null) return sameSerial(holder.serial, serial);
  if (holder === last) return true;
  const facts: readonly (keyof HolderFacts)[] = ['serial', 'sectors', 'model'];
  for (const fact of facts) {
    if (holder[fact] === null || last[fact] === null) continue;
    if (holder[fact] !== last[fact]) return false;
    if (fact === 'serial') return true;
  }
  return null;
}

/** Who posts a log may have made his serial unreadable. */
function sameSerial(a: string, b: string): boolean | null {
  if (/^([0xX*#-])\1*$/.test(a)) return null;
  return a === b;
}
