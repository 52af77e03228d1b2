// What a vitest JSON report says, in lines for .ci/run: `counts`, `failures` or `slowest`.

import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const [what, path] = process.argv.slice(2);
const report = JSON.parse(readFileSync(path, 'utf8'));
const files = report.testResults.map((file) => ({
  ...file,
  name: relative(process.cwd(), file.name),
}));
const failedTests = (file) => file.assertionResults.filter((test) => test.status === 'failed');
// A file that fails without a failed test could not be loaded, or failed in a hook.
const brokenFiles = files.filter(
  (file) => file.status === 'failed' && failedTests(file).length === 0,
);

const answers = {
  /** "PASSED FAILED SKIPPED". */
  counts() {
    const skipped = report.numPendingTests + report.numTodoTests;
    return `${report.numPassedTests} ${report.numFailedTests + brokenFiles.length} ${skipped}\n`;
  },
  /** A line for each failed test, with the first line of its message. */
  failures() {
    const tests = files.flatMap((file) =>
      failedTests(file).map(
        (test) => `${file.name} > ${test.fullName}: ${firstLine(test.failureMessages[0])}\n`,
      ),
    );
    return [
      ...tests,
      ...brokenFiles.map((file) => `${file.name}: ${firstLine(file.message)}\n`),
    ].join('');
  },
  /** A line for each of the files that took longest. */
  slowest() {
    const seconds = (file) => Math.round((file.endTime - file.startTime) / 1000);
    const slow = files.sort((a, b) => seconds(b) - seconds(a)).slice(0, 15);
    return slow.map((file) => `${String(seconds(file)).padStart(5)} s ${file.name}\n`).join('');
  },
};

process.stdout.write(answers[what]());

function firstLine(message = '') {
  return message.split('\n', 1)[0].slice(0, 200);
}
