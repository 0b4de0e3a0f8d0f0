// The audit of a tenant: calls, the newest first, and refusals, which are added up by day.
import { ask, poll, say } from './api.js';
import { chip, count, empty, field, fill, h, head, millis, select, time, utc } from './dom.js';
import { table } from './table.js';

const kinds = { ok: 'ok', error: 'bad', failed: 'bad', cancelled: 'off', asked: 'off', forbidden: 'warn', limited: 'warn', busy: 'warn', unavailable: 'bad', invalid: 'warn', refused: 'bad' };
const outcome = row => chip(kinds[row.outcome] ?? 'off', row.outcome ?? '–');
const ran = ['ok', 'error', 'failed', 'cancelled', 'asked'];
const refused = ['forbidden', 'limited', 'invalid', 'busy', 'unavailable', 'refused'];
const times = [['', 'Any time'], ['15', 'Last 15 minutes'], ['60', 'Last hour'], ['1440', 'Last day'], ['10080', 'Last week']];
const most = 100;
const key = id => id && /^[0-9a-z]{12,24}$/.test(id) ? h('a', { class: 'mono', href: `#/keys/${id}` }, id) : h('span', { class: 'mono' }, id ?? '–');

export default function audit(page, { filters, signal, note }) {
  const chosen = { view: filters.view === 'refusals' ? 'refusals' : 'calls', tenant: filters.tenant ?? '', name: filters.name ?? '', key: filters.key ?? '', owner: filters.owner ?? '', outcome: filters.outcome ?? '', minutes: filters.minutes ?? '', day: filters.day ?? '' };
  const segments = h('div', { class: 'segments', role: 'group', 'aria-label': 'What to list' }, [['calls', 'Calls'], ['refusals', 'Refusals']].map(([name, title]) =>
    h('button', { type: 'button', 'data-view': name, onclick: () => { chosen.view = name; chosen.outcome = ''; arrange(); load(); } }, title)));
  const text = (name, hint) => h('input', { type: 'text', name, value: chosen[name], placeholder: hint, autocomplete: 'off', spellcheck: 'false', maxlength: 190 });
  const tenant = select('tenant', [], '');
  const [name, keyed, owner, day] = [text('name', 'Any, or math_*'), text('key', 'Any'), text('owner', 'Anybody'), text('day', new Date().toISOString().slice(0, 10))];
  const since = select('minutes', times, chosen.minutes);
  const outcomes = select('outcome', [], '');
  const live = h('input', { type: 'checkbox', name: 'live', checked: true });
  const sinceField = field('Time', since);
  const dayField = field('Day (UTC)', day);
  const liveField = h('label', { class: 'check' }, live, 'Live');
  const more = h('button', { type: 'button', hidden: true, onclick: () => load(true) }, 'Older calls');
  const words = h('span', { role: 'status' });
  const form = h('form', { class: 'filters', role: 'search', onsubmit: event => { event.preventDefault(); load(); } }, field('Tenant', tenant), field('Tool, prompt or resource', name, true), field('Key', keyed), field('Owner', owner), field('Outcome', outcomes), sinceField, dayField, liveField);
  const calls = table(signal, 'Calls', [
    { title: 'Time (UTC)', field: 'at', keep: 0, width: 150, cell: row => h('time', { class: 'num', datetime: new Date(row.at * 1000).toISOString() }, utc(row.at).slice(5)) },
    { title: 'Outcome', field: 'outcome', keep: 0, width: 122, cell: outcome },
    { title: 'What', field: 'name', keep: 1, grow: 2, width: 120, cell: row => h('span', {}, h('code', {}, row.name ?? '–'), row.kind === 'tool' ? null : h('span', { class: 'muted' }, ` ${row.kind}`)) },
    { title: 'Key', field: 'key', keep: 2, width: 122, cell: row => key(row.key) },
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
    { title: 'Key', field: 'key', keep: 3, width: 122, cell: row => key(row.key) },
    { title: 'Owner', field: 'owner', keep: 4, width: 110 },
    { title: 'First', field: 'first', number: true, keep: 5, width: 96, cell: row => time(row.first) },
  ], { nothing: empty('No refusals', 'None fits the filters on that day.') });
  page.append(head('Audit', 'Who called what, and who was refused; never with arguments or results. Equal refusals of a day are added up.', segments),
    h('section', { class: 'card' }, form, calls.element, refusals.element, h('div', { class: 'foot' }, words, more)));

  let rows = [];
  let next = '';
  let turn = 0;
  let timer;
  const later = () => { clearTimeout(timer); timer = setTimeout(() => load(), 300); };
  for (const input of [name, keyed, owner, day]) input.addEventListener('input', later);
  for (const input of [tenant, since, outcomes]) input.addEventListener('change', () => load());

  function arrange() {
    const isCalls = chosen.view === 'calls';
    for (const button of segments.children) button.setAttribute('aria-pressed', String(button.dataset.view === chosen.view));
    fill(outcomes, [['', 'Any'], ...(isCalls ? ran : refused).map(word => [word, word])].map(([value, label]) => h('option', { value, selected: value === chosen.outcome }, label)));
    calls.element.hidden = !isCalls;
    refusals.element.hidden = isCalls;
    sinceField.hidden = !isCalls;
    liveField.hidden = !isCalls;
    dayField.hidden = isCalls;
    nobody.hidden = isCalls;
    nobody.disabled = isCalls;
  }
  const nobody = h('option', { value: '-' }, 'Nobody’s keys');

  /** @param quiet a refresh: the state of the form and what is shown stay */
  async function load(further = false, quiet = false) {
    const mine = ++turn;
    const isCalls = chosen.view === 'calls';
    Object.assign(chosen, { tenant: tenant.value, name: name.value.trim(), key: keyed.value.trim(), owner: owner.value.trim(), outcome: outcomes.value, minutes: isCalls ? since.value : '', day: isCalls ? '' : day.value.trim() });
    note(chosen);
    if (!chosen.tenant) {
      words.textContent = 'There is no tenant yet.';
      return;
    }
    if (!quiet) words.textContent = 'Looking';
    const asked = { tenant: chosen.tenant === '-' ? '' : chosen.tenant, name: chosen.name, key: chosen.key, owner: chosen.owner, outcome: chosen.outcome };
    try {
      if (isCalls) await showCalls(await ask('audit', { ...asked, minutes: chosen.minutes, from: further ? next : '' }, signal), further, mine, quiet);
      else await showRefusals(await ask('refusals', { ...asked, day: chosen.day }, signal), mine);
    } catch (error) {
      if (quiet) throw error;
      if (!signal.aborted && mine === turn) { words.textContent = error.message; more.hidden = true; }
    }
  }

  async function showCalls(found, further, mine, quiet) {
    if (mine !== turn) return;
    const known = new Set(rows.map(row => row.id));
    const fresh = found.calls.filter(row => !known.has(row.id));
    const joined = quiet && fresh.length < found.calls.length;
    rows = joined ? [...fresh, ...rows].slice(0, most) : [...(further ? rows : []), ...found.calls];
    next = found.next ?? '';
    more.hidden = !next;
    words.textContent = `${count(rows.length)} ${rows.length === 1 ? 'call' : 'calls'}${next ? ', and older ones' : ''}`;
    if (further) { live.checked = false; say(words.textContent); }
    if (joined) {
      if (fresh.length > 0) await calls.prepend(fresh, most);
    } else await calls.show(rows);
  }

  async function showRefusals(found, mine) {
    if (mine !== turn) return;
    more.hidden = true;
    words.textContent = `${count(found.total)} kinds of refusals${found.total > found.refusals.length ? `, ${count(found.refusals.length)} are shown` : ''}`;
    await refusals.show(found.refusals.map((row, id) => ({ id, ...row })));
  }

  arrange();
  let begun = false;
  poll(signal, 2000, async () => {
    if (!begun) {
      const { tenants } = await ask('tenants', {}, signal);
      const names = tenants.map(one => one.name);
      if (chosen.tenant && chosen.tenant !== '-' && !names.includes(chosen.tenant)) names.unshift(chosen.tenant);
      fill(tenant, names.map(value => h('option', { value, selected: value === chosen.tenant }, value)), nobody);
      if (chosen.tenant === '-') tenant.value = '-';
      begun = true;
      await load();
    } else if (live.checked && (chosen.view === 'calls')) {
      await load(false, true);
    }
  });
}
