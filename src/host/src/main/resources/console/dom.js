// Builds elements. Everything that comes from the host is set as text, never as markup: names, descriptions and reasons were written by others.

/** An element: `h('p', { class: 'muted' }, 'text', other)`. Properties that begin with `on` are listeners; null and false leave one out. */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'value') element.value = value;
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false).map(node));
  return element;
}

const node = child => child instanceof Node ? child : document.createTextNode(String(child));

/** Puts these children in place of those that are there. */
export const fill = (element, ...children) => (element.replaceChildren(...children.flat().filter(Boolean)), element);

const shapes = { ok: '●', warn: '▲', bad: '✕', off: '○' };

/** A state, told by a shape, a word and a colour. */
export const chip = (kind, word) => h('span', { class: `chip ${kind}` }, h('i', { 'aria-hidden': 'true' }, shapes[kind] ?? shapes.off), word);

export const tag = word => h('span', { class: 'tag' }, word);

export const empty = (title, words) => h('div', { class: 'empty' }, h('strong', {}, title), words);

export const card = (title, hint, ...body) => h('section', { class: 'card' },
  h('header', {}, h('h2', {}, title), hint ? h('span', { class: 'muted' }, hint) : null), ...body);

/** The head of a view. Its heading takes the focus when the view is opened. */
export const head = (title, words, ...more) => h('div', { class: 'head' }, h('div', {}, h('h1', { tabindex: '-1' }, title), words ? h('p', {}, words) : null), ...more);

export const facts = pairs => h('dl', { class: 'facts' }, pairs.filter(Boolean).flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value ?? '–')]));

/** A labelled field of a filter or a form. */
export function field(label, input, wide) {
  return h('label', { class: wide ? 'field wide' : 'field' }, h('span', {}, label), input);
}

export const select = (name, options, value) => h('select', { name, value: null }, options.map(([key, label]) =>
  h('option', { value: key, selected: key === value }, label)));

/** The id of a key as a link to it. What stands for no record in the audit is text: opaque keys are cut there, tokens and anonymous callers have none. */
export const keyLink = id => /^([0-9a-z]{12}|[0-9a-f]{24})$/.test(id ?? '') ? h('a', { class: 'mono', href: `#/keys/${id}` }, id) : h('span', { class: 'mono' }, id ?? '–');

/**
 * A field for a tenant's name that suggests some; any other can be typed.
 *
 * @param chosen is told when a name that is known, or none, has been typed, and of any other when it is left
 */
export function tenantField(value, hint, chosen) {
  const names = h('datalist', { id: 'tenants' });
  let known = new Set(['']);
  let told = value;
  const tell = () => { if (input.value.trim() !== told) chosen(told = input.value.trim()); };
  const input = h('input', { type: 'text', name: 'tenant', value, list: 'tenants', placeholder: hint, autocomplete: 'off', spellcheck: 'false', maxlength: 63,
    oninput: () => { if (known.has(input.value.trim())) tell(); }, onchange: tell });
  const element = h('div', {}, input, names);
  return {
    element, input,
    set(name) { input.value = told = name; },
    suggest(tenants) {
      if (tenants.every(({ name }) => known.has(name))) return;
      known = new Set(['', ...tenants.map(({ name }) => name)]);
      fill(names, tenants.map(({ name }) => h('option', { value: name })));
    },
  };
}

/** Renders a part again only when what it shows has changed, so that a focus in it stays where it is. */
export function part(render) {
  const element = h('div');
  let shown;
  return Object.assign(element, {
    show(data) {
      const text = JSON.stringify(data ?? null);
      if (text !== shown) {
        shown = text;
        fill(element, render(data));
      }
    },
  });
}

const whole = new Intl.NumberFormat('en-GB');
const short = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
export const count = number => whole.format(number);
export const rate = number => number === null || number === undefined ? '–' : number !== 0 && number < 0.1 ? '< 0.1' : short.format(number);
export const millis = number => number === null || number === undefined ? '–' : number < 10 ? `${short.format(number)} ms`
  : number < 10_000 ? `${whole.format(Math.round(number))} ms` : `${short.format(number / 1000)} s`;

export function bytes(number) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  for (; number >= 1024 && unit < units.length - 1; unit++) number /= 1024;
  return `${short.format(number)} ${units[unit]}`;
}

const steps = [[60, 's'], [60, 'min'], [24, 'h'], [Infinity, 'd']];

/** A time span in words: `3 min`. */
export function span(seconds) {
  let number = Math.max(0, Math.round(seconds));
  for (const [size, word] of steps) {
    if (number < size) return `${number} ${word}`;
    number = Math.floor(number / size);
  }
  return '';
}

const two = number => String(number).padStart(2, '0');
/** A time in UTC, as logs and the audit have it. */
export const utc = seconds => new Date(seconds * 1000).toISOString().replace('T', ' ').slice(0, 19);
export const clock = date => `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;

/** A time: how long ago, or in how long; the whole of it on hovering. */
export function time(seconds) {
  if (seconds === null || seconds === undefined) return h('span', { class: 'muted' }, '–');
  const ago = Date.now() / 1000 - seconds;
  const words = ago < -1 ? `in ${span(-ago)}` : ago < 5 ? 'just now' : `${span(ago)} ago`;
  return h('time', { datetime: new Date(seconds * 1000).toISOString(), title: `${utc(seconds)} UTC` }, words);
}
