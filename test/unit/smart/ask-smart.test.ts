// smartctl is asked as it is to be, of the drive below the target, and never waited for in vain.

import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { askSmart } from '../../../src/smart/ask-smart.ts';
import type { InspectedTarget } from '../../../src/vocabulary/device.ts';
import { until } from '../../rig/system.ts';
import { scratch } from '../layout/image.ts';
import { aResult } from '../report/a-result.ts';
import { sata } from './smartctl-json.ts';

const { dir, remove } = scratch();
afterAll(remove);
const CALLS = join(dir, 'calls');
beforeEach(() => rmSync(CALLS, { force: true }));

const DEVICE = aResult().device;
const DRIVE = { disk: { path: '/dev/sdb', number: '8:16' } } as InspectedTarget['drive'];
const TARGET = { device: DEVICE, drive: DRIVE! };

/** A program of the test's own in smartctl's place. */
function smartctl(script: string): void {
  const path = join(dir, 'smartctl');
  writeFileSync(path, `#!/bin/sh\necho "$@" >> ${CALLS}\n${script}`);
  chmodSync(path, 0o755);
}

function saying(json: object, status = 0): void {
  const file = join(dir, 'said.json');
  writeFileSync(file, JSON.stringify(json));
  smartctl(`cat ${file}; exit ${status}`);
}

const ask = (target: Parameters<typeof askSmart>[0] = TARGET, options = {}) =>
  askSmart(target, { directories: [dir], platform: 'linux', ...options });
const calls = () => (existsSync(CALLS) ? readFileSync(CALLS, 'utf8') : '');

test('it is asked for its JSON and all it knows, and its word is the drive’s', async () => {
  saying(sata([[197, 'Current_Pending_Sector', 8]], { serial_number: DEVICE.serial }));
  const answer = await ask();
  expect(calls()).toBe('--json=c -x /dev/sdb\n');
  expect(answer).toMatchObject({ exitStatus: 0, passed: true, temperatureC: 36 });
});

test('of a partition the whole drive is asked', async () => {
  saying(sata([], { serial_number: DEVICE.serial }));
  await ask({ device: { ...DEVICE, path: '/dev/sdb1' }, drive: DRIVE! });
  expect(calls()).toBe('--json=c -x /dev/sdb\n');
});

describe('it is not asked', () => {
  test.each([
    ['sim', 'a simulated disk has no SMART'],
    ['file', 'an image file has no SMART'],
    ['block', 'the system names no SATA, SCSI or NVMe drive that the target lies on'],
  ] as const)('of a target of kind %s', async (kind, whyNot) => {
    saying(sata([]));
    expect(await ask({ device: { ...DEVICE, kind } })).toEqual({ whyNot });
    expect(calls()).toBe('');
  });

  test('where it is not on the system', async () => {
    expect(await ask(TARGET, { directories: ['/nonexistent'] })).toEqual({
      whyNot: 'smartctl is not on this system (package smartmontools)',
    });
  });

  test('once nobody waits for it', async () => {
    saying(sata([]));
    const signal = AbortSignal.abort();
    expect(await ask(TARGET, { signal })).toEqual({ whyNot: 'it was not waited for' });
    expect(calls()).toBe('');
  });
});

test('on FreeBSD whole disks of its drivers are asked, by their own nodes', async () => {
  saying(sata([], { serial_number: DEVICE.serial }));
  const on = (path: string) => ask({ device: { ...DEVICE, path } }, { platform: 'freebsd' });
  await on('/dev/ada0');
  expect(calls()).toBe('--json=c -x /dev/ada0\n');
  expect(await on('/dev/ada0p2')).toHaveProperty('whyNot');
  expect(await on('/dev/md0')).toHaveProperty('whyNot');
});

test('one that does not end is killed in time, with its children, and said to have not', async () => {
  const pid = join(dir, 'pid');
  smartctl(`trap "" TERM; sleep 300 & echo $! > ${pid}; wait`);
  const answer = await ask(TARGET, { limitMs: 700 });
  expect(answer).toEqual({ whyNot: 'smartctl was given 0.7 s and did not finish' });
  if (!existsSync(pid)) return; // killed before it came so far
  const child = readFileSync(pid, 'utf8').trim();
  const isAlive = () => /^\d+ \(.*\) [^Z] /s.test(statOf(child));
  await until('the child', () => !isAlive());
});

test('one that is asked without rights says so', async () => {
  const messages = [
    { string: 'Smartctl open device: /dev/sdb failed: Permission denied', severity: 'error' },
  ];
  saying({ smartctl: { messages, exit_status: 2 } }, 2);
  expect(await ask()).toEqual({
    whyNot: 'smartctl could not ask it: Smartctl open device: /dev/sdb failed: Permission denied',
  });
});

test('one that crashes, or says what is no JSON, is told', async () => {
  smartctl('kill -SEGV $$');
  expect(await ask()).toEqual({ whyNot: expect.stringMatching(/smartctl died of SIGSEGV$/) });
  smartctl('echo "smartctl: unrecognized option --json" >&2; exit 1');
  expect(await ask()).toEqual({
    whyNot: 'smartctl gave no JSON: smartctl: unrecognized option --json',
  });
});

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}
