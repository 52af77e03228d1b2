// States in words: the same on a disk's screen and in the overview.

import type { Phase, Progress } from '../engine/scan-view.ts';
import type { Device } from '../vocabulary/device.ts';
import { formatDuration } from '../vocabulary/units.ts';
import { capacity, cut, foreign, integer, percent, plural, widthOf } from './format.ts';
import { ALARM, CALM, CAUTION, VALUE } from './style.ts';

export interface Verdict {
  readonly verdict: 'pass' | 'fail' | 'incomplete';
  readonly text: string;
}

const PHASES: Readonly<Record<Phase, string>> = {
  waiting: 'not begun',
  pass: 'reading',
  narrowing: 'narrowing failed blocks',
  again: 'reading slow blocks again',
  retries: 'reading bad sectors again',
  ended: 'ended',
};

/** Where there is no room for more. */
const SHORT_PHASES: Readonly<Record<Phase, string>> = {
  ...PHASES,
  narrowing: 'narrowing',
  again: 'slow ones again',
  retries: 'bad ones again',
};

export function phaseWords(progress: Progress, width = Number.POSITIVE_INFINITY): string {
  const phase = progress.activity === 'ended' ? 'ended' : progress.phase;
  return widthOf(PHASES[phase]) <= width ? PHASES[phase] : SHORT_PHASES[phase];
}

/** Of the phase under way; after the end, of the surface. */
export function partDone(progress: Progress): number {
  if (progress.activity !== 'ended' && progress.phase !== 'ended') return progress.phaseDone;
  return progress.totalSectors === 0 ? 0 : progress.doneSectors / progress.totalSectors;
}

export function kindWords(device: Device): string {
  if (device.kind === 'file') return 'image';
  if (device.rotational === null) return device.kind === 'sim' ? 'simulated' : 'rotation unknown';
  const words = device.rotational ? 'rotating' : 'solid state';
  return hasOwnClock(device) ? `${words}, simulated clock` : words;
}

/** A simulated disk's clock may run faster than the wall's; `kind=null` has none, and is known by being
 * neither rotating nor solid state. */
export function hasOwnClock(device: Device): boolean {
  return device.kind === 'sim' && device.rotational !== null;
}

/** Empty, or a mark that stands on a colour. */
export function inUseWords(device: Device): string {
  return (device.inUse ?? []).length === 0 ? '' : ' IN USE ';
}

/** NaN: nothing is read, and a mean of the last seconds would only fade; or nothing has come back in them. */
export function speedNow(progress: Progress, paused: boolean): number {
  const reads = progress.activity === 'running' || progress.activity === 'stopping';
  const { bytesPerSecondNow } = progress;
  return reads && !paused && bytesPerSecondNow > 0 ? bytesPerSecondNow : Number.NaN;
}

/** Path, model and serial in at most `width` columns. By the serial a disk is pulled: it stays when room
 * is short, and the model goes; the path may take half of them, and what the others leave. */
export function identity(device: Device, width: number): string {
  const [model, serial] = [foreign(device.model, 40), foreign(device.serial, 40)];
  const behind = (names: readonly string[]) =>
    names.reduce((sum, name) => sum + (name === '' ? 0 : widthOf(name) + 2), 0);
  const least = Math.min(12, widthOf(foreign(device.path)));
  const names = behind([model, serial]) + least <= width ? [model, serial] : [serial];
  const room = Math.max(least, width - behind(names), Math.min(Math.floor(width / 2), 40));
  const path = foreign(device.path, Math.max(1, Math.min(room, width - behind([serial]))));
  const all = [path, ...names].filter((name) => name !== '').join('  ');
  if (names.length === 1 || widthOf(all) <= width) return cut(all, width);
  return cut(
    [path, foreign(model, width - widthOf(path) - behind([serial]) - 2), serial].join('  '),
    width,
  );
}

