#!/usr/bin/env node
// The folders of the npm packages: packaging/npm-folders.mjs FOLDER PLATFORM LIBC
// The repository's own package.json builds the addon when it is installed; what is published must not, as npm
// blocks install scripts and most machines have no compiler: its addon comes by optionalDependencies.

import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Whose packages there are to be. npm leaves out what does not fit, and what is not published. */
const PLATFORMS = ['linux-x64', 'linux-x64-musl', 'linux-arm64', 'linux-arm64-musl', 'freebsd-x64'];
/** All else of the dependencies is in dist/ already. */
const LEFT_OUT = ['blessed', 'node-addon-api', 'node-api-headers'];

const [folder, platform, libc] = process.argv.slice(2);
const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const { name, version, description, license, type, bin, exports, files, engines, os, binary } = own;

const copy = (part, into) => cpSync(join(ROOT, part), join(into, part), { recursive: true });

function write(into, manifest) {
  writeFileSync(join(into, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

function program() {
  const into = join(folder, 'surfscan');
  mkdirSync(into, { recursive: true });
  const parts = [...files.filter((file) => !file.startsWith('!')), 'README.md', 'LICENSE'];
  for (const part of parts) copy(part, into);
  writeFileSync(join(into, 'THIRD-PARTY-LICENSES'), licenses());
  const dependencies = Object.fromEntries(
    Object.entries(own.dependencies).filter(([each]) => LEFT_OUT.includes(each)),
  );
  write(into, {
    ...{ name, version, description, license, type, bin, exports, engines, os, binary },
    files: [...files, 'man', 'THIRD-PARTY-LICENSES'],
    man: './man',
    // Else npm would build whatever has a binding.gyp.
    gypfile: false,
    scripts: { 'build-addon': own.scripts.install },
    dependencies,
    optionalDependencies: Object.fromEntries(
      PLATFORMS.map((each) => [`@surfscan/${each}`, version]),
    ),
  });
}

/** What is in dist/ of others: the dependencies that are bundled, and theirs. */
function bundled() {
  const all = new Set();
  const take = (names) => {
    for (const each of names) {
      const manifest = join(ROOT, 'node_modules', each, 'package.json');
      if (all.has(each) || !existsSync(manifest)) continue;
      all.add(each);
      take(Object.keys(JSON.parse(readFileSync(manifest, 'utf8')).dependencies ?? {}));
    }
  };
  take(Object.keys(own.dependencies).filter((each) => !LEFT_OUT.includes(each)));
  return [...all].sort();
}

/** As the licences ask of copies. */
function licenses() {
  return bundled()
    .map((each) => {
      const from = join(ROOT, 'node_modules', each);
      const { version: which, license: kind } = JSON.parse(
        readFileSync(join(from, 'package.json')),
      );
      const text = join(from, 'LICENSE');
      const words = existsSync(text) ? readFileSync(text, 'utf8') : `License: ${kind}\n`;
      return `${each} ${which}\n\n${words}`;
    })
    .join(`\n${'-'.repeat(72)}\n\n`);
}

function addon() {
  const into = join(folder, 'platform');
  mkdirSync(into, { recursive: true });
  const [system, cpu] = platform.split('-');
  copy('LICENSE', into);
  writeFileSync(
    join(into, 'README.md'),
    `The native addon of the package surfscan for ${platform}.\n`,
  );
  write(into, {
    name: `@surfscan/${platform}`,
    version,
    description: `The native addon of surfscan for ${platform}`,
    license,
    main: 'surfscan.node',
    files: ['surfscan.node'],
    os: [system],
    cpu: [cpu],
    ...(libc ? { libc: [libc] } : {}),
    engines,
  });
}

program();
addon();
