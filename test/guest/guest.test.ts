// The real program on real drivers, in a virtual machine whose disks fail. One boot for all; the
// order saves time.

import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROJECT } from '../rig/server-binary.ts';
import { describeWithGuest } from './availability.ts';
import { driveAnswers } from './drive-answers.ts';
import { driveVerifies } from './drive-verify.ts';
import { failingDisks, failingDisksTogether } from './failing-disks.ts';
import { type Guest, startGuest } from './guest.ts';
import { identity } from './identity.ts';
import { largeDisks } from './large-disks.ts';
import { disksThatLeave, diskThatHangs, whileADiskIsSilent } from './lost-disks.ts';
import { DRIVERS, machineArgs } from './machine.ts';
import { nvmeAnswers } from './nvme-answers.ts';
import { promises } from './promises.ts';
import { smartCounters } from './smart.ts';
import { badSectorsBelowVolumes } from './volumes.ts';

describeWithGuest('in a guest', () => {
  let started: Guest | null = null;

  const guest = (): Guest => {
    if (started === null) throw new Error('the guest did not start');
    return started;
  };

  beforeAll(async () => {
    started = await startGuest(machineArgs());
    await started.loadAll(DRIVERS);
  });

  afterAll(() => started?.stop());

  test('what a job says and how it ends comes back whole', async () => {
    const job = await guest().start("head -c 3000000 /dev/zero | tr '\\0' x; echo y >&2; exit 7");
    expect([job.status, job.stdout.length, job.stderr]).toEqual([7, 3_000_000, 'y\n']);
    await expect(guest().run('false; true')).rejects.toThrow('in the guest, status 1');
  });

  test("the guest can't change the host's files", async () => {
    const job = await guest().start(`echo > ${join(PROJECT, 'package.json')}`);
    expect([job.status, job.stderr]).toEqual([2, expect.stringContaining('Read-only file system')]);
  });

  failingDisks(guest);
  largeDisks(guest);
  badSectorsBelowVolumes(guest);
  promises(guest);
  whileADiskIsSilent(guest, () => {
    identity(guest);
    failingDisksTogether(guest);
  });
  driveAnswers(guest);
  nvmeAnswers(guest);
  smartCounters(guest);
  driveVerifies(guest);
  disksThatLeave(guest);
  diskThatHangs(guest);
});
