// Which program this is: all that `--version` needs.

export { toolJson } from '../report/tool-json.ts';
