// The audit of a tenant: calls, the newest first, and refusals, which are added up by day.
import { ask, latest, poll, say } from './api.js';
import { chip, count, empty, field, fill, h, head, keyLink, millis, select, tenantField, time, utc } from './dom.js';
import { table } from './table.js';

const kinds = { ok: 'ok', error: 'bad', failed: 'bad', cancelled: 'off', asked: 'off', forbidden: 'warn', limited: 'warn', busy: 'warn', unavailable: 'bad', invalid: 'warn', refused: 'bad' };
const outcome = row => chip(kinds[row.outcome] ?? 'off', row.outcome ?? '–');
const ran = ['ok', 'error', 'failed', 'cancelled', 'asked'];
const refused = ['forbidden', 'limited', 'invalid', 'busy', 'unavailable', 'refused'];
const times = [['', 'Any time'], ['15', 'Last 15 minutes'], ['60', 'Last hour'], ['1440', 'Last day'], ['10080', 'Last week']];
const most = 100;

export default function audit(page, { filters, signal, note }) {
  const chosen = { view: filters.view === 'refusals' ? 'refusals' : 'calls', tenant: filters.tenant ?? '', name: filters.name ?? '', key: filters.key ?? '', owner: filters.owner ?? '', outcome: filters.outcome ?? '', minutes: filters.minutes ?? '', day: filters.day ?? '' };
  const segments = h('div', { class: 'segments', role: 'group', 'aria-label': 'What to list' }, [['calls', 'Calls'], ['refusals', 'Refusals']].map(([name, title]) =>
    h('button', { type: 'button', 'data-view': name, onclick: () => { chosen.view = name; chosen.outcome = ''; arrange(); load(); } }, title)));
  const text = (name, hint) => h('input', { type: 'text', name, value: chosen[name], placeholder: hint, autocomplete: 'off', spellcheck: 'false', maxlength: 190 });
  const tenant = tenantField(chosen.tenant === '-' ? '' : chosen.tenant, 'Its name', () => load());
  const nobody = h('input', { type: 'checkbox', name: 'nobody', checked: chosen.tenant === '-', onchange: () => { arrange(); load(); } });
  const [name, keyed, owner, day] = [text('name', 'Any, or math_*'), text('key', 'Any'), text('owner', 'Anybody'), text('day', new Date().toISOString().slice(0, 10))];
  const since = select('minutes', times, chosen.minutes);
  const outcomes = select('outcome', [], '');
  const live = h('input', { type: 'checkbox', name: 'live', checked: true });
  const sinceField = field('Time', since);
  const dayField = field('Day (UTC)', day);
  const nobodyField = h('label', { class: 'check' }, nobody, 'Nobody’s keys');
  const liveField = h('label', { class: 'check' }, live, 'Live');
  const more = h('button', { type: 'button', hidden: true, onclick: () => load(true) }, 'Older calls');
  const words = h('span', { role: 'status' });
  const form = h('form', { class: 'filters', role: 'search', onsubmit: event => { event.preventDefault(); load(); } }, field('Tenant', tenant.element), field('Tool, prompt or resource', name, true), field('Key', keyed), field('Owner', owner), field('Outcome', outcomes), sinceField, dayField, liveField, nobodyField);
  const calls = table(signal, 'Calls', [
    { title: 'Time (UTC)', field: 'at', keep: 0, width: 150, cell: row => h('time', { class: 'num', datetime: new Date(row.at * 1000).toISOString() }, utc(row.at).slice(5)) },
    { title: 'Outcome', field: 'outcome', keep: 0, width: 122, cell: outcome },
    { title: 'What', field: 'name', keep: 1, grow: 2, width: 120, cell: row => h('span', {}, h('code', {}, row.name ?? '–'), row.kind === 'tool' ? null : h('span', { class: 'muted' }, ` ${row.kind}`)) },
    { title: 'Key', field: 'key', keep: 2, width: 122, cell: row => keyLink(row.key) },
    { title: 'Owner', field: 'owner', keep: 3, width: 110 },
    { title: 'Took', field: 'ms', number: true, keep: 2, width: 80, cell: row => millis(row.ms) },
    { title: 'Reason', field: 'reason', keep: 4, width: 110 },
    { title: 'Request', field: 'request', keep: 5, width: 84, cell: row => h('span', { class: 'mono' }, row.request ?? '–') },
  ], { nothing: empty('No calls', 'None fits the filters, or nobody has called yet.') });
  const refusals = table(signal, 'Refusals', [
    { title: 'Last', field: 'last', keep: 0, number: true, width: 96, cell: row => time(row.last) },
    { title: 'Outcome', field: 'outcome', keep: 0, width: 122, cell: outcome },
    { title: 'Times', field: 'count', number: true, keep: 0, width: 76, cell: row => count(row.count) },
    { title: 'Reason', field: 'reason', keep: 1, grow: 2, width: 140 },
    { title: 'What', field: 'name', keep: 2, width: 120, cell: row => h('code', {}, row.name ?? '–') },
    { title: 'Key', field: 'key', keep: 3, width: 122, cell: row => keyLink(row.key) },
    { title: 'Owner', field: 'owner', keep: 4, width: 110 },
    { title: 'First', field: 'first', number: true, keep: 5, width: 96, cell: row => time(row.first) },
  ], { nothing: empty('No refusals', 'None fits the filters on that day.') });
  page.append(head('Audit', 'Who called what, and who was refused; never with arguments or results. Equal refusals of a day are added up.', segments),
    h('section', { class: 'card' }, form, calls.element, refusals.element, h('div', { class: 'foot' }, words, more)));

  let rows = [];
  let next = '';
  let begun = false;
  let looking = false;
  let timer;
  const begin = latest(signal);
  const later = () => { looking = true; clearTimeout(timer); timer = setTimeout(() => load(), 300); };
  for (const input of [name, keyed, owner, day]) input.addEventListener('input', later);
  signal.addEventListener('abort', () => clearTimeout(timer));
  for (const input of [since, outcomes]) input.addEventListener('change', () => load());

  function arrange() {
    const isCalls = chosen.view === 'calls';
    for (const button of segments.children) button.setAttribute('aria-pressed', String(button.dataset.view === chosen.view));
    fill(outcomes, [['', 'Any'], ...(isCalls ? ran : refused).map(word => [word, word])].map(([value, label]) => h('option', { value, selected: value === chosen.outcome }, label)));
    calls.element.hidden = !isCalls;
    refusals.element.hidden = isCalls;
    sinceField.hidden = !isCalls;
    liveField.hidden = !isCalls;
    dayField.hidden = isCalls;
    nobodyField.hidden = isCalls;
    tenant.input.disabled = !isCalls && nobody.checked;
  }

  /** Takes what the form says. */
  function read(isCalls) {
    clearTimeout(timer);
    Object.assign(chosen, { tenant: tenant.input.disabled ? '-' : tenant.input.value.trim(), name: name.value.trim(), key: keyed.value.trim(), owner: owner.value.trim(), outcome: outcomes.value, minutes: isCalls ? since.value : '', day: isCalls ? '' : day.value.trim() });
    note(chosen);
  }

  /** @param quiet a refresh: the state of the form and what is shown stay */
  async function load(further = false, quiet = false) {
    if (signal.aborted) return;
    const own = begin();
    const isCalls = chosen.view === 'calls';
    if (!quiet) read(isCalls);
    looking = Boolean(chosen.tenant) && !quiet;
    if (!chosen.tenant) {
      words.textContent = begun ? 'Of which tenant?' : 'There is no tenant yet.';
      return;
    }
    if (!quiet) words.textContent = 'Looking';
    if (further) live.checked = false; // older calls are not to be pushed away
    const asked = { tenant: chosen.tenant === '-' ? '' : chosen.tenant, name: chosen.name, key: chosen.key, owner: chosen.owner, outcome: chosen.outcome };
    try {
      if (isCalls) await showCalls(await ask('audit', { ...asked, minutes: chosen.minutes, from: further ? next : '' }, own), further, own, quiet);
      else await showRefusals(await ask('refusals', { ...asked, day: chosen.day }, own), own);
    } catch (error) {
      if (own.aborted) return;
      if (quiet) throw error;
      words.textContent = error.message;
      more.hidden = true;
    }
    if (!own.aborted) looking = false;
  }

  async function showCalls(found, further, own, quiet) {
    if (own.aborted) return;
    const known = new Set(rows.map(row => row.id));
    const fresh = found.calls.filter(row => !known.has(row.id));
    const joined = quiet && fresh.length < found.calls.length;
    rows = joined ? [...fresh, ...rows].slice(0, most) : [...(further ? rows : []), ...found.calls];
    next = found.next ?? '';
    more.hidden = !next;
    words.textContent = `${count(rows.length)} ${rows.length === 1 ? 'call' : 'calls'}${next ? ', and older ones' : ''}`;
    if (further) say(words.textContent);
    if (joined) {
      if (fresh.length > 0) await calls.prepend(fresh, most);
    } else await calls.show(rows);
  }

  async function showRefusals(found, own) {
    if (own.aborted) return;
    more.hidden = true;
    words.textContent = `${count(found.total)} ${found.total === 1 ? 'kind' : 'kinds'} of refusals${found.total > found.refusals.length ? `, ${count(found.refusals.length)} are shown` : ''}`;
    await refusals.show(found.refusals.map((row, id) => ({ id, ...row })));
  }

  arrange();
  poll(signal, 2000, async own => {
    if (!begun) {
      const { tenants } = await ask('tenants', {}, own);
      tenant.suggest(tenants);
      if (!tenant.input.value && tenants.length > 0) tenant.set(tenants[0].name);
      begun = tenant.input.value !== '' || tenant.input.disabled;
      await load();
    } else if (live.checked && chosen.view === 'calls' && !looking) {
      await load(false, true);
    }
  });
}
