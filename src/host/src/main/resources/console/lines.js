// What an operator would do from here, as lines to copy. There is no button that does it: the page can only read.
import { ask, say } from './api.js';
import { field, fill, h } from './dom.js';

/** One action: `{ title, words, line }`. */
export function line({ title, words, line: text }) {
  const code = h('code', { tabindex: '0', 'aria-label': `${title}: command` }, text);
  const button = h('button', { type: 'button', 'aria-label': `Copy the command: ${title}`, onclick: () => copied(button, copy(code)) }, 'Copy');
  return h('div', { class: 'line' }, h('p', {}, title, words ? h('span', { class: 'muted' }, ` – ${words}`) : null), code, button);
}

/** @param hint what redis-cli needs to reach the Redis, said once above them */
export const lines = (actions, hint) => h('div', { class: 'lines' }, hint ? h('p', { class: 'muted' }, hint) : null, actions.map(line));

async function copied(button, copying) {
  const done = await copying;
  button.textContent = done ? 'Copied' : 'Select it';
  button.classList.toggle('done', done);
  say(done ? 'The command was copied.' : 'The command is selected; copy it with the keyboard.');
  setTimeout(() => { button.textContent = 'Copy'; button.classList.remove('done'); }, 1600);
}

/** Copies by the clipboard's interface where the page may use it (HTTPS and loopback), and by a selection elsewhere. */
async function copy(code) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(code);
    return document.execCommand('copy');
  }
}

/**
 * A form whose fields become lines. What a value may be is decided by the host, with the words of its commands.
 *
 * @param what the record is that of, as parameters of the query
 * @param edits `[name, title, hint]` of each field
 */
export function changes(query, what, edits, signal) {
  const out = h('div', { class: 'lines', 'aria-live': 'polite' });
  const inputs = edits.map(([name, , hint]) => h('input', { type: 'text', name, placeholder: hint, autocomplete: 'off', spellcheck: 'false', maxlength: 190 }));
  let before = {};
  let asked = 0;
  let timer;
  const form = h('form', { class: 'filters changes', onsubmit: event => { event.preventDefault(); update(); }, oninput: () => { clearTimeout(timer); timer = setTimeout(update, 200); } },
    edits.map(([, title], at) => field(title, inputs[at], at === 0)));

  async function update() {
    const mine = ++asked;
    const changed = inputs.map(input => [input.name, input.value.trim()]).filter(([name, value]) => value !== (before[name] ?? ''));
    const cleared = changed.filter(([, value]) => !value).map(([name]) => name);
    try {
      const found = changed.length === 0 ? {} : await ask(query, { ...what, ...Object.fromEntries(changed), clear: cleared.join(' ') }, signal);
      if (mine !== asked) return;
      fill(out, edits.filter(([name]) => found[name]).map(([name, title]) => found[name].line
        ? line({ title: `${cleared.includes(name) ? 'Clear' : 'Set'}: ${title.toLowerCase()}`, words: before[name] ? `instead of ${before[name]}` : null, line: found[name].line })
        : h('div', { class: 'callout' }, `${title}: ${found[name].fault}`)));
    } catch (error) {
      if (!signal.aborted && mine === asked) fill(out, h('div', { class: 'callout bad' }, error.message));
    }
  }

  return Object.assign(h('div', {}, form, out), {
    /** Takes what the record says now; a field that says what it said before says it, too. */
    known(values) {
      const now = Object.fromEntries(edits.map(([name]) => [name, (values[name] ?? '').trim()]));
      if (edits.every(([name]) => now[name] === (before[name] ?? ''))) return;
      for (const input of inputs) if (input.value.trim() === (before[input.name] ?? '')) input.value = now[input.name];
      before = now;
      update();
    },
  });
}
