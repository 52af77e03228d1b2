// In a locale without UTF-8 all that is for people is ASCII, and nothing of it is a question mark.

import { expect, test } from 'vitest';
import { mapPath } from './maps.ts';
import { runCli, scan } from './run-cli.ts';

test('text, lines, curves and help', async () => {
  const map = mapPath();
  const disk = 'sim:size=1GB,kind=hdd,bad=1000,slow=90000@700,serial=ONE';
  await scan(disk, '--map', map);
  for (const args of [
    ...[
      ['scan', disk, '--quiet'],
      ['check', disk, '1000'],
      ['bench', disk, '--seconds', '2'],
    ],
    ...[
      ['report', map],
      ['report', map, '--line'],
      ['report', map, '--verdict'],
    ],
    ...[['diff', map, map], ['--help'], ['scan', '--help'], ['check', '--help']],
    ...[
      ['report', '--help'],
      ['bench', '--help'],
    ],
  ]) {
    const { stdout } = await runCli(args, { wrapper: ['env', 'LC_ALL=C'] });
    expect(stdout, args.join(' ')).toMatch(/^[\n -~]+$/);
    // That of a mapfile's "?" stands in the help, and of keys.
    const marks = stdout.replaceAll(/"\?"|(?<=[ :,])\?(?=[ ,:]|$)/gm, '').match(/.{0,20}\?.{0,20}/);
    expect(marks, args.join(' ')).toBeNull();
  }
});
