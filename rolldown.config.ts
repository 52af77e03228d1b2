// dist/: the program in few files. Most of a command's start is finding, reading and compiling modules, and a
// scan has more than a hundred; docs/architecture.md has the rooms, src/ the sources.

import { defineConfig, type Plugin } from 'rolldown';

/** Loaded where it is needed: its widgets are required by names that no bundler sees. */
const EXTERNAL = ['blessed', '@napi-rs/nice'];

const shared = {
  platform: 'node' as const,
  external: EXTERNAL,
  logLevel: 'warn' as const,
  // What one command loads late another has at once.
  checks: { ineffectiveDynamicImport: false },
};

/** Many small files are found and linked by `require` in half the time that `import` takes. What runs as a program is
 * CommonJS for that, whatever the package's own type; package.json names main.js, so it stays one. */
const COMMON_JS: Plugin = {
  name: 'common-js',
  generateBundle() {
    this.emitFile({
      type: 'asset',
      fileName: 'cli/package.json',
      source: '{ "type": "commonjs" }\n',
    });
  },
};

/** Every entry of dist/ lies as deep as its source lies in src/: import.meta.url leads to the same places. */
const names = { dir: 'dist', entryFileNames: '[name].js', chunkFileNames: 'parts/[name].js' };

/** Piscina starts the file beside its own; here that is the bundle of it. */
const piscinaWorker: Plugin = {
  name: 'piscina-worker',
  transform: {
    filter: { id: /piscina\/dist\/index\.js$/ },
    handler(code) {
      const own = "resolve)(__dirname, 'worker.js')";
      if (!code.includes(own))
        throw new Error(`piscina starts its worker otherwise than by ${own}`);
      return code.replace(own, "resolve)(import.meta.dirname, '../reading/piscina-worker.cjs')");
    },
  },
};

/** What is loaded together lies together. `begin` is what there must be before anything compiled is kept. */
const BEGIN = {
  name: 'begin',
  test: /src\/(report\/tool-json|api\/tool|cli\/(compile-cache|early-(stops|words)|heard-signals|keeper-pipe|last-word|progress-signal|shortage|start|working-directory|version))\.ts$/,
  priority: 2,
};
/** Before all else of a command that asks disks, and of no other: node:child_process takes its time. */
const APART = { name: 'apart-start', test: /src\/cli\/apart-start\.ts$/, priority: 2 };
const COMMON = {
  name: 'common',
  test: /src\/(vocabulary|addon)\/|src\/report\/json-text|src\/cli\/(answering|apart|leave|output-guard|path-look|patience|say|terminal-output|write-report)\.ts$/,
  priority: 1,
};
/** What a map says and what a scan came to: both commands tell it. */
const TOLD = {
  name: 'told',
  test: /src\/(map-file\/|report\/(?!page\/|(bench|check|list)-|badblocks|csv|ddrescue|nagios|prometheus|sector-states))/,
};
/** FreeBSD's disks, and all that only a list of disks wants, are seldom asked for. */
const ANSWERS = {
  name: 'answers',
  test: /src\/(?!layout\/|disks\/freebsd\/|api\/list|cli\/(apart-child|compile-cache))/,
};

export default defineConfig([
  {
    ...shared,
    input: { 'cli/main': 'src/cli/main.ts', 'cli/kept': 'src/cli/kept.ts' },
    plugins: [piscinaWorker, COMMON_JS],
    output: {
      ...names,
      format: 'cjs',
      chunkFileNames: 'parts/[name].cjs',
      codeSplitting: { groups: [BEGIN, APART, COMMON, TOLD] },
    },
  },
  {
    ...shared,
    input: { 'library/index': 'src/index.ts' },
    plugins: [piscinaWorker],
    output: { ...names, format: 'esm', chunkFileNames: 'library/[name].js' },
  },
  {
    ...shared,
    input: { 'cli/apart-child': 'src/cli/apart-child.ts' },
    output: {
      ...names,
      format: 'cjs',
      chunkFileNames: 'apart/[name].cjs',
      codeSplitting: { groups: [BEGIN, ANSWERS] },
    },
  },
  // A worker is required before it is imported: as CommonJS it is loaded at the first attempt, and at once.
  {
    ...shared,
    input: { 'reading/worker': 'src/reading/worker.ts' },
    output: { ...names, format: 'cjs', entryFileNames: '[name].cjs', exports: 'auto' },
  },
  {
    ...shared,
    input: { 'reading/piscina-worker': 'node_modules/piscina/dist/worker.js' },
    output: { ...names, format: 'cjs', entryFileNames: '[name].cjs' },
  },
]);
