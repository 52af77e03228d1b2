import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { check } from './check-cli.ts';
import { LIMIT, logFile } from './check-logs.ts';
import { runCli } from './run-cli.ts';

const MIRROR_LOG = fileURLToPath(
  new URL('../fixtures/kernel-log/mirror-2009.log', import.meta.url),
);

const MIRROR_DISK = 'sim:size=1953525168s,bad=93492434';

const MIRROR = [MIRROR_DISK, '--log', MIRROR_LOG, '--log-device', 'ad16'];

describe('the mirror of 2009', LIMIT, () => {
  test('three numbers, one sector', async () => {
    const { status, check: report } = await check(MIRROR);
    expect(status).toBe(1);
    expect(report).toMatchObject({
      verdict: 'bad',
      suspects: [
        { from: 93492224, to: 93492607, sources: [{ line: 1 }, { line: 2 }, { line: 4 }] },
      ],
      bad: [{ from: 93492434, to: 93492434, error: 'UNC', exact: true, reads: 3 }],
      weak: [],
      coverage: { total: 896, good: 895, bad: 1, unread: 0 },
    });
    const said = report.explanation.join('\n');
    expect(said).toMatch(
      /start of its request on ad16.*LBA 93492224 \+ 256 sectors.*the bad sector is 93492434, the 211th of 256/,
    );
    expect(said).toMatch(
      /offset 47868018688 \/ 512 = LBA 93492224, length 131072 \/ 512 = 256 sectors; the bad sector is 93492434/,
    );
    expect(said).toMatch(/LBA 93492352 \+ 256 sectors.*93492434, the 83rd of 256/);
  });

  test('in words, with a picture, and without colours where there is no terminal', async () => {
    const { status, stdout } = await runCli(['check', ...MIRROR], {
      wrapper: ['env', 'LC_ALL=C.UTF-8'],
    });
    expect(status).toBe(1);
    expect(stdout).not.toContain('\x1b');
    const lines = stdout.split('\n');
    expect(lines[0]).toBe('BAD: LBA 93492434 cannot be read');
    const at = lines.findIndex((line) => line.startsWith('  93492416'));
    expect(lines[at]).toBe(`  93492416  ${'░'.repeat(18)}x${'░'.repeat(45)}`);
    expect(lines[at + 1]).toBe(`${' '.repeat(30)}^ 93492434, bad (UNC)`);
    expect(stdout).toContain('^ 93492352, start of the request of line 4');
  });

  test('in ASCII where the locale has no more', async () => {
    const { stdout } = await runCli(['check', ...MIRROR], { wrapper: ['env', 'LC_ALL=C'] });
    const picture = stdout.split('\n').filter((line) => /^ {2}\d+ {2}/.test(line));
    expect(picture).toHaveLength(6);
    for (const line of picture) expect(line).toMatch(/^ {2}\d+ {2}[:=x]{64}$/);
  });

  test('the log alone is explained, the torn line too, and no disk is read', async () => {
    const { status, check: report } = await check(['--log', MIRROR_LOG]);
    expect(status).toBe(0);
    expect(report).toMatchObject({ verdict: 'explained', device: null, bad: [], where: [] });
    expect(report.coverage.total).toBe(0);
    const torn = report.suspects.find(({ sources }) => sources[0]!.device === 'ar0s1d');
    expect(torn).toMatchObject({ from: 128, to: 131, sources: [{ line: 17, format: 'geom' }] });
    expect(report.explanation.join('\n')).toMatch(
      /Line 17.*write request on ar0s1d.*offset 65536 \/ 512 = sector 128, length 2048 \/ 512 = 4 sectors/,
    );
  });

  test('a good disk: the error did not come back', async () => {
    const args = ['sim:size=1953525168s', ...MIRROR.slice(1)];
    const { status, check: report } = await check(args);
    expect(status).toBe(0);
    expect(report).toMatchObject({ verdict: 'good', bad: [], weak: [] });
    expect(report.explanation.join('\n')).toMatch(/did not come back.*\n.*Reallocated_Sector_Ct/);
  });

  test('a weak sector: exit 1', async () => {
    const args = ['sim:size=1953525168s,weak=93492434@2', ...MIRROR.slice(1)];
    const { status, check: report } = await check(args);
    expect([status, report.verdict]).toEqual([1, 'weak']);
    expect(report.weak).toMatchObject([{ from: 93492434, to: 93492434, exact: true }]);
  });

  test('without --log-device nobody can tell whose lines are meant: the names, and what to type', async () => {
    const { status, stdout, stderr } = await check([MIRROR_DISK, '--log', MIRROR_LOG]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/ad16.*ar0|ar0.*ad16/);
    expect(stderr).toMatch(/--log-device (ar0|ad16)/);
  });

  test('a slice that no table tells: --log-offset is asked for, and taken', async () => {
    const args = [MIRROR_DISK, '--log', MIRROR_LOG, '--log-device', 'ar0s1d'];
    const without = await check(args);
    expect([without.status, without.stdout]).toEqual([2, '']);
    expect(without.stderr).toMatch(/ar0s1d.*--log-offset/);
    const { status, check: report } = await check([...args, '--log-offset', 63]);
    expect(status).toBe(0);
    expect(report.suspects).toMatchObject([{ from: 191, to: 194 }]);
  });
});

