import { expect, test } from '@jest/globals';
import { element, trusted } from '../../../../lib/render/formats/html/markup.ts';

test('a value is text: it becomes no tag and ends no attribute', () => {
  const name = `"><script>alert('&')</script>\u202e\u001b[2J`;
  const escaped = '&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt; [2J';
  expect(element`<p title="${name}">${name}</p>`.text).toBe(`<p title="${escaped}">${escaped}</p>`);
});

test('markup inside markup stays markup, in lists as well', () => {
  const items = ['<', 1].map((item) => element`<li>${item}`);
  expect(element`<ul>${items}${[trusted('<hr>'), '<']}</ul>`.text).toBe('<ul><li>&lt;<li>1<hr>&lt;</ul>');
});
