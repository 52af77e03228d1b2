// How hot a drive is: by the kernel's sensors of drives, which cost a read of a file, or else by smartctl.

import { join } from 'node:path';
import { nodeOfName } from '../disks/linux/node.ts';
import { readNames, readText } from '../disks/linux/sysfs.ts';
import type { InspectedTarget } from '../vocabulary/device.ts';
import { type AskSmart, askSmart } from './ask-smart.ts';

/** smartctl's commands make a SATA disk's queue wait. */
const SMARTCTL_MS = 5 * 60_000;
const SENSOR_MS = 10_000;

/** Degrees Celsius. */
export type Temperature = number | { readonly whyNot: string };

export interface Thermometer {
  /** How often it may be looked at. */
  readonly everyMs: number;
  look(signal: AbortSignal): Promise<Temperature>;
}

type Target = Pick<InspectedTarget, 'device' | 'drive'>;

/** `mayAsk`: smartctl, where the kernel has no sensor. */
export async function openThermometer(
  target: Target,
  mayAsk = true,
  root = '/',
  ask: AskSmart = askSmart,
): Promise<Thermometer> {
  const sensor = await sensorOf(target, root);
  if (sensor === null && !mayAsk) {
    const whyNot = 'the kernel has no sensor of the disk, and smartctl is not to be asked';
    return { everyMs: SMARTCTL_MS, look: async () => ({ whyNot }) };
  }
  if (sensor === null) return { everyMs: SMARTCTL_MS, look: (signal) => told(target, ask, signal) };
  return { everyMs: SENSOR_MS, look: () => measured(sensor) };
}

/** A drive that sleeps is not woken, and cools. `-i` has the serial number. */
async function told(target: Target, ask: AskSmart, signal: AbortSignal): Promise<Temperature> {
  const answer = await ask(target, { signal, what: ['-n', 'standby', '-i', '-A'] });
  if ('whyNot' in answer) return answer;
  return answer.temperatureC ?? { whyNot: 'the drive tells smartctl of no temperature' };
}

/** Thousandths of a degree: Documentation/hwmon/sysfs-interface.rst. */
async function measured(file: string): Promise<Temperature> {
  const text = (await readText(file))?.trim() ?? '';
  if (/^-?\d{1,6}$/.test(text)) return Number(text) / 1000;
  return { whyNot: 'its sensor cannot be read' };
}

/** drivers/hwmon/drivetemp.c hangs it below a SCSI device; drivers/nvme/host/hwmon.c below an NVMe controller,
 * or until Linux 5.17 below its PCI device. temp1 is the drive's own of several. */
async function sensorOf({ drive }: Target, root: string): Promise<string | null> {
  const name = drive?.disk.path.replace(/^\/dev\//, '') ?? '';
  const node = name === '' ? null : await nodeOfName(root, name);
  if (node === null) return null;
  const device = join(node.dir, 'device');
  // With several paths the block device hangs below the subsystem, and that has the controllers.
  const controllers = (await readNames(device)).filter((each) => /^nvme\d+$/.test(each));
  const parents = [
    device,
    join(device, 'device'),
    ...controllers.map((each) => join(device, each)),
  ];
  for (const parent of parents) {
    for (const folder of [join(parent, 'hwmon'), parent]) {
      for (const each of (await readNames(folder)).filter((entry) => /^hwmon\d+$/.test(entry))) {
        const isDrives = /^(drivetemp|nvme)$/.test(
          (await readText(join(folder, each, 'name'))) ?? '',
        );
        if (isDrives) return join(folder, each, 'temp1_input');
      }
    }
  }
  return null;
}
