// What an operator would do from here, as lines to copy. There is no button that does it: the page can only read.
import { say } from './api.js';
import { h } from './dom.js';

/** One action: `{ title, words, line }`. */
export function line({ title, words, line: text }) {
  const code = h('code', { tabindex: '0', 'aria-label': `${title}: command` }, text);
  const button = h('button', { type: 'button', 'aria-label': `Copy the command: ${title}`, onclick: () => copied(button, copy(code)) }, 'Copy');
  return h('div', { class: 'line' }, h('p', {}, title, words ? h('span', { class: 'muted' }, ` – ${words}`) : null), code, button);
}

export const lines = actions => h('div', { class: 'lines' }, actions.map(line));

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