describe('LBAs as arguments', LIMIT, () => {
  const DISK = 'sim:size=1000000s,bad=5000,bad=9005';

  test('an LBA, a range, a count, in decimal and hex', async () => {
    const { status, check: report } = await check([DISK, '0x1388', '9000-9009', '20000+10', 20010]);
    expect(status).toBe(1);
    expect(report.suspects).toEqual([
      { from: 5000, to: 5000, sources: [] },
      { from: 9000, to: 9009, sources: [] },
      { from: 20000, to: 20010, sources: [] },
    ]);
    expect(report.bad.map(({ from }) => from)).toEqual([5000, 9005]);
  });

  test('beside a log: both are read', async () => {
    const log = logFile('ad4: FAILURE - READ_DMA status=51 error=40 LBA=5000\n');
    const { check: report } = await check([DISK, 9005, '--log', log]);
    expect(report.bad.map(({ from }) => from)).toEqual([5000, 9005]);
    expect(report.explanation.join('\n')).toContain('ad4 of the log is taken for sim:');
  });

  test('good: exit 0', async () => {
    const { status, check: report } = await check([DISK, 77777]);
    expect([status, report.verdict]).toEqual([0, 'good']);
  });

  test.each([
    ['beyond the end', [DISK, 1000000]],
    ['a range beyond the end', [DISK, '999999-1000000']],
    ['a count beyond the end', [DISK, '999999+2']],
    ['a count of nothing', [DISK, '5+0']],
    ['a range backwards', [DISK, '9-5']],
    ['no LBA', [DISK, 'abc']],
    ['a negative one', [DISK, '--', '-5']],
    ['two signs', [DISK, '1-2-3']],
    ['neither LBAs nor a log', [DISK]],
    ['nothing at all', []],
    ['an LBA where the disk should be', [93492434]],
    ['--log-device without a log', [DISK, 5, '--log-device', 'ad16']],
    ['--log-offset without a log', [DISK, 5, '--log-offset', 63]],
    ['two logs', [DISK, '--log', MIRROR_LOG, '--log', MIRROR_LOG]],
    ['--reads without a disk', ['--log', '/dev/null', '--reads', 3]],
    ['--log-offset beyond the end', [DISK, '--log', MIRROR_LOG, '--log-offset', 1000000]],
    ['--reads 0', [DISK, 5, '--reads', 0]],
    ['--timeout 0', [DISK, 5, '--timeout', 0]],
  ])('%s: exit 2, and nothing is read', async (_name, args) => {
    const { status, stdout, stderr } = await check(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^surfscan: /);
  });
});
