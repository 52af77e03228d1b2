import { describe, expect, test } from 'vitest';
import { abilityOf, canDraw } from '../../src/tui/ability.ts';
import { type Charset, glyphFor } from '../../src/tui/charset.ts';
import { PARTLY_GLYPH, UNREAD_GLYPH } from '../../src/tui/glyphs.ts';
import { attributeOf, style } from '../../src/tui/style.ts';
import { CLASSES, ERRORS } from '../../src/vocabulary/classes.ts';

describe('colours', () => {
  test.each<[NodeJS.ProcessEnv, number]>([
    [{ TERM: 'xterm-256color' }, 256],
    [{ TERM: 'tmux-256color' }, 256],
    [{ TERM: 'screen-256color' }, 256],
    [{ TERM: 'xterm-kitty' }, 256],
    [{ TERM: 'foot' }, 256],
    [{ TERM: 'xterm', COLORTERM: 'truecolor' }, 256],
    [{ TERM: 'xterm' }, 16],
    [{ TERM: 'linux' }, 16],
    [{ TERM: 'linux', COLORTERM: 'truecolor' }, 16],
    [{ TERM: 'screen', COLORTERM: 'truecolor' }, 16],
    [{ TERM: 'vt220' }, 0],
    [{ TERM: 'vt100' }, 0],
    [{ TERM: 'vt100', COLORTERM: 'truecolor' }, 0],
    [{ TERM: 'wyse60' }, 0],
    [{ TERM: 'xterm-mono' }, 0],
    [{ TERM: 'cons25-m' }, 0],
    [{ TERM: 'ansi' }, 16],
    [{ TERM: 'cons25' }, 16],
    [{ TERM: 'sun-color' }, 16],
    [{ TERM: 'vt525' }, 16],
    [{ TERM: 'what-is-this\u001b[0m' }, 16],
    [{ TERM: 'xterm-256color', NO_COLOR: '1' }, 0],
    [{ TERM: 'xterm-256color', NO_COLOR: '0' }, 0],
    [{ TERM: 'xterm-256color', NO_COLOR: '' }, 256],
  ])('%j: %i', (env, colors) => {
    expect(abilityOf(env).colors).toBe(colors);
  });

  test('16 are 16: no index beyond, no bright background', () => {
    for (const fg of ['default', 'grey', 'red', 'magenta', 'bright-white'] as const) {
      for (const bg of ['default', 'blue', 'yellow', 'bright-red', 'green'] as const) {
        const attribute = attributeOf(style(fg, bg), 16);
        expect((attribute >> 9) & 0x1ff).toBeLessThan(16);
        expect(attribute & 0x1ff).toBeLessThan(8);
      }
    }
  });

  test('none are none: what stands on a colour stands reversed', () => {
    const none = (0x1ff << 9) | 0x1ff;
    expect(attributeOf(style('red'), 0)).toBe(none);
    expect(attributeOf(style('white', 'bright-red'), 0)).toBe((8 << 18) | none);
  });
});

describe('glyphs', () => {
  test.each<[NodeJS.ProcessEnv, Charset]>([
    [{ LANG: 'C.UTF-8' }, 'unicode'],
    [{ LANG: 'de_DE.utf8' }, 'unicode'],
    [{ LANG: 'C.UTF-8', LC_ALL: 'C' }, 'ascii'],
    [{ LANG: 'C', LC_CTYPE: 'en_US.UTF-8' }, 'unicode'],
    [{ LANG: 'C.UTF-8', LC_ALL: '' }, 'unicode'],
    [{ LANG: 'en_US.ISO8859-1' }, 'ascii'],
    [{}, 'ascii'],
  ])('%j: %s', (env, charset) => {
    expect(abilityOf({ TERM: 'xterm', ...env }).charset).toBe(charset);
  });

  test('the console has its own', () => {
    expect(abilityOf({ TERM: 'linux', LANG: 'C.UTF-8' }).charset).toBe('console');
  });

  test.each<Charset>(['unicode', 'console', 'ascii'])('of %s all differ', (charset) => {
    const all = [
      ...CLASSES.map((entry) => entry.glyph),
      ...ERRORS.map((entry) => entry.letter),
      UNREAD_GLYPH,
      PARTLY_GLYPH,
    ].map(glyphFor(charset));
    expect(new Set(all).size).toBe(all.length);
    for (const glyph of all) expect(glyph).toHaveLength(1);
    if (charset === 'ascii') expect(all.join('')).toMatch(/^[ -~]+$/);
  });
});

test.each(['dumb', '', undefined, 'unknown', 'emacs'])('TERM=%s cannot draw', (term) => {
  const env = term === undefined ? {} : { TERM: term };
  expect(canDraw(env)).toBe(false);
  expect(() => abilityOf(env)).toThrow(/--no-tui/);
  expect(() => abilityOf(env)).toThrow(expect.objectContaining({ code: 'ERR_USAGE' }));
});
