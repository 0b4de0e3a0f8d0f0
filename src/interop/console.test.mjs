// The console in headless Chromium against a host under load: every view, filter and form; every line copied, run by a shell, and its effect
// seen on the page; by the keyboard alone; on a phone; in the dark; with a token. No error in the browser, and no request elsewhere.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { launch, unavailable } from './browser.mjs';
import { bearer, clients, connect } from './clients.mjs';
import { addTenant, jar, newHome, redisLogin, repository, startHost, stopAndRemove } from './host.mjs';
import { createKey, inForce, redis } from './keys.mjs';

const limit = { timeout: 300_000, skip: unavailable };
const pictures = join(import.meta.dirname, 'target/console');
/** In which a line's effect is to be seen, and what a slow machine takes on top. */
const soon = { timeout: 20_000 };

describe('the console', limit, () => {
  let host, browser, base, key, other, leaver, calling, page, problems;

  before(async () => {
    mkdirSync(pictures, { recursive: true });
    const home = await newHome(config => { config.tenants.open = { anonymous: { tools: 'add' } }; }, { hosts: 1, workers: 0 });
    for (const tenant of ['acme', 'open']) addTenant(home, tenant);
    writeFileSync(join(home.dir, 'tools-plugins/acme/broken.jar'), 'no jar');
    host = await startHost(home);
    base = `http://127.0.0.1:${home.ports.admin}/`;
    key = await createKey(home, { tools: 'add subtract', owner: 'ann', name: 'laptop', rate: '1000/1m', quota: '50000/1d' });
    other = await createKey(home, { tools: 'add', owner: 'bob', name: '<img src=x onerror=alert(1)>', rate: '600/1m' });
    leaver = await createKey(home, { tools: 'add', owner: 'leaver' });
    for (let i = 0; i < 30; i++) await createKey(home, { tenant: i % 2 ? 'demo' : 'acme', tools: 'add', owner: `owner${i}`, exp: String(Math.floor(Date.now() / 1000) + 86_400 * (i + 1)) });
    await inForce(host);
    calling = load(host, [key, other]);
    browser = await launch();
    ({ page, problems } = await open(browser, base));
  });
  after(async () => {
    await calling?.stop();
    await browser?.close();
    if (host) await stopAndRemove(host);
  });

  const view = async (hash, heading) => {
    await page.goto(`${base}#/${hash}`);
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  };
  /** Runs a copied line as an operator does: in a shell where redis-cli knows the password; the line itself names the port. */
  const run = line => promisify(execFile)('bash', ['-c', line.replaceAll('gatehouse.jar', `'${jar}'`)],
    { env: { ...process.env, ...redisLogin(host.home) }, cwd: host.home.dir });
  /** Copies by the button, as the clipboard then has it. */
  const copied = async title => {
    await page.getByRole('button', { name: `Copy the command: ${title}` }).click();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const clean = () => assert.deepEqual(problems, [], 'no error in the console, and no request elsewhere');

  it('shows what the host does: rates, latency, what is open, and what is wrong', limit, async () => {
    await view('', 'Overview');
    await page.getByRole('img', { name: /^Calls per second: [\d.,]+ calls, .* a second$/ }).waitFor();
    await page.getByRole('img', { name: /^Latency: 95 % within [\d.]+ m?s$/ }).waitFor(soon);
    await page.getByText('plugin acme/broken is not served').waitFor(soon);
    await page.getByRole('link', { name: 'demo' }).waitFor();
    await page.getByText(/^[\d,]+ calls, \d+ errors? and [\d,]+ refused in the last .* since the start\.$/).waitFor(soon);
    await page.locator('.tile', { hasText: 'Calls' }).getByText(/[1-9]/).waitFor(soon);
    await page.getByLabel('Tenant', { exact: true }).fill('demo');
    await page.getByRole('button', { name: 'Last day' }).click();
    await page.waitForFunction(() => location.hash.includes('span=day') && location.hash.includes('tenant=demo'));
    await page.reload();
    assert.equal(await page.getByRole('button', { name: 'Last day' }).getAttribute('aria-pressed'), 'true', 'the address keeps what is chosen');
    await view('', 'Overview');
    await sleep(6000); // so that the picture has a line
    await picture(page, 'overview');
    clean();
  });

  it('shows tenants and plugins, faults, and tools as a model sees them', limit, async () => {
    await view('plugins', 'Tenants and plugins');
    await page.locator('[data-tenant=acme] [data-plugin=broken]').getByText('Refused').waitFor();
    await page.locator('[data-tenant=acme] [data-plugin=broken] .callout').getByText('not a whole jar').waitFor();
    await page.getByLabel('Search tenants').fill('dem');
    await page.locator('[data-tenant=acme]').waitFor({ state: 'detached' });
    const math = page.locator('[data-tenant=demo] [data-plugin=math]');
    await math.getByText('Served').waitFor();
    await math.getByRole('button', { name: 'What a model sees of math' }).click();
    await math.locator('summary', { hasText: 'add' }).click();
    await math.locator('.told', { hasText: 'Adds two numbers.' }).waitFor();
    assert.match(await math.locator('pre').first().textContent(), /"the first number"/);
    await page.getByLabel('Search tenants').fill('nobody has this');
    await page.getByText('No tenant’s name contains that.').waitFor();
    clean();
  });

  it('finds keys by text, tenant and state, and folds texts that others wrote into no markup', limit, async () => {
    await view('keys', 'Keys');
    await page.getByText('35 keys').waitFor(soon); // with that of the first start, and one to wait with
    await page.getByLabel('Search').fill('LAPTOP');
    await page.getByText('1 key', { exact: true }).waitFor();
    await page.getByRole('link', { name: key.id }).waitFor();
    await page.getByLabel('Search').fill('onerror');
    await page.getByText('<img src=x onerror=alert(1)>').waitFor();
    await page.getByLabel('Search').fill('');
    await page.getByLabel('Tenant').fill('acme');
    await page.getByText('15 keys').waitFor();
    await page.getByLabel('Tenant').fill('');
    await page.getByLabel('Show').selectOption('Ending within 7 days');
    await page.getByText(/^[67] keys$/).waitFor();
    await page.getByLabel('Show').selectOption('Revoked');
    await page.getByText('No key is found').waitFor();
    await page.getByLabel('Show').selectOption('All keys');
    await page.getByLabel('Search').fill(key.text);
    await page.getByText('1 key', { exact: true }).waitFor();
    assert.equal(await page.getByLabel('Search').inputValue(), key.id, 'a whole key is cut to its id');
    assert.ok(!page.url().includes(key.text.split('_')[2]));
    await page.getByLabel('Search').fill('');
    await page.getByText('35 keys').waitFor();
    await picture(page, 'keys');
    clean();
  });

  it('says in the table’s place that Redis is away, and goes on by itself', limit, async () => {
    await view('keys', 'Keys');
    await page.getByText('35 keys').waitFor(soon);
    await page.route('**/console/api/keys?*', route => route.fulfill({ status: 503, json: { error: 'Redis does not answer' } }));
    await page.getByLabel('Search').fill('laptop');
    await page.getByRole('alert').getByText('Redis does not answer Trying again.').waitFor(soon);
    assert.equal(await page.getByText('No key is found').isVisible(), false);
    await page.unroute('**/console/api/keys?*');
    await page.getByText('1 key', { exact: true }).waitFor(soon);
    assert.equal(await page.getByText('Redis does not answer').isVisible(), false);
    problems.splice(0, problems.length, ...problems.filter(problem => !/503/.test(problem)));
    clean();
  });

  it('asks again when too many ask, and says nothing of it', limit, async () => {
    let refused = 0;
    await page.route('**/console/api/key?*', route => refused++ < 2 ? route.fulfill({ status: 503, headers: { 'Retry-After': '1' }, json: { error: 'Too many' } }) : route.continue());
    await view(`keys/${key.id}`, key.id);
    await page.getByText('1000/1m of the key').waitFor(soon);
    assert.ok(refused > 2);
    assert.equal(await page.locator('#banner').textContent(), '');
    await page.unroute('**/console/api/key?*');
    problems.splice(0, problems.length, ...problems.filter(problem => !/503/.test(problem)));
    clean();
  });

  it('keeps keys, and parts of them, out of the address', limit, async () => {
    const secret = key.text.split('_')[2];
    for (const [hash, label] of [['keys', 'Tenant'], ['keys', 'Search'], ['audit?tenant=demo', 'Owner'], ['audit?tenant=demo', 'Tool, prompt or resource'], ['explain', 'Tool']]) {
      await page.goto(`${base}#/${hash}`);
      const field = page.locator('#view').getByLabel(label, { exact: true });
      await field.fill(key.text);
      assert.equal(await field.inputValue(), key.id, `${label} of ${hash}`);
      await field.fill(secret);
      await sleep(500);
      assert.ok(!page.url().includes(secret.slice(0, 32)), `${label} of ${hash}`);
    }
    await page.goto(`${base}#/keys/${key.text}`);
    await page.getByRole('heading', { level: 1, name: key.id }).waitFor();
    assert.ok(!page.url().includes(secret));
    await page.goto(`${base}#/keys/%zz`);
    await page.getByText('There is no such key').waitFor(soon);
    await page.goto(`${base}#/keys/000000000000`);
    await page.getByText('There is no such key').waitFor(soon);
    assert.equal(await page.locator('#banner').textContent(), '');
    problems.splice(0, problems.length, ...problems.filter(problem => !/400|404/.test(problem)));
    clean();
  });

  it('shows one key, and each line does what it says within a second', limit, async () => {
    await view(`keys/${key.id}`, key.id);
    await page.getByText('1000/1m of the key').waitFor();
    await page.getByText('50000/1d of the key').waitFor();
    await page.waitForFunction(() => [...document.querySelectorAll('progress')].some(bar => bar.value < bar.max)); // it is being used
    await picture(page, 'key');
    const state = word => page.locator('.head .chip', { hasText: word });

    for (const [title, then, back, again] of [
      ['Revoke the key', 'Revoked', 'Take back the revocation', 'Active'],
      ['Disable the key', 'Disabled', 'Enable the key', 'Active'],
      ['Revoke everything of ann', 'Revoked', 'Take back the revocation of the owner', 'Active'],
      ['Disable the tenant demo', 'Disabled', 'Enable the tenant', 'Active'],
    ]) {
      const line = await copied(title);
      assert.match(line, /^redis-cli -p \d+ (SADD|HSET) /);
      assert.equal(line, await page.getByLabel(`${title}: command`).textContent());
      await run(line);
      const ran = performance.now();
      await state(then).waitFor(soon);
      console.log(`# ${title}: on the page after ${Math.round(performance.now() - ran)} ms`);
      await run(await copied(back));
      await state(again).waitFor(soon);
    }
    clean();
  });

  it('has lines for a whole tenant', limit, async () => {
    await view('plugins/demo', 'demo');
    await run(await copied('Revoke the tenant'));
    await view(`keys/${key.id}`, key.id);
    await page.locator('.head .chip', { hasText: 'Revoked' }).waitFor(soon);
    await run(await copied('Take back the revocation of the tenant'));
    await page.locator('.head .chip', { hasText: 'Active' }).waitFor(soon);
    await view('plugins/demo', 'demo');
    await page.getByLabel('Rate of all keys').fill('90000/1m');
    await run(await copied('Set: rate of all keys'));
    await view(`keys/${key.id}`, key.id);
    await page.getByText('90000/1m of the tenant').waitFor(soon);
    clean();
  });

  it('makes a line of what is to be changed, and says what is wrong with a value', limit, async () => {
    await view(`keys/${other.id}`, other.id);
    await page.getByLabel('Tools', { exact: true }).fill('add (');
    await page.getByText(/Tools: '\('/).waitFor();
    await page.getByLabel('Tools', { exact: true }).fill('subtract !add');
    await page.getByLabel('Rate', { exact: true }).fill('5000/1m');
    await page.getByLabel('Quota', { exact: true }).fill('777/1d');
    await page.getByLabel('End in').fill('3d');
    for (const title of ['tools', 'rate', 'quota', 'end in']) await run(await copied(`Set: ${title}`));
    await page.locator('.facts code', { hasText: 'subtract !add' }).waitFor(soon);
    await page.getByText('5000/1m of the key').waitFor(soon);
    await page.getByText('777/1d of the key').waitFor(soon);
    await page.locator('.facts time', { hasText: 'in 2 d' }).waitFor(soon);
    await page.getByRole('button', { name: 'Copy the command: Set: rate' }).waitFor({ state: 'detached' }); // the record says so by now
    await page.getByLabel('Rate', { exact: true }).fill('600/1m');
    await page.getByText('instead of 5000/1m').waitFor();
    await page.getByLabel('Rate', { exact: true }).fill('');
    const clear = await copied('Clear: rate');
    assert.match(clear, / HDEL /);
    await run(clear);
    await page.getByText('5000/1m of the key').waitFor({ state: 'detached', ...soon });

    const rotation = await copied('Rotate the key');
    assert.match(rotation, /mint --replaces/);
    const { stderr } = await run(rotation);
    const next = /gth_(\w{12})_/.exec(stderr)[1];
    await view(`keys/${next}`, next);
    await page.locator('.facts').getByRole('link', { name: other.id }).waitFor(soon);
    await redis(host.home, 'HSET', `mcp:key:${other.id}`, 'tools', 'add');
    clean();
  });

  it('lists the audit by tool, key, owner, outcome and time, live and in pages', limit, async () => {
    await view('audit?tenant=demo', 'Audit');
    await page.getByText('100 calls, and older ones').waitFor(soon);
    const first = await page.locator('.tabulator-row time').first().textContent();
    await page.waitForFunction(old => document.querySelector('.tabulator-row time')?.textContent !== old, first, soon); // it is live
    const times = await page.locator('.tabulator-row time').evaluateAll(all => all.slice(0, 20).map(one => one.dateTime));
    // The times of two calls that end together may be written the other way round.
    assert.ok(times.every((at, i) => i === 0 || new Date(at) - new Date(times[i - 1]) < 50), `the newest stand first: ${times}`);
    await picture(page, 'audit');
    await page.getByRole('button', { name: 'Older calls' }).click();
    await page.locator('.foot').getByText(/200 calls/).waitFor();
    assert.equal(await page.getByLabel('Live').isChecked(), false, 'older calls are not pushed away');
    await page.getByLabel('Owner').fill('ann');
    await page.waitForFunction(() => location.hash.includes('owner=ann'));
    await page.waitForFunction(() => { const rows = [...document.querySelectorAll('.tabulator-row')]; return rows.length > 0 && rows.every(row => row.textContent.includes('ann')); });
    await page.getByLabel('Tool, prompt or resource').fill('sub*');
    await page.waitForFunction(() => { const rows = [...document.querySelectorAll('.tabulator-row')]; return rows.length > 0 && rows.every(row => row.textContent.includes('subtract')); });
    await page.getByLabel('Outcome').selectOption('error');
    await page.getByText('None fits the filters, or nobody has called yet.').waitFor();
    await page.getByLabel('Outcome').selectOption('');
    await page.getByLabel('Time').selectOption('Last 15 minutes');
    await page.getByLabel('Key', { exact: true }).fill(key.text);
    await page.waitForFunction(id => location.hash.includes(`key=${id}`), key.id);

    await page.getByRole('button', { name: 'Refusals' }).click();
    await page.getByLabel('Owner').fill('bob');
    await page.getByLabel('Key', { exact: true }).fill('');
    await page.getByLabel('Tool, prompt or resource').fill('');
    await page.locator('.tabulator-row', { hasText: 'forbidden' }).first().waitFor(soon);
    await page.getByRole('textbox', { name: 'Day (UTC)' }).fill('1999-12-31');
    await page.getByText('None fits the filters on that day.').waitFor();
    await page.getByLabel('Nobody’s keys').check();
    await page.waitForFunction(() => location.hash.includes('tenant=-'));
    await page.getByRole('button', { name: 'Calls', exact: true }).click();
    await page.waitForFunction(() => location.hash.includes('tenant=demo'));
    await page.locator('.tabulator-row', { hasText: 'add' }).first().waitFor(soon);
    await page.getByLabel('Owner').fill('ann');
    await page.goto(`${base}#/open`); // before the list has been asked for
    await sleep(500);
    assert.ok(page.url().endsWith('#/open'));
    clean();
  });

  it('explains a decision, as the command does', limit, async () => {
    await view(`keys/${key.id}`, key.id);
    await page.getByRole('link', { name: 'what it may do' }).click();
    await page.getByRole('heading', { level: 1, name: 'Explain' }).waitFor();
    await page.getByLabel('Tool', { exact: true }).fill('add');
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByText('Allowed').waitFor();
    const rule = await page.locator('[data-word]').textContent();
    const { stdout } = await run(`java -jar gatehouse.jar explain ${key.id} add`);
    assert.ok(stdout.includes(rule), `${stdout} has ${rule}`);
    await page.getByLabel('Tool', { exact: true }).fill('drop_table');
    await page.keyboard.press('Enter');
    await page.getByText('Denied').waitFor();
    await picture(page, 'explain');
    await page.getByLabel('Key', { exact: true }).fill('nonsense');
    await page.keyboard.press('Enter');
    await page.getByText('key must be the id of a key').waitFor();
    problems.splice(0, problems.length, ...problems.filter(problem => !/400/.test(problem))); // a refused query is an error to the browser
    clean();
  });

  it('shows sessions and streams that are open, until they end with their key', limit, async () => {
    const session = await connect(clients[0], host.base, bearer(leaver.text));
    const stream = await listen(host, leaver);
    await view('open', 'Open now');
    await page.getByRole('grid', { name: 'Streams' }).getByRole('link', { name: leaver.id }).waitFor(soon);
    await page.getByRole('grid', { name: 'Sessions' }).getByText('Listening').waitFor(soon);
    await page.getByLabel('Tenant', { exact: true }).fill('acme');
    await page.getByText('Nobody has one at this host now.').waitFor(soon);
    await page.getByLabel('Tenant', { exact: true }).fill('');
    await picture(page, 'open');
    await page.getByRole('grid', { name: 'Streams' }).getByRole('link', { name: leaver.id }).click();
    await run(await copied('Revoke the key'));
    await view('open', 'Open now');
    await page.getByText('A client of 2026-07-28 opens one').waitFor(soon);
    await page.getByText('Nobody has one at this host now.').waitFor(soon);
    await stream.body.cancel().catch(() => {});
    await session.close().catch(() => {});
    clean();
  });

  it('can be used by the keyboard alone', limit, async () => {
    await view('', 'Overview');
    await page.reload();
    const press = (name, times = 1) => Array.from({ length: times }).reduce(before => before.then(() => page.keyboard.press(name)), Promise.resolve());
    const focused = () => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.name);
    const tabTo = async (wanted, most = 60) => {
      for (let i = 0; i < most; i++) {
        await press('Tab');
        if (await focused() === wanted) return;
      }
      assert.fail(`Tab never came to ${wanted}`);
    };
    await tabTo('Skip to the content', 1);
    await tabTo('Keys');
    await press('Enter');
    await page.getByText('36 keys').waitFor(soon);
    assert.equal(await focused(), 'Keys', 'the heading of the new view has the focus');
    await tabTo('q');
    await page.keyboard.type('laptop');
    await page.getByText('1 key', { exact: true }).waitFor();
    await tabTo('Owner'); // a heading that sorts
    await press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-sort')), 'ascending');
    await tabTo(key.id);
    const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.equal(ring, 'solid', 'the focus can be seen');
    await press('Enter');
    await page.getByRole('heading', { level: 1, name: key.id }).waitFor();
    await page.getByRole('button', { name: 'Copy the command: Revoke the key' }).waitFor();
    await tabTo('Copy');
    await press('Enter');
    await page.waitForFunction(() => document.activeElement.textContent === 'Copied');
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `redis-cli -p ${host.home.ports.redis} SADD mcp:revoked ${key.id}`);
    assert.equal(await page.locator('#said').textContent(), 'The command was copied.');
    clean();
  });

  it('fits a phone, where a row unfolds', limit, async () => {
    const phone = await open(browser, base, { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
    for (const [hash, seen] of [['', 'Calls per second'], ['plugins', 'math'], ['keys', key.id], [`keys/${key.id}`, 'Revoke the key'], ['audit?tenant=demo', 'add'], ['explain', 'Explain'], ['open', 'Sessions']]) {
      await phone.page.goto(`${base}#/${hash}`);
      await phone.page.locator('#view').getByText(seen).first().waitFor(soon);
      const beyond = await phone.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(beyond <= 0, `${hash || 'the overview'} is ${beyond} pixels too wide`);
    }
    await phone.page.goto(`${base}#/keys?q=laptop`);
    const unfold = phone.page.getByRole('button', { name: 'More of this row' });
    assert.equal(await unfold.getAttribute('aria-expanded'), 'false');
    await unfold.tap();
    assert.equal(await unfold.getAttribute('aria-expanded'), 'true');
    await phone.page.getByRole('rowheader', { name: 'Limits' }).waitFor();
    await picture(phone.page, 'phone');
    assert.deepEqual(phone.problems, []);
    await phone.page.context().close();
  });

  it('is dark where the person likes it dark, and every text can be read', limit, async () => {
    for (const colorScheme of ['light', 'dark']) {
      const { page: dark, problems: its } = await open(browser, base, { colorScheme, reducedMotion: 'reduce' });
      for (const hash of ['', 'plugins', `keys/${key.id}`, 'keys', 'audit?tenant=demo']) {
        await dark.goto(`${base}#/${hash}`);
        await dark.locator('.chip').first().waitFor(soon);
        await sleep(1000);
        assert.deepEqual(await dark.evaluate(tooFaint), [], `${colorScheme}: ${hash}`);
      }
      await dark.goto(`${base}#/`);
      await dark.getByRole('img', { name: /^Latency: 95 % within [\d.]+ m?s$/ }).waitFor(soon);
      await picture(dark, colorScheme);
      if (process.env.INTEROP_WRITE) copyFileSync(join(pictures, 'light.png'), ofManual);
      assert.deepEqual(its, []);
      await dark.context().close();
    }
  });

  it('tells when the host is away, and goes on by itself', limit, async () => {
    await view('', 'Overview');
    await page.route('**/console/api/**', route => route.abort());
    await page.getByText('The host does not answer.').waitFor(soon);
    await page.unroute('**/console/api/**');
    await page.getByText('The host does not answer.').waitFor({ state: 'detached', timeout: 20_000 });
    problems.splice(0, problems.length, ...problems.filter(problem => !/ERR_FAILED/.test(problem)));
    clean();
  });
});

describe('a console with a token', limit, () => {
  const token = 'a token of an operator, 0123456789';
  let host, browser;
  before(async () => {
    host = await startHost(await newHome(config => { config.admin = { ...config.admin, host: '0.0.0.0', token: '${env:CONSOLE_TOKEN}' }; }, { hosts: 1, workers: 0 }), { CONSOLE_TOKEN: token });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    if (host) await stopAndRemove(host);
  });

  it('asks a browser for it, and then works as any', limit, async () => {
    const base = `http://127.0.0.1:${host.home.ports.admin}/`;
    const stranger = await (await browser.newContext()).newPage();
    assert.equal((await stranger.goto(base).catch(() => null))?.status() ?? 401, 401);
    const wrong = await (await browser.newContext({ httpCredentials: { username: 'ann', password: `${token}!` } })).newPage();
    assert.equal((await wrong.goto(base).catch(() => null))?.status() ?? 401, 401);
    const { page, problems } = await open(browser, base, { httpCredentials: { username: 'ann', password: token } });
    await page.goto(`${base}#/keys`);
    await page.getByText('0 keys').or(page.getByText('1 key', { exact: true })).waitFor(soon);
    assert.deepEqual(problems, []);
    assert.ok(!(host.stdout + host.stderr).includes(token));
  });
});

/** A page, and what goes wrong in it: errors, and requests to anything but the console. */
async function open(browser, base, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: base.replace(/\/$/, '') }).catch(() => {});
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const problems = [];
  page.on('console', message => { if (['error', 'warning'].includes(message.type())) problems.push(message.text()); });
  page.on('pageerror', error => problems.push(String(error)));
  page.on('dialog', dialog => { problems.push(dialog.message()); dialog.dismiss(); });
  page.on('request', request => { if (!request.url().startsWith(base)) problems.push(`a request to ${request.url()}`); });
  return { page, problems };
}

