// What the host would decide about a key and a tool, and by which rule: the command explain as a form.
import { ask } from './api.js';
import { card, chip, empty, field, fill, h, head } from './dom.js';
import { idOf } from './secrets.js';

export default function explain(page, { filters, signal, note }) {
  const key = h('input', { type: 'text', name: 'key', value: filters.key ?? '', placeholder: 'The part after gth_', autocomplete: 'off', spellcheck: 'false', required: true, maxlength: 190 });
  const tool = h('input', { type: 'text', name: 'tool', value: filters.tool ?? '', placeholder: 'Its name', list: 'tools', autocomplete: 'off', spellcheck: 'false', required: true, maxlength: 128 });
  const tools = h('datalist', { id: 'tools' });
  const out = h('div', { role: 'status' }, empty('Which key, and which tool?', 'The answer is that of the host, by the records as they are now.'));
  const form = h('form', { class: 'filters', onsubmit: event => { event.preventDefault(); decide(); } },
    field('Key', key, true), field('Tool', h('div', {}, tool, tools), true), h('button', { type: 'submit', class: 'main' }, 'Explain'));
  page.append(head('Explain', 'Whether a key may call a tool, and which rule decides. The same as the command explain.'), h('section', { class: 'card' }, form, h('div', { class: 'body pad' }, out)));
  key.addEventListener('change', () => { key.value = idOf(key.value); suggest(); });

  async function decide() {
    key.value = idOf(key.value);
    note({ key: key.value, tool: tool.value.trim() });
    try {
      const { allowed, lines: [first, ...rest] } = await ask('explain', { key: key.value, tool: tool.value.trim() }, signal);
      const [, word, rule] = /^(\w+): (.*)$/s.exec(first) ?? [null, '', first];
      fill(out, h('div', { class: 'stack' }, h('div', { class: 'decision' }, chip(allowed ? 'ok' : 'bad', allowed ? 'Allowed' : 'Denied'), h('code', {}, tool.value.trim())),
        h('p', { 'data-word': word }, rule), rest.map(line => line.startsWith('warning: ') ? h('div', { class: 'callout' }, line.slice(9)) : h('p', { class: 'muted' }, line)),
        h('p', {}, h('a', { href: `#/keys/${encodeURIComponent(key.value)}` }, 'Look at the key'))));
    } catch (error) {
      if (!signal.aborted) fill(out, h('div', { class: 'callout bad' }, error.message));
    }
  }

  /** Names of tools of the key's tenant. */
  async function suggest() {
    try {
      const { tenant } = await ask('key', { id: key.value }, signal);
      const { features } = await ask('features', { tenant }, signal);
      fill(tools, features.filter(one => one.kind === 'tool').map(one => h('option', { value: one.name })));
    } catch {
      fill(tools);
    }
  }

  if (key.value) suggest();
  if (key.value && tool.value) decide();
}
