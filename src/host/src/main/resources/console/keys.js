// Keys: a list that can be searched, and one key with what is left of its limits and what an operator can do about it.
import { Refusal, ask, latest, poll } from './api.js';
import { card, chip, count, empty, facts, field, fill, h, head, keyLink, part, select, span, tag, tenantField, time } from './dom.js';
import { changes, lines } from './lines.js';
import { table } from './table.js';

const states = { active: ['ok', 'Active'], disabled: ['off', 'Disabled'], expired: ['off', 'Expired'], pending: ['warn', 'Not yet valid'], revoked: ['bad', 'Revoked'], unreadable: ['bad', 'Unreadable'] };
const state = row => chip(...(states[row.status] ?? ['off', row.status]));
const show = [['', 'All keys'], ['status=active', 'Active'], ['status=revoked', 'Revoked'], ['status=disabled', 'Disabled'], ['status=expired', 'Expired'], ['status=pending', 'Not yet valid'],
  ['status=unreadable', 'Unreadable'], ['expiring=7', 'Ending within 7 days'], ['expiring=30', 'Ending within 30 days'], ['unused=30', 'Unused for 30 days'], ['unused=90', 'Unused for 90 days']];

export default (page, context) => context.rest.length > 0 ? one(page, context) : list(page, context);

const pageRows = 100;
const retryMillis = 3000;

const patterns = row => row.rights.tools ?? (row.rights.roles ? `role ${row.rights.roles}` : null);
const limits = row => Object.entries(row.limits).map(([name, value]) => name === 'rate' || name === 'quota' ? value : `${name} ${value}`).join(', ');

