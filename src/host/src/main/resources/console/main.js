// The page: which view the address names, and the state of the host above all views.
import { health, ask, poll } from './api.js';
import { chip, fill, h, span } from './dom.js';
import audit from './audit.js';
import explain from './explain.js';
import keys from './keys.js';
import open from './open.js';
import overview from './overview.js';
import plugins from './plugins.js';
import { cutKeys, isSecret, withoutKeys } from './secrets.js';

const views = [
  ['', 'Overview', overview],
  ['plugins', 'Plugins', plugins],
  ['keys', 'Keys', keys],
  ['audit', 'Audit', audit],
  ['explain', 'Explain', explain],
  ['open', 'Open now', open],
];

let leave = new AbortController();
let shown;
/** The state of the host, and what is wrong with it. */
let wrong = ['', []];

/** The address: `#/keys/0f3a?q=ann` is the view `keys`, the rest `['0f3a']`, and the filters `{ q: 'ann' }`. */
function address() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?', 2);
  const [view, ...rest] = path.split('/');
  return { view, rest: rest.map(decoded).map(withoutKeys), filters: Object.fromEntries([...new URLSearchParams(query ?? '')].map(([name, value]) => [name, withoutKeys(value)])) };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // somebody has typed a % that stands for nothing
  }
}

function show() {
  if (location.hash === '#content') return; // the link that skips the menu
  const { view, rest, filters } = address();
  const [name, title, render] = views.find(([known]) => known === view) ?? views[0];
  if (isSecret(decoded(location.hash))) history.replaceState(null, '', to(name, rest, filters));
  let here = location.hash;
  const note = kept => {
    if (location.hash !== here) return; // another view is about to be shown
    history.replaceState(null, '', to(name, rest, kept));
    here = location.hash;
  };
  leave.abort();
  leave = new AbortController();
  document.title = `${title} · Gatehouse console`;
  for (const link of document.querySelectorAll('#views a')) {
    if (link.dataset.view === name) {
      link.setAttribute('aria-current', 'page');
      link.scrollIntoView({ inline: 'center', block: 'nearest' });
    }
    else link.removeAttribute('aria-current');
  }
  const page = h('div', { class: 'page' });
  fill(document.getElementById('view'), page);
  render(page, { problems: () => wrong[1], rest, filters, signal: leave.signal, note });
  if (shown !== undefined) {
    page.querySelector('h1')?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
  shown = name;
}

/** The address of a view, without anything that looks like a secret. */
const to = (view, rest, filters) => {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value && !isSecret(value))).toString();
  return `#/${[view, ...rest.filter(part => !isSecret(part)).map(encodeURIComponent)].join('/')}${query ? `?${query}` : ''}`;
};

function menu() {
  fill(document.getElementById('views'), views.map(([name, title]) => h('li', {},
    h('a', { href: `#/${name}`, 'data-view': name }, title, name === 'plugins' ? h('span', { class: 'count', hidden: true, id: 'faults' }) : null))));
}

const mostFaults = 5;

/** What is wrong with the host as a whole, in words. */
function problems(ready) {
  const data = name => ready.checks?.find(check => check.id === name)?.data ?? {};
  const found = (ready.checks ?? []).filter(check => check.status === 'DOWN').map(check => `${check.id} is down`);
  found.push(...(data('redis').problems ?? []));
  if (data('audit').lost > 0) found.push(`${data('audit').lost} entries of the audit were lost`);
  for (const one of data('issuers').problems ?? []) found.push(`issuer ${one.tenant}/${one.issuer}: ${one.fault}`);
  for (const fault of data('configuration').refused ?? []) found.push(`the changed configuration is refused: ${fault}`);
  for (const field of data('configuration').restart ?? []) found.push(`${field} takes effect at the next start`);
  const faults = data('plugins').faults ?? [];
  for (const one of faults.slice(0, mostFaults)) found.push(`plugin ${one.tenant}/${one.plugin} is not served: ${one.fault}`);
  if (faults.length > mostFaults) found.push(`${faults.length - mostFaults} more plugins are not served`);
  return { found, faults: faults.length };
}

function watchHost() {
  poll(new AbortController().signal, 5000, async () => {
    const [ready, host] = await Promise.all([health(), ask('host')]);
    const { found, faults } = problems(ready);
    const status = document.getElementById('status');
    const state = ready.outcome ?? ready.status;
    const kind = state === 'UP' ? 'ok' : state === 'DEGRADED' ? 'warn' : 'bad';
    const words = kind === 'ok' ? 'Up' : kind === 'warn' ? 'Degraded' : 'Down';
    const key = JSON.stringify([state, found]);
    if (status.dataset.key !== key) {
      status.dataset.key = key;
      fill(status, chip(kind, words), found.length > 0 ? h('a', { href: '#/' }, found.length === 1 ? '1 problem' : `${found.length} problems`) : null);
    }
    fill(document.getElementById('about'), h('span', {}, `${host.version} · up ${span(Date.now() / 1000 - host.started)}`));
    const badge = document.getElementById('faults');
    badge.hidden = faults === 0;
    badge.textContent = String(faults);
    badge.title = `${faults} plugins are refused`;
    if (key !== JSON.stringify(wrong)) {
      wrong = [state, found];
      document.dispatchEvent(new CustomEvent('problems', { detail: found }));
    }
  });
}

menu();
cutKeys();
addEventListener('hashchange', show);
show();
watchHost();
