// Tenants and their plugins: version, state, fault; and what they serve, as a model sees it.
import { ask, poll } from './api.js';
import { bytes, card, chip, count, empty, fill, h, head, part, span, tag } from './dom.js';
import { changes, lines } from './lines.js';

const states = { served: ['ok', 'Served'], kept: ['warn', 'Older version served'], refused: ['bad', 'Refused'], loading: ['off', 'Loading'] };

export default function plugins(page, { rest: [only], filters, signal, note }) {
  const search = h('input', { type: 'search', name: 'q', value: filters.q ?? '', placeholder: 'Part of a name', 'aria-label': 'Search tenants', maxlength: 100 });
  const list = h('div', { class: 'stack' });
  const shown = new Map();
  const none = h('div', { class: 'card', hidden: true }, empty('No tenant', `${only ? 'This host has no tenant of that name.' : 'No tenant’s name contains that.'} A folder in the plugin folder is a tenant.`));
  const more = h('p', { class: 'muted' });
  page.append(only ? h('a', { class: 'back', href: '#/plugins' }, '← All tenants') : '',
    head(only ?? 'Tenants and plugins', `What ${only ? 'this' : 'each'} tenant serves, which version of which jar, and what is wrong with those that are not served.`,
      only ? null : h('div', { class: 'field' }, search)), h('div', { class: 'stack' }, elsewhere(), list, none, more, only ? tenantActions(only, signal) : null));
  search.addEventListener('input', () => { note({ q: search.value }); turn(); });

  function elsewhere() {
    const box = part(faults => faults.length === 0 ? null : h('div', { class: 'callout bad' }, h('ul', {}, faults.map(({ tenant, plugin, fault }) =>
      h('li', {}, h('strong', {}, `${tenant}/${plugin}`), ` – ${fault}`)))));
    shown.set('', box);
    return box;
  }

  const turn = poll(signal, 3000, async own => {
    const { tenants, faults, total } = await ask('tenants', only ? { name: only } : { q: search.value }, own);
    shown.get('').show(faults);
    const names = new Set(tenants.map(tenant => tenant.name));
    for (const [name, box] of shown) if (name && !names.has(name)) { box.element.remove(); shown.delete(name); }
    tenants.forEach((tenant, at) => {
      if (!shown.has(tenant.name)) shown.set(tenant.name, tenantCard(tenant.name, signal, only !== undefined));
      const box = shown.get(tenant.name);
      if (list.children[at] !== box.element) list.insertBefore(box.element, list.children[at] ?? null);
      box.show(tenant);
    });
    none.hidden = tenants.length > 0;
    more.textContent = total > tenants.length ? `${count(tenants.length)} of ${count(total)} are shown. Search for the others.` : '';
  });
}

/** What an operator can do about the whole tenant. */
function tenantActions(tenant, signal) {
  const body = h('div', { class: 'body' });
  ask('tenant', { tenant }, signal).then(found => fill(body, lines(found.lines, found.hint), h('hr'), changes('changes', { tenant }, tenantEdits, signal)))
    .catch(error => { if (!signal.aborted) fill(body, h('div', { class: 'callout bad' }, error.message)); });
  return card('What you can do', 'to all keys of the tenant: copy a line and run it where redis-cli reaches this Redis', body);
}

const tenantEdits = [['tools', 'Tools at most', 'patterns, such as * !math_div'], ['rate', 'Rate of all keys', 'such as 1000/1m'], ['quota', 'Quota of all keys', 'such as 100000/1d']];

function tenantCard(name, signal, open) {
  const numbers = h('span', { class: 'muted num' });
  const body = h('div');
  const rows = new Map();
  const element = h('section', { class: 'card', 'data-tenant': name }, h('header', {}, h('h2', {}, open ? 'Plugins' : h('a', { href: `#/plugins/${encodeURIComponent(name)}` }, name)), numbers), body);
  return {
    element,
    show(tenant) {
      numbers.textContent = `${count(tenant.running)} running, ${count(tenant.waiting)} waiting, callers hold ${bytes(tenant.memoryHeld)} of ${bytes(tenant.memoryMost)}${tenant.anonymous ? ', open to callers without a key' : ''}`;
      const names = new Set(tenant.plugins.map(plugin => plugin.name));
      for (const [plugin, row] of rows) if (!names.has(plugin)) { row.element.remove(); rows.delete(plugin); }
      if (tenant.plugins.length === 0) fill(body, empty('No plugins', `Put a jar into the folder ${name}.`));
      else if (rows.size === 0) fill(body);
      tenant.plugins.forEach((plugin, at) => {
        if (!rows.has(plugin.name)) rows.set(plugin.name, pluginRow(name, plugin.name, signal, open && tenant.plugins.length === 1));
        const row = rows.get(plugin.name);
        if (body.children[at] !== row.element) body.insertBefore(row.element, body.children[at] ?? null);
        row.show(plugin);
      });
    },
  };
}

