// What a picture's markup draws.

export interface DrawnText {
  readonly x: number;
  readonly y: number;
  readonly anchor: string;
  readonly text: string;
}

export function textsIn(markup: string): DrawnText[] {
  const all = markup.matchAll(
    /<text x="([^"]*)" y="([^"]*)"(?: text-anchor="([^"]*)")?[^>]*>([^<]*)</g,
  );
  return [...all].map(([, x, y, anchor, text]) => ({
    ...{ x: Number(x), y: Number(y), anchor: anchor ?? 'start', text: text! },
  }));
}

/** Upright bars: paths M left bottom V top h width V bottom z. */
export interface DrawnBar {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export function barsIn(markup: string): DrawnBar[] {
  const all = markup.matchAll(/M([\d.]+) ([\d.]+)V([\d.]+)h([\d.]+)V([\d.]+)z/g);
  return [...all].map(([, left, bottom, top, width]) => ({
    ...{ left: Number(left), right: Number(left) + Number(width) },
    ...{ top: Number(top), bottom: Number(bottom) },
  }));
}

/** Level or upright lines: M x1 y1 L x2 y2. */
export function rulesIn(markup: string): [number, number, number, number][] {
  const all = markup.matchAll(/d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"/g);
  return [...all].map(
    ([, ...ends]) => ends.slice(0, 4).map(Number) as [number, number, number, number],
  );
}

/** Width and height of the whole. */
export function sizeOf(markup: string): [number, number] {
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(markup)!;
  return [Number(width), Number(height)];
}