function list(page, { filters, signal, note }) {
  const chosen = { q: filters.q ?? '', tenant: filters.tenant ?? '', show: filters.show ?? '' };
  const search = h('input', { type: 'search', name: 'q', value: chosen.q, placeholder: 'Id, owner or name', autocomplete: 'off', spellcheck: 'false', maxlength: 190 });
  const tenant = tenantField(chosen.tenant, 'All', () => load());
  const which = select('show', show, chosen.show);
  const more = h('button', { type: 'button', hidden: true, onclick: () => load(true) }, 'More keys');
  const words = h('span', { role: 'status' });
  const wrong = h('div', { role: 'alert' });
  const grid = table(signal, 'Keys', [
    { title: 'Key', field: 'id', keep: 0, width: 122, cell: row => keyLink(row.id) },
    { title: 'State', field: 'status', keep: 0, width: 118, cell: state },
    { title: 'Owner', field: 'owner', keep: 1, width: 120 },
    { title: 'Name', field: 'name', keep: 3, width: 100 },
    { title: 'Tenant', field: 'tenant', keep: 2, width: 96 },
    { title: 'Tools', field: 'tools', keep: 3, grow: 2, width: 120, cell: row => row.tools ? h('span', { class: 'mono', title: row.tools }, row.tools) : h('span', { class: 'muted' }, 'none') },
    { title: 'Limits', field: 'limit', keep: 4, width: 110, cell: row => row.limit || h('span', { class: 'muted' }, 'none of its own') },
    { title: 'Last use', field: 'lastUse', number: true, keep: 2, width: 106, cell: row => row.lastUse === null ? h('span', { class: 'muted' }, 'never') : time(row.lastUse) },
    { title: 'Ends', field: 'expires', number: true, keep: 4, width: 90, cell: row => row.expires === null ? h('span', { class: 'muted' }, 'never') : time(row.expires) },
  ], { nothing: empty('No key is found', 'None fits the filters. A key is made by the command mint.') });
  const form = h('form', { class: 'filters', role: 'search', onsubmit: event => { event.preventDefault(); load(); } },
    field('Search', search, true), field('Tenant', tenant.element), field('Show', which));
  page.append(head('Keys', 'Of the whole installation, as Redis has them now.'), h('section', { class: 'card' }, form, wrong, grid.element, h('div', { class: 'foot' }, words, more)));

  let rows = [];
  let next = '';
  let timer;
  const begin = latest(signal);
  const later = () => { clearTimeout(timer); timer = setTimeout(() => load(), 250); };
  search.addEventListener('input', later);
  which.addEventListener('change', () => load());

  signal.addEventListener('abort', () => clearTimeout(timer));

  /** Shows a page. The host looks for some seconds at a time, so it may take several queries until the page is full. */
  async function load(further = false, wanted = (further ? rows.length : 0) + pageRows) {
    if (signal.aborted) return;
    clearTimeout(timer);
    const own = begin();
    Object.assign(chosen, { q: search.value.trim(), tenant: tenant.input.value.trim(), show: which.value });
    note(chosen);
    const [key, value] = chosen.show.split('=');
    words.textContent = further ? `${count(rows.length)} keys, looking for more` : 'Looking';
    try {
      const found = await ask('keys', { q: chosen.q, tenant: chosen.tenant, [key || 'status']: value, from: further ? next : '' }, own);
      failed(null);
      const known = new Set(further ? rows.map(row => row.id) : []);
      rows = [...(further ? rows : []), ...found.keys.filter(row => !known.has(row.id)).map(row => ({ ...row, tools: patterns(row), limit: limits(row) }))];
      next = found.next ?? '';
      more.hidden = !next;
      words.textContent = `${count(rows.length)} ${rows.length === 1 ? 'key' : 'keys'}${next ? ' so far' : ''}`;
      await grid.show(rows);
      if (next && rows.length < wanted && !own.aborted) await load(true, wanted);
    } catch (error) {
      if (!own.aborted) failed(error, further);
    }
  }

  /** Says in the table's place what went wrong, and tries again. What is shown already stays when only the next page is missing. */
  function failed(error, further) {
    const text = error && (error instanceof Refusal ? error.message : 'The host does not answer.');
    grid.element.hidden = Boolean(error) && !further;
    if (!error || further) fill(wrong);
    else if (!wrong.textContent.startsWith(text)) fill(wrong, h('div', { class: 'callout bad' }, text, error.final ? '' : ' Trying again.'));
    if (!error) return;
    words.textContent = further ? `${count(rows.length)} keys. ${text}` : '';
    more.hidden = !further;
    if (!further && !error.final) timer = setTimeout(() => load(), retryMillis);
  }

  load();
  ask('tenants', {}, signal).then(found => tenant.suggest(found.tenants)).catch(() => {});
}

function one(page, { rest: [id], signal }) {
  const title = h('span', {}, state({ status: '' }));
  const about = part(facted);
  const left = part(meters);
  const actions = part(shown => lines(shown.lines, shown.hint));
  const status = part(row => h('div', { class: 'stack' }, row.detail ? h('div', { class: 'callout' }, row.detail) : null));
  const wrong = h('div');
  const form = changes('changes', { id }, edits, signal);
  const body = h('div', { class: 'stack', hidden: true }, status, h('div', { class: 'two' }, card('Key', null, h('div', { class: 'body' }, about)),
    card('Limits', 'what is left now', h('div', { class: 'body' }, left))), card('What you can do', 'copy a line and run it where redis-cli reaches this Redis', h('div', { class: 'body' }, actions)),
  card('Change it', 'type what it is to be', h('div', { class: 'body' }, form)));
  page.append(h('a', { class: 'back', href: '#/keys' }, '← All keys'), head(id, null, title), wrong, body);
  page.querySelector('h1').classList.add('mono');

  poll(signal, 500, async own => {
    try {
      const key = await ask('key', { id }, own);
      fill(title, state(key));
      status.show({ detail: key.detail });
      about.show({ ...key, left: undefined, lines: undefined, hint: undefined, minute: Math.floor(Date.now() / 60_000) }); // so that "3 min ago" goes on
      left.show({ ...key.left, status: key.status });
      actions.show({ lines: key.lines, hint: key.hint });
      form.known({ ...key.rights, ...key.limits });
      body.hidden = false;
      fill(wrong);
    } catch (error) {
      if (error.status !== 404 && error.status !== 400) throw error;
      body.hidden = true;
      fill(title);
      fill(wrong, h('div', { class: 'card' }, empty('There is no such key', `Redis has no record of ${id}. It was removed, has ended with its time to live, or never was.`)));
    }
  });
}

