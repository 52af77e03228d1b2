// A log as text, and what came of it as short lines that a test can show.

import { readFileSync } from 'node:fs';
import { type Accusation, type KernelLog, KernelLogReader } from '../../../src/kernel-log/index.ts';

export function readLog(text: string | Uint8Array): KernelLog {
  const reader = new KernelLogReader();
  reader.push(text);
  return reader.end();
}

/** "ada0 read exact logical 152354368+1 in 152354320+128 medium": device, operation, position, why. */
export function brief(accusation: Accusation): string {
  const { device, member, operation, names, position, request, trouble } = accusation;
  const { unit, from, length } = position;
  const words = [
    member === null ? String(device) : `${device}/${member}`,
    operation ?? 'access',
    `${names} ${unit} ${from}+${length ?? '?'}`,
  ];
  if (request !== null) words.push(`in ${request.from}+${request.length}`);
  return [...words, trouble?.kind ?? 'unexplained'].join(' ');
}

/** One for each kind, sorted, with its format before it. */
export function briefs(log: KernelLog): string[] {
  return log.accusations.map((one) => `${one.format} ${brief(one)}`).sort();
}

export function fixtureLog(name: string): string {
  return readFileSync(new URL(`../../fixtures/kernel-log/${name}`, import.meta.url), 'utf8');
}
