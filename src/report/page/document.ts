// The frame of a page: it asks for nothing from anywhere, and says so to the browser.

import { toolJson } from '../tool-json.ts';
import { Markup, markup, type Piece } from './markup.ts';
import { PAGE_STYLE } from './style.ts';

export interface PageParts {
  readonly title: string;
  readonly body: Piece;
  /** Of the page alone; null: it has none. */
  readonly script?: string;
  /** What the style has beside the common one. */
  readonly style?: string;
}

/** Whatever got into the page all the same could load nothing. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

export function pageText({ title, body, script = '', style = '' }: PageParts): string {
  const { name, version } = toolJson();
  return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="${name} ${version}">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${new Markup(PAGE_STYLE + style)}</style>
</head>
<body>
${body}
${script === '' ? null : new Markup(`<script>${script}</script>`)}
</body>
</html>
`.text;
}
