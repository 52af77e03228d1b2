// Which program, where: so that a report can be judged years later.

import { readFileSync } from 'node:fs';

export interface ToolJson {
  name: string;
  version: string;
  /** Without the "v". */
  node: string;
  platform: string;
}

/** The same way up from src/report and from dist/report. */
const PACKAGE = new URL('../../package.json', import.meta.url);

export function toolJson(): ToolJson {
  const { name, version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as {
    name: string;
    version: string;
  };
  return { name, version, node: process.versions.node, platform: process.platform };
}
