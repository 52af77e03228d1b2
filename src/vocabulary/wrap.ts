// Lines of words that fit where they are read: broken between words, never in one.

/** A terminal's width since the punched card. */
export const TEXT_COLUMNS = 80;

/**
 * `line` in as many lines as it takes to be no wider than `columns`, those after the first indented by
 * `indent` more than it is. A word that is wider stays whole, in a line of its own.
 */
export function wrapLine(line: string, columns = TEXT_COLUMNS, indent = 2): string[] {
  if (line.length <= columns) return [line];
  const margin = /^ */.exec(line)![0];
  const next = `${margin}${' '.repeat(indent)}`;
  const lines: string[] = [];
  let now = margin;
  let isEmpty = true;
  for (const word of line.slice(margin.length).split(' ')) {
    if (!isEmpty && now.length + 1 + word.length > columns) {
      lines.push(now.trimEnd());
      now = next;
      isEmpty = true;
    }
    now += isEmpty ? word : ` ${word}`;
    isEmpty &&= word === '';
  }
  return [...lines, now];
}

/** All lines of a text, as wrapLine. */
export function wrapText(text: string, columns = TEXT_COLUMNS): string {
  return text
    .split('\n')
    .flatMap((line) => wrapLine(line, columns))
    .join('\n');
}
