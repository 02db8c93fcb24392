// Does every character on a page have a shape of its own?

/** Characters that no font may have: not assigned, or never a character. */
const NOBODYS = ['\u0378', '\u{2fffe}'];

/**
 * The characters of a page that are drawn as nothing or as the box for "no glyph": each distinct one, in the font of the
 * element it stands in, compared with characters that no font has. Texts, labels of fields, placeholders and values.
 */
export async function missingGlyphs(page, also = '') {
  return page.evaluate(({ nobodys, also }) => {
    const wanted = new Map();
    const want = (text, element) => {
      const style = getComputedStyle(element);
      const font = `${style.fontStyle} ${style.fontWeight} 32px ${style.fontFamily}`;
      for (const { segment } of new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(text)) {
        if (/^[\p{White_Space}\p{Cc}\p{Cf}]*$/u.test(segment)) { continue; }
        wanted.set(`${font}\n${segment}`, { font, segment });
      }
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!/^(SCRIPT|STYLE|NOSCRIPT)$/.test(element.nodeName)) { want(walker.currentNode.data, element); }
    }
    for (const field of document.querySelectorAll('input:not([type=hidden]), textarea, select')) {
      want(`${field.placeholder || ''}${field.type === 'password' ? '' : field.value || ''}`, field);
    }
    want(document.title + also, document.body);

    const canvas = document.createElement('canvas');
    canvas.width = 64;
    canvas.height = 48;
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    const drawn = (font, text) => {
      pen.clearRect(0, 0, canvas.width, canvas.height);
      pen.font = font;
      pen.textBaseline = 'middle';
      pen.fillText(text, 4, 24);
      return pen.getImageData(0, 0, canvas.width, canvas.height).data.join();
    };
    const nothing = drawn('32px sans-serif', ' ');
    const boxes = new Map();
    const missing = new Set();
    for (const { font, segment } of wanted.values()) {
      if (!boxes.has(font)) { boxes.set(font, nobodys.map((text) => drawn(font, text))); }
      const shape = drawn(font, segment);
      if (shape === nothing || boxes.get(font).includes(shape)) { missing.add(segment); }
    }
    return { looked: wanted.size, missing: [...missing] };
  }, { nobodys: NOBODYS, also });
}
