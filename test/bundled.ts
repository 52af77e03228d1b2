// A module of src/ as a program of its own can import it, on a Node that runs no TypeScript: what dist/ has only as a
// part of others.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const PROJECT = fileURLToPath(new URL('..', import.meta.url)).replace(/build-[^/]+\/$/, '');

/** `module`: "layout/locate.ts". Returns the path of the built one, as deep as the module lies in src/. */
export async function bundled(module: string): Promise<string> {
  const [name] = module.split('/').slice(-1);
  const file = join(PROJECT, 'build-modules', 'one', name!.replace(/\.ts$/, '.js'));
  const bundle = await rolldown({
    cwd: PROJECT,
    input: join(PROJECT, 'src', module),
    platform: 'node',
    external: ['blessed', 'piscina'],
  });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  return file;
}
