import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Markup, markup, type Piece } from '../../../../src/report/page/markup.ts';
import { hostileText } from '../../../property/hostile-text.ts';

test('text is escaped, markup is not, and null is nothing', () => {
  const pieces: Piece = [markup`<b>${'<&>"\''}</b>`, null, ' a'];
  expect(markup`<p title="${'"'}">${pieces}</p>`.text).toBe(
    '<p title="&quot;"><b>&lt;&amp;&gt;&quot;&#39;</b> a</p>',
  );
});

test('coordinates are told to a hundredth', () => {
  expect(markup`${1 / 3} ${2} ${1e-9}`).toEqual(new Markup('0.33 2 0'));
});

test('whatever the text, it ends no attribute, begins no element and steers nothing', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const inside = markup`${text}`.text;
      expect(inside).not.toMatch(/[<>"'\p{Cc}\p{Cf}\p{Cs}]/u);
      expect(inside.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
    }),
  );
});