function pluginRow(tenant, name, signal, open) {
  const features = h('div', { class: 'features', hidden: true });
  const toggle = h('button', { type: 'button', 'aria-expanded': 'false', 'aria-label': `What a model sees of ${name}`, onclick: () => expand(features.hidden) }, 'What a model sees');
  const state = part(plugin => chip(...states[plugin.state]));
  const version = part(({ jars }) => jars.length === 0 ? h('span', { class: 'muted' }, 'no version runs') : h('span', {}, jars.map(jar =>
    h('span', { class: 'mono', title: `${jar.file}, sha256 ${jar.sha256}…` }, jar.version ?? jar.file, h('span', { class: 'muted' }, ` ${jar.sha256} `)))));
  const serves = part(counts => h('span', { class: 'muted' }, Object.entries(counts).map(([kind, number]) => `${count(number)} ${number === 1 ? kind.replace(/s$/, '') : kind}`).join(', ') || 'nothing'));
  const fault = part(words => words ? h('div', { class: 'callout bad' }, words) : null);
  for (const [box, kind] of [[version, 'versions'], [serves, 'serves']]) box.classList.add(kind);
  fault.classList.add('features');
  const element = h('div', { class: 'plugin', 'data-plugin': name }, h('span', { class: 'name' }, name), state, version, serves, toggle, fault, features);
  let digests;

  async function expand(wanted) {
    features.hidden = !wanted;
    toggle.setAttribute('aria-expanded', String(wanted));
    if (wanted) await load();
  }
  async function load() {
    try {
      const found = await ask('features', { tenant, plugin: name }, signal);
      fill(features, found.features.length === 0 ? empty('It serves nothing', 'No tool, prompt or resource.') : found.features.map(feature),
        found.total > found.features.length ? h('p', { class: 'muted' }, `The first ${count(found.features.length)} of ${count(found.total)}.`) : null);
    } catch (error) {
      if (!signal.aborted) fill(features, h('div', { class: 'callout bad' }, error.message));
    }
  }
  return {
    element,
    show(plugin) {
      state.show({ state: plugin.state });
      version.show({ jars: plugin.jars });
      serves.show(plugin.serves);
      fault.show(plugin.fault);
      fault.hidden = !plugin.fault;
      toggle.disabled = Object.keys(plugin.serves).length === 0;
      const now = JSON.stringify([plugin.jars, plugin.serves]);
      if (digests === undefined && open && !toggle.disabled) expand(true);
      else if (digests !== undefined && digests !== now && !features.hidden) load();
      digests = now;
    },
  };
}

const hints = { readOnlyHint: 'read-only', destructiveHint: 'destructive', idempotentHint: 'idempotent', openWorldHint: 'open world' };

function feature({ kind, name, listed, running, most, timeoutMillis }) {
  const { title, description, annotations, inputSchema, outputSchema } = listed;
  const told = Object.entries(hints).filter(([hint]) => annotations?.[hint] === true).map(([, word]) => tag(word));
  const rest = { ...listed };
  for (const known of ['name', 'title', 'description', 'inputSchema', 'outputSchema']) delete rest[known];
  const json = (label, value) => value === undefined || Object.keys(value).length === 0 ? [] : [h('h3', {}, label), h('pre', { tabindex: '0', 'aria-label': `${label} of ${name}` }, JSON.stringify(value, null, 2))];
  return h('details', { class: 'feature' },
    h('summary', {}, h('code', {}, name), kind === 'tool' ? null : tag(kind), told, h('span', { class: 'what' }, title ?? description ?? '')),
    h('div', {}, title ? h('h3', {}, title) : null, h('p', { class: 'told' }, description || h('span', { class: 'muted' }, 'No description: a model has only the name to go by.')),
      json('Arguments', inputSchema), json('Result', outputSchema), json('More', rest),
      h('p', { class: 'muted num' }, `${count(running)} of at most ${count(most)} running, given up after ${span(timeoutMillis / 1000)}`)));
}