/** What is known of it in its place: the name without the folder of all of them. */
export function shortName(device: Device, width: number): string {
  const name = foreign(device.path.replace(/^\/dev\//, ''));
  // Files of one folder differ at their ends.
  const last = device.kind === 'file' ? foreign(device.path.replace(/^.*\//, '')) : name;
  return cut(widthOf(name) <= width ? name : last, width);
}

export function sizeWords(device: Device): string {
  return capacity(device.sectors * device.logicalBytes);
}

export interface Banner {
  readonly text: string;
  readonly style: number;
}

/** What the user must see now, the gravest first; null: nothing is the matter. */
export function bannerOf(
  progress: Progress,
  paused: boolean,
  verdict: Verdict | null,
): Banner | null {
  if (progress.activity === 'ended' && verdict === null) return outcomeBanner(progress);
  const alarms: string[] = [];
  const cautions: string[] = [];
  const { wait, activity } = progress;
  const ended = verdict !== null || activity === 'ended';
  if (!ended && wait !== null) {
    const seconds = integer(Math.floor(wait.seconds));
    alarms.push(`no answer for ${seconds} s at LBA ${integer(wait.lba)}`);
  }
  if (progress.alarm !== null) alarms.push(foreign(progress.alarm));
  if (progress.trouble !== null && !(verdict?.text ?? '').includes(progress.trouble)) {
    alarms.push(foreign(progress.trouble));
  }
  if (!ended && activity === 'stopping') cautions.push('stopping');
  else if (!ended && paused) cautions.push('PAUSED: p goes on');
  else if (activity === 'paused') cautions.push('PAUSED: Space goes on');
  if (verdict !== null) return verdictBanner(verdict, alarms);
  if (alarms.length === 0 && cautions.length === 0) return null;
  const text = [...alarms, ...cautions].join(' · ');
  return { text, style: alarms.length > 0 ? ALARM : CAUTION };
}

/** Of a disk that ended a moment ago: its verdict is on its way. */
function outcomeBanner(progress: Progress): Banner {
  const { badSectors, failedBlocksLeft, trouble, blocks } = progress;
  const alarms: string[] = [];
  if (badSectors > 0) alarms.push(plural(badSectors, 'bad sector'));
  if (failedBlocksLeft > 0) alarms.push(leftWords(progress));
  if (trouble !== null) alarms.push(foreign(trouble));
  const stopped = trouble === null && blocks.unread > 0 ? ['stopped'] : [];
  const text = [...alarms, ...stopped].join(' · ');
  if (alarms.length > 0) return { text, style: ALARM };
  // No green: what else is asked of the disk is not judged yet.
  return stopped.length > 0 ? { text, style: CAUTION } : { text: 'ended', style: VALUE };
}

function verdictBanner(verdict: Verdict, more: readonly string[]): Banner {
  const style = { pass: CALM, fail: ALARM, incomplete: CAUTION }[verdict.verdict];
  return { text: [foreign(verdict.text), ...more].join(' · '), style };
}

/** "3 failed blocks left", while there is something to narrow. */
export function leftWords(progress: Progress): string {
  const { failedBlocksLeft: left, narrowingSeconds: takes, phase } = progress;
  if (left === 0) return '';
  if (phase !== 'pass') return `${plural(left, 'failed block')} left`;
  const time = takes === null ? 'time unknown' : `about ${formatDuration(Math.ceil(takes))}`;
  return `${plural(left, 'failed block')} to narrow, ${time}`;
}

/** "34.1 %  3 bad  0:12 left", in any width: what says least goes first. */
export function briefly(progress: Progress, verdict: Verdict | null, width: number): string {
  const { badSectors, wait, remainingSeconds, trouble, activity } = progress;
  const done = percent(partDone(progress));
  const bad = `${integer(badSectors)} bad`;
  if (verdict !== null) return fitting([[foreign(verdict.text), done]], width);
  if (trouble !== null) return fitting([[done, bad, foreign(trouble)]], width);
  const news =
    wait === null ? leftShort(remainingSeconds) : `no answer ${Math.floor(wait.seconds)} s`;
  const state = activity === 'running' ? news : activity;
  return fitting([[done, bad, state], [done, bad], [done]], width);
}

function leftShort(seconds: number | null): string {
  return seconds === null ? '–:–– left' : `${formatDuration(seconds)} left`;
}

function fitting(choices: readonly (readonly string[])[], width: number): string {
  const lines = choices.map((parts) => parts.join('  '));
  return lines.find((line) => widthOf(line) <= width) ?? cut(lines.at(-1)!, width);
}

export type Trouble = 'failed' | 'silent' | 'bad' | 'slow' | 'none';

/** How grave it is what a disk has, the gravest first. */
const TROUBLES: readonly Trouble[] = ['failed', 'silent', 'bad', 'slow', 'none'];

export function troubleOf(progress: Progress, verdict: Verdict | null): Trouble {
  const { trouble, wait, alarm, badSectors, failedBlocksLeft, weakPlaces, slowBlocks } = progress;
  if (verdict?.verdict === 'fail' || trouble !== null) return 'failed';
  if (verdict === null && (wait !== null || alarm !== null)) return 'silent';
  if (badSectors > 0 || failedBlocksLeft > 0 || verdict?.verdict === 'incomplete') return 'bad';
  return weakPlaces > 0 || slowBlocks > 0 ? 'slow' : 'none';
}

export function gravity(trouble: Trouble): number {
  return TROUBLES.indexOf(trouble);
}
