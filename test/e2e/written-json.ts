// Every JSON that the program writes in a test is as its schema says: what it put on its standard output,
// and in the files that its options name.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { assertValid } from '../schemas.ts';

/** Throws where it is not. */
export function assertWrittenIsValid(args: readonly string[], stdout: string): void {
  if (/^\{\s*"schema": ?"surfscan/.test(stdout)) assertTextIsValid(stdout);
  for (const [index, option] of args.entries()) {
    const file = args[index + 1] ?? '';
    if (option !== '--json' && option !== '--events') continue;
    if (!isAbsolute(file) || !existsSync(file) || !statSync(file).isFile()) continue;
    const text = readFileSync(file, 'utf8');
    if (text.startsWith('{')) assertTextIsValid(text);
  }
}

/** One document, or one a line: the last of them may have been cut off. */
function assertTextIsValid(text: string): void {
  const isLines = text.startsWith('{"');
  const documents = isLines ? text.split('\n').slice(0, -1) : text.endsWith('\n}\n') ? [text] : [];
  for (const document of documents) assertValid(JSON.parse(document));
}
