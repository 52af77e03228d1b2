// Whatever names a disk, or the file below it, and whichever output is to go there: not a byte of it
// changes, and no file is left beside it. SURFSCAN_SEED=… repeats a run, SURFSCAN_OUTPUTS=… draws so many.

import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { SEED } from '../property/seed.ts';
import { describeWithDisks } from '../rig/availability.ts';
import { temporaryDirectory } from './fixtures.ts';
import { type NamedDisk, type NamedWay, nameDisk } from './output-names.ts';
import { runCli, scan } from './run-cli.ts';

const OUTPUTS = Number(process.env.SURFSCAN_OUTPUTS ?? 40);
const SIM = 'sim:size=1MB';

const OPTIONS = ['--json', '--map', '--map and --resume', '--events', '--prometheus'] as const;
const REDIRECTIONS = ['>>', '1<>', '2>>', '2<>'] as const;
const COMMANDS = ['scan', 'check', 'bench', 'report', 'list'] as const;
const TARGETS = ['image', 'loop', 'partition', 'another'] as const;

interface Draw {
  readonly command: (typeof COMMANDS)[number];
  readonly target: (typeof TARGETS)[number];
  readonly way: NamedWay;
  readonly output: (typeof OPTIONS)[number] | (typeof REDIRECTIONS)[number];
}

function takes({ command, output }: Draw): boolean {
  if ((REDIRECTIONS as readonly string[]).includes(output)) return true;
  if (output === '--prometheus') return command === 'report';
  if (output === '--json') return command !== 'list';
  return command === 'scan';
}

function argsOf({ command, target, output, way }: Draw, disk: NamedDisk, map: string): string[] {
  const path = target === 'another' ? SIM : disk[target];
  const given = {
    scan: ['scan', path, '--no-tui'],
    check: ['check', path, '5'],
    bench: ['bench', path, '--no-tui', '--seconds', '1'],
    report: ['report', map],
    list: ['list'],
  }[command];
  if (!output.startsWith('--')) return given;
  const [option, and] = output.split(' and ');
  return [...given, option!, way.name, ...(and === undefined ? [] : [and])];
}

/** By a shell that opens what the name, or the output, takes. */
function wrapperOf({ way, output }: Draw): readonly string[] {
  if (!output.startsWith('--')) {
    const opened = way.open === undefined ? '' : 'exec 5<>"$1"; ';
    return ['sh', '-c', `n=$0; ${opened}shift; exec "$@" ${output}"$n"`, way.name, way.open ?? '-'];
  }
  return way.open === undefined ? [] : ['sh', '-c', 'exec "$@" 5<>"$0"', way.open];
}

const besides = (way: NamedWay): Draw => ({
  command: 'scan',
  target: 'another',
  way,
  output: '--json',
});

describeWithDisks('an output by any name of a disk', () => {
  test('is refused, by each of them, when another disk is scanned', async () => {
    const disk = nameDisk(temporaryDirectory(), onTestFinished);
    const before = disk.state();
    for (const way of disk.ways) {
      const run = await runCli(argsOf(besides(way), disk, ''), {
        wrapper: wrapperOf(besides(way)),
      });
      expect(disk.state(), way.way).toEqual(before);
      expect(run.status, `${way.way}: ${run.stderr}`).toBe(2);
    }
  });

  test(`is refused: SURFSCAN_SEED=${SEED}, SURFSCAN_OUTPUTS=${OUTPUTS}`, async () => {
    const disk = nameDisk(temporaryDirectory(), onTestFinished);
    const map = join(temporaryDirectory(), 'a.surfscan');
    expect((await scan(disk.loop, '--map', map)).status).toBe(0);
    const before = disk.state();
    expect(before.isWhole).toBe(true);
    const draws: fc.Arbitrary<Draw> = fc
      .record({
        command: fc.constantFrom(...COMMANDS),
        target: fc.constantFrom(...TARGETS),
        way: fc.constantFrom(...disk.ways),
        output: fc.constantFrom(...OPTIONS, ...REDIRECTIONS),
      })
      .filter(takes);
    const property = fc.asyncProperty(draws, async (draw) => {
      const run = await runCli(argsOf(draw, disk, map), { wrapper: wrapperOf(draw) });
      expect(disk.state(), run.stderr).toEqual(before);
      expect(run.status, run.stderr).toBe(2);
    });
    const settings = { seed: SEED % 2 ** 31, numRuns: OUTPUTS, endOnFailure: true };
    await fc.assert(property, settings);
  });
});