const rights = [['tools', 'Tools'], ['prompts', 'Prompts'], ['resources', 'Resources'], ['roles', 'Roles']];

function facted(key) {
  const linked = (view, filters, words) => h('a', { href: `#/${view}?${new URLSearchParams(filters)}` }, words);
  const known = value => value ?? h('span', { class: 'muted' }, '–');
  return facts([
    ['Tenant', key.tenant ? h('a', { href: `#/plugins/${encodeURIComponent(key.tenant)}` }, key.tenant) : null],
    ['Owner', key.owner ? linked('keys', { q: key.owner }, key.owner) : known(null)],
    ['Name', known(key.name)],
    ...rights.filter(([name]) => key.rights[name] !== undefined).map(([name, title]) => [title, h('code', {}, key.rights[name])]),
    ...key.cuts.map(cut => ['Cut', h('span', {}, `${cut.field} by the ceiling of ${cut.record}: `, h('code', {}, cut.patterns))]),
    Object.keys(key.rights).length === 0 ? ['Rights', h('span', { class: 'muted' }, 'none: it may call nothing')] : null,
    key.ips ? ['From', h('code', {}, key.ips)] : null,
    ['Last use', key.lastUse === null ? h('span', { class: 'muted' }, 'never, or longer ago than is kept') : time(key.lastUse)],
    ['Made', key.created === null ? h('span', { class: 'muted' }, 'the record does not say') : time(key.created)],
    ['Ends', key.expires === null ? h('span', { class: 'muted' }, 'never') : time(key.expires)],
    key.replaces ? ['Replaces', keyLink(key.replaces)] : null,
    ['Look at', h('span', {}, key.tenant ? [linked('audit', { tenant: key.tenant, key: key.shown }, 'its calls'), ' · '] : null, linked('explain', { key: key.id }, 'what it may do'))],
  ]);
}

const whose = { tenant: 'the tenant', owner: 'the owner', role: 'a role', key: 'the key', issuer: 'the issuer' };

function meters({ counted, concurrency, status }) {
  if (counted === undefined) return empty('Nothing to count', status === 'active' ? 'No limit is known.' : 'The key is not let in now.');
  if (counted.length === 0 && concurrency.length === 0) return empty('No limits', 'Neither the key nor its roles, owner or tenant have one.');
  return [
    ...counted.map(limit => h('div', { class: `meter ${limit.left === 0 ? 'none' : limit.left < limit.most / 10 ? 'low' : ''}` },
      h('span', {}, h('strong', {}, limit.limit), ` of ${whose[limit.scope] ?? limit.scope}`, limit.pattern ? [' for ', h('code', {}, limit.pattern)] : null),
      h('span', { class: 'num' }, limit.left === 0 ? h('strong', {}, 'nothing left') : [h('strong', {}, count(limit.left)), ' left']),
      h('progress', { max: limit.most, value: limit.left, 'aria-label': `${limit.limit} of ${whose[limit.scope] ?? limit.scope}: ${limit.left} left` }),
      h('span', { class: 'muted' }, limit.kind), h('span', { class: 'muted num' }, limit.resetSeconds > 0 ? `whole again in ${span(limit.resetSeconds)}` : 'untouched'))),
    ...concurrency.map(limit => h('div', { class: 'meter' }, h('span', {}, h('strong', {}, `${count(limit.most)} at once`), ` of ${whose[limit.scope] ?? limit.scope}`), h('span', { class: 'muted' }, 'on each host'))),
  ];
}

const edits = [['tools', 'Tools', 'patterns, such as add math_* !math_div'], ['rate', 'Rate', 'such as 100/1m'], ['quota', 'Quota', 'such as 10000/1d'], ['expires', 'End in', 'such as 90d']];
