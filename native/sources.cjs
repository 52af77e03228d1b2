// The addon's sources for one operating system, from the one list that CMake reads too. A line is a
// file for every system, `system: file`, or `addon: file`: what the core without Node leaves out.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

module.exports = (os) =>
  readFileSync(join(__dirname, 'sources.list'), 'utf8')
    .split('\n')
    .map((line) => /^(?:(\w+): )?(\S+\.cc)$/.exec(line.trim()))
    .filter((match) => match && [undefined, 'addon', os].includes(match[1]))
    .map((match) => `native/${match[2]}`);
