// How hot a drive is: the kernel's sensor of it, or smartctl's word.

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AskOptions, AskSmart } from '../../../src/smart/ask-smart.ts';
import { openThermometer } from '../../../src/smart/thermometer.ts';
import type { InspectedTarget } from '../../../src/vocabulary/device.ts';
import { Machine } from '../disks/machine.ts';
import { aResult } from '../report/a-result.ts';
import { aSmartReading } from '../report/a-smart.ts';

const target = (name: string) => ({
  device: aResult().device,
  drive: { disk: { path: `/dev/${name}`, number: '8:0' } } as InspectedTarget['drive'] & {},
});
const never: AskSmart = () => expect.fail('smartctl was asked');
const { signal } = new AbortController();

const SCSI = 'pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0';
const NVME = 'pci0000:00/0000:01:00.0/nvme/nvme0';

/** A disk whose `device` is the folder above `block`, or another. */
function machine(name: string, at: string, device: string, files: Record<string, string>): Machine {
  const made = new Machine();
  made.disk(name, { at, number: '8:0' });
  made.link(join(made.dirOf(name), 'device'), join('sys/devices', device));
  for (const [path, text] of Object.entries(files)) made.write(join('sys/devices', path), text);
  return made;
}

async function look(made: Machine, name: string) {
  const thermometer = await openThermometer(target(name), true, made.root, never);
  return { every: thermometer.everyMs, temperature: await thermometer.look(signal) };
}

describe('the kernel’s sensor', () => {
  test.each<[string, string, string, string, string]>([
    ['of a SATA disk', 'sda', join(SCSI, 'block'), SCSI, join(SCSI, 'hwmon/hwmon3')],
    ['of an NVMe disk', 'nvme0n1', NVME, NVME, join(NVME, 'hwmon2')],
    ['of one before Linux 5.17', 'nvme0n1', NVME, NVME, join(NVME, 'device/hwmon/hwmon2')],
    [
      'of one with several paths',
      'nvme0n1',
      'virtual/nvme-subsystem/nvme-subsys0',
      'virtual/nvme-subsystem/nvme-subsys0',
      'virtual/nvme-subsystem/nvme-subsys0/nvme0/hwmon2',
    ],
  ])('%s', async (_, name, at, device, sensor) => {
    const files = {
      [join(sensor, 'name')]: name === 'sda' ? 'drivetemp\n' : 'nvme\n',
      [join(sensor, 'temp1_input')]: '41850\n',
    };
    const made = machine(name, at, device, files);
    expect(await look(made, name)).toEqual({ every: 10_000, temperature: 41.85 });
  });

  test('below zero is a temperature, and words are none', async () => {
    const sensor = join(SCSI, 'hwmon/hwmon3');
    const told = (text: string) =>
      look(
        machine('sda', join(SCSI, 'block'), SCSI, {
          [join(sensor, 'name')]: 'drivetemp\n',
          [join(sensor, 'temp1_input')]: text,
        }),
        'sda',
      );
    expect((await told('-5000\n')).temperature).toBe(-5);
    const whyNot = 'its sensor cannot be read';
    for (const text of ['', 'hot', '1e9', '99999999999']) {
      expect((await told(text)).temperature, text).toEqual({ whyNot });
    }
  });
});

describe('smartctl, where there is none', () => {
  const other = { [join(SCSI, 'hwmon/hwmon3/name')]: 'acpitz\n' };
  const made = () => machine('sda', join(SCSI, 'block'), SCSI, other);

  test('is asked for that alone, rarely, and not of a disk that sleeps', async () => {
    const asked: AskOptions[] = [];
    const ask: AskSmart = async (_target, options = {}) => {
      asked.push(options);
      return aSmartReading({}, { temperatureC: 57 });
    };
    const thermometer = await openThermometer(target('sda'), true, made().root, ask);
    expect(thermometer.everyMs).toBe(300_000);
    expect(await thermometer.look(signal)).toBe(57);
    expect(asked).toEqual([{ signal, what: ['-n', 'standby', '-i', '-A'] }]);
  });

  test('may not know it, or may not be asked', async () => {
    const silent: AskSmart = async () => aSmartReading({}, { temperatureC: null });
    const thermometer = await openThermometer(target('sda'), true, made().root, silent);
    expect(await thermometer.look(signal)).toEqual({
      whyNot: 'the drive tells smartctl of no temperature',
    });
    const forbidden = await openThermometer(target('sda'), false, made().root, never);
    expect(await forbidden.look(signal)).toHaveProperty('whyNot');
  });
});