const picture = (page, name) => page.screenshot({ path: join(pictures, `${name}.png`), timeout: 90_000 });
/** The picture of the manual, which is taken anew by ./run --write console.test.mjs. */
const ofManual = join(repository, 'src/site/resources/images/console.png');

/** Texts whose contrast is below 4.5 to 1 (WCAG 2.2, 1.4.3). Runs in the page. */
function tooFaint() {
  const numbers = colour => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => { const [x, y, z] = [r, g, b].map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4); return 0.2126 * x + 0.7152 * y + 0.0722 * z; };
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!own || element.disabled || !element.checkVisibility({ checkOpacity: true }) || element.closest('.tabulator-arrow, .skip, #said')) continue;
    const [one, two] = [light(numbers(getComputedStyle(element).color)), light(behind(element))];
    const contrast = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (contrast < 4.5) found.push(`${element.textContent.trim().slice(0, 30)}: ${contrast.toFixed(2)}`);
  }
  return [...new Set(found)].slice(0, 10);
}

const meta = { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {} } };
const post = (host, key, method, params, headers = {}) => fetch(`${host.base}/mcp`, {
  method: 'POST', body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, ...meta } }),
  headers: { Authorization: `Bearer ${key.text}`, Accept: 'application/json, text/event-stream', 'Content-Type': 'application/json', 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': method, ...headers },
});
const listen = (host, key) => post(host, key, 'subscriptions/listen', { notifications: { toolsListChanged: true } });

/** Calls all the time, a tool that the second key may not call among them. */
function load(host, keys) {
  let going = true;
  const done = (async () => {
    for (let i = 0; going; i++) {
      const name = i % 3 ? 'add' : 'subtract';
      await Promise.all(keys.map(key => post(host, key, 'tools/call', { name, arguments: { a: i, b: 2 } }, { 'Mcp-Name': name }).then(response => response.text()).catch(() => {})));
      await sleep(60);
    }
  })();
  return { stop: () => { going = false; return done; } };
}
