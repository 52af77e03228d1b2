// The native core's sources for one operating system, from the one list that CMake reads too.
// A line is a file for every system, or `system: file`.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

module.exports = (os) =>
  readFileSync(join(__dirname, 'sources.list'), 'utf8')
    .split('\n')
    .map((line) => /^(?:(\w+): )?(\S+\.cc)$/.exec(line.trim()))
    .filter((match) => match && (match[1] === undefined || match[1] === os))
    .map((match) => `native/${match[2]}`);
