// Builds the workers and the command line that the tests run: from the sources under test, always.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export default function setup(): void {
  const root = fileURLToPath(new URL('..', import.meta.url));
  execFileSync('npm', ['run', '-s', 'prepare'], { cwd: root, stdio: 'inherit' });
}
