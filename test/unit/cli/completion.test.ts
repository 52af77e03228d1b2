// The completion scripts: what a shell offers, and that it takes them at all.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { completionScript } from '../../../src/cli/completion.ts';
import { program } from '../../../src/cli/program.ts';

const main = program(() => {});

/** What bash offers for the last of the words. */
function offered(...words: readonly string[]): string[] {
  const script = `${completionScript('bash', main)}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})
COMP_CWORD=${words.length - 1}
_surfscan
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8', cwd: '/' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

test('bash: commands, options of the command, files', () => {
  expect(offered('surfscan', 's')).toEqual(['scan']);
  expect(offered('surfscan', '')).toEqual(
    expect.arrayContaining(['list', 'scan', 'check', 'bench', 'report', 'completion']),
  );
  expect(offered('surfscan', 'scan', '--re')).toEqual([
    '--retries',
    '--refine',
    '--refine-limit',
    '--resume',
  ]);
  expect(offered('surfscan', 'report', '--ma')).toEqual(['--max-age']);
  expect(offered('surfscan', 'scan', '/et')).toEqual(['/etc']);
});

test.each(['bash', 'zsh', 'fish'])('%s: every option, and the shell reads it', (shell) => {
  const script = completionScript(shell, main);
  for (const { long } of main.commands.flatMap((command) => command.options)) {
    expect(script).toContain(shell === 'fish' ? ` -l ${long!.slice(2)} ` : long!);
  }
  const folder = mkdtempSync(join(tmpdir(), 'surfscan-completion-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'script');
  writeFileSync(file, script);
  const read = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
  // A shell that is not there says nothing against it.
  if (read.error === undefined) expect([read.status, read.stderr]).toEqual([0, '']);
});

test('another shell', () => {
  expect(() => completionScript('tcsh', main)).toThrow(/expected one of bash, zsh, fish/);
  expect(() => completionScript('constructor', main)).toThrow(/expected one of/);
});
