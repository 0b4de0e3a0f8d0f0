// OAuth against Keycloak: the official clients go by themselves from 401 to a call, with a person at a browser where one is needed, and
// what they hold can be taken back.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ClientCredentialsProvider as RobotV2, DpopSession } from '@modelcontextprotocol/client';
import { ClientCredentialsProvider as RobotV1 } from '@modelcontextprotocol/sdk/client/auth-extensions.js';
import { startBrowser, unavailable as noBrowser } from './browser.mjs';
import { statusOf } from './clients.mjs';
import { pluginJar } from './everything.mjs';
import { addTenant, newHome, startHost, stopAndRemove } from './host.mjs';
import { inForce, redis, until } from './keys.mjs';
import { startKeycloak, unavailable as noKeycloak } from './keycloak.mjs';
import { Provider, claims, connected, oauthClients, open, signIn } from './oauth.mjs';

let host, keycloak, browser, demo, other;
const five = { a: 2, b: 3 };
const text = result => result.content.map(part => part.text).join('\n');
const issuer = tenant => `mcp:issuer:${tenant}:keycloak`;

async function start() {
  const home = await newHome(config => { config.tenants.other = { plugins: { math: {} } }; });
  addTenant(home, 'other');
  cpSync(pluginJar(), join(home.dir, 'tools-plugins/demo/everything.jar'));
  [demo, other] = ['demo', 'other'].map(tenant => `${home.base}/t/${tenant}/mcp`);
  [keycloak, host] = await Promise.all([startKeycloak({ demo, other }), startHost(home)]);
  browser = await startBrowser(keycloak.person);
  await redis(home, 'HSET', 'mcp:role:demo:reader', 'tools', 'add count');
  await redis(home, 'HSET', 'mcp:role:demo:writer', 'tools', 'subtract');
  await redis(home, 'HSET', 'mcp:role:other:reader', 'tools', 'add');
  await redis(home, 'HSET', issuer('demo'), 'issuer', keycloak.issuer, 'roles', 'groups', 'leeway', '0s', 'scopes', 'tools:read',
    'scope.tools:read', 'reader', 'scope.tools:write', 'writer');
  await redis(home, 'HSET', issuer('other'), 'issuer', keycloak.issuer, 'scope.other:read', 'reader');
  await inForce(host);
}

/** A client that the realm has already. */
const known = id => ({ client_id: id, issuer: keycloak.issuer });

/** Revokes, does the work, and takes the revocation back for the tests after it. */
async function revoked(member, work) {
  await redis(host.home, 'SADD', 'mcp:revoked', member);
  try {
    return await work();
  } finally {
    await redis(host.home, 'SREM', 'mcp:revoked', member);
    await inForce(host);
  }
}

const tokenUrl = () => `${keycloak.issuer}/protocol/openid-connect/token`;

/** A token for a confidential client, without a client of MCP. */
async function tokenOf(clientId, scope, headers = {}) {
  const response = await fetch(tokenUrl(), {
    method: 'POST', headers,
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: keycloak.secret, ...(scope && { scope }) }),
  });
  const body = await response.json();
  assert.equal(response.status, 200, JSON.stringify(body));
  return body.access_token;
}

/** A list of tools by hand: what the host answers to these headers. */
const list = (url, headers) => fetch(url, {
  method: 'POST',
  headers: {
    Accept: 'application/json, text/event-stream', 'Content-Type': 'application/json', 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'tools/list',
    ...headers,
  },
  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {},
  } } }),
});

describe('OAuth', { skip: noKeycloak || noBrowser, timeout: 1_800_000 }, () => {
  before(start);
  after(async () => {
    await browser?.close();
    await keycloak?.stop();
    if (host) await stopAndRemove(host);
  });

  for (const kind of oauthClients) describe(kind.name, () => person(kind));
  describe('without a person', robots);
  describe('DPoP', dpop);
});

/** The scopes that a client asks for, but for what 2.x adds to be given a refresh token. */
const tools = parameters => parameters.get('scope').split(' ').filter(scope => scope !== 'offline_access').sort();

function person(kind) {
  it('goes from 401 through discovery, registration and a login page to a call', async () => {
    await browser.forget();
    const provider = new Provider(browser.redirectUrl);
    const { client, transport, close, shown } = await connected(kind, demo, provider, browser);
    assert.deepEqual(shown, ['login', 'consent']);
    const asked = provider.asked[0].searchParams;
    assert.equal(asked.get('resource'), demo);
    assert.deepEqual(tools(asked), ['tools:read']);
    assert.equal(asked.get('code_challenge_method'), 'S256');
    assert.equal(asked.get('client_id'), provider.client.client_id, 'it registered itself');
    assert.equal(claims(provider).aud, demo);
    assert.equal(transport.protocolVersion, kind.speaks);
    assert.equal(text(await client.callTool({ name: 'add', arguments: five })), '5');
    assert.equal(provider.asked.length, 1);
    await close();
  });

  it('goes on with the next token when one has ended, in the same session', async () => {
    const provider = new Provider(browser.redirectUrl, { registered: known('app') });
    const { client, transport, close } = await connected(kind, demo, provider, browser);
    const session = transport.sessionId;
    assert.equal(Boolean(session), kind.speaks !== '2026-07-28');
    assert.equal(text(await client.callTool({ name: 'add', arguments: five })), '5');
    const first = provider.seen.at(-1);
    const ends = claims(provider).exp * 1000;
    await until(() => Date.now() > ends);
    assert.equal(text(await client.callTool({ name: 'add', arguments: five })), '5');
    assert.notEqual(provider.seen.at(-1), first, 'it refreshed');
    assert.equal(transport.sessionId, session);
    assert.equal(provider.asked.length, 1, 'without the person');
    await close();
  });

  it('asks for more when a tool needs another scope, and calls it', async () => {
    // 1.x goes by its refresh token where it has one, which gives it no further scope.
    const provider = new Provider(browser.redirectUrl, { registered: known('desk'), refreshes: !kind.name.startsWith('SDK 1') });
    const { client, transport, close } = await connected(kind, demo, provider, browser);
    const session = transport.sessionId;
    const subtract = () => client.callTool({ name: 'subtract', arguments: { a: 5, b: 3 } });
    await signIn(kind, transport, provider, browser, subtract);
    assert.deepEqual(tools(provider.asked[1].searchParams), ['tools:read', 'tools:write']);
    assert.equal(text(await subtract()), '2');
    assert.equal(text(await client.callTool({ name: 'add', arguments: five })), '5', 'it keeps what it had');
    assert.equal(transport.sessionId, session);
    await close();
  });

  it('is refused a tool that no scope of the issuer would give, without asking the person', async () => {
    const provider = new Provider(browser.redirectUrl, { registered: known('desk') });
    const { client, close } = await connected(kind, demo, provider, browser);
    await assert.rejects(client.callTool({ name: 'counted', arguments: {} }), error => statusOf(error) === 403);
    assert.equal(provider.asked.length, 1);
    await close();
  });

  it('is cut off in the middle of a call when its owner is revoked, and gets no further by refreshing', async () => {
    const provider = new Provider(browser.redirectUrl, { registered: known('desk') });
    const { client, close } = await connected(kind, demo, provider, browser);
    let heard;
    const running = new Promise(done => { heard = done; });
    const count = client.callTool({ name: 'count', arguments: { to: 6000 } }, ...callOptions(kind, { onprogress: heard, timeout: 240_000 }));
    count.catch(() => {});
    await Promise.race([running, count]);
    await revoked(`owner:demo:${claims(provider).sub}`, async () => {
      await assert.rejects(count, error => !/timed out/i.test(error.message) || assert.fail(error));
      await assert.rejects(client.callTool({ name: 'add', arguments: five }), error => !/timed out/i.test(error.message) || assert.fail(error));
      assert.ok(provider.seen.length > 1, 'it refreshed');
      assert.equal((await list(demo, { Authorization: `Bearer ${provider.seen.at(-1)}` })).status, 401);
    });
    await close();
  });

  it('connects again without the person when a token is revoked by its id', async () => {
    const provider = new Provider(browser.redirectUrl, { registered: known('desk') });
    const { close } = await connected(kind, demo, provider, browser);
    const first = provider.seen.at(-1);
    await revoked(`token:demo:${claims(provider).jti}`, async () => {
      await inForce(host);
      assert.equal((await list(demo, { Authorization: `Bearer ${first}` })).status, 401);
      const again = await open(kind, demo, provider);
      assert.equal(text(await again.client.callTool({ name: 'add', arguments: five })), '5');
      assert.notEqual(provider.seen.at(-1), first, 'it refreshed');
      assert.equal(provider.asked.length, 1);
      await again.close();
    });
    await close();
  });
}

/** 1.x has the schema of the result between arguments and options. */
const callOptions = (kind, options) => (kind.name.startsWith('SDK 1') ? [undefined, options] : [options]);

function robots() {
  for (const kind of oauthClients) {
    const Robot = kind.name.startsWith('SDK 1') ? RobotV1 : RobotV2;
    const robot = scope => new Robot({ clientId: 'robot', clientSecret: keycloak.secret, expectedIssuer: keycloak.issuer, scope });

    it(`${kind.name} calls with client credentials`, async () => {
      const { client, close } = await open(kind, demo, robot('tools:read'));
      assert.equal(text(await client.callTool({ name: 'add', arguments: five })), '5');
      assert.deepEqual((await client.listTools()).tools.map(tool => tool.name).sort(), ['add', 'count']);
      await close();
    });
  }

  it('a token of another tenant at the same authorization server is refused', async () => {
    const token = { demo: await tokenOf('robot', 'tools:read'), other: await tokenOf('robot', 'other:read') };
    for (const [tenant, url] of Object.entries({ demo, other })) {
      for (const of of ['demo', 'other']) {
        const response = await list(url, { Authorization: `Bearer ${token[of]}` });
        assert.equal(response.status, of === tenant ? 200 : 401, `the token of ${of} at ${tenant}`);
        if (of !== tenant) assert.match(response.headers.get('www-authenticate'), /error="invalid_token"/);
      }
    }
  });

  it('the roles that the token lists grant what they grant', async () => {
    const response = await list(demo, { Authorization: `Bearer ${await tokenOf('clerk')}` });
    const body = await response.json();
    assert.deepEqual(body.result?.tools.map(tool => tool.name).sort(), ['add', 'count'], JSON.stringify(body));
  });
}

function dpop() {
  it('a call with a proof passes; without one, with the same again, or for another URL, it is 401', async () => {
    const session = await DpopSession.create();
    const token = await tokenOf('guarded', 'tools:read', { DPoP: await session.buildProof({ htm: 'POST', htu: tokenUrl() }) });
    const proof = at => session.buildProof({ htm: 'POST', htu: at, accessToken: token });
    const status = async headers => (await list(demo, headers)).status;
    const first = await proof(demo);
    assert.equal(await status({ Authorization: `DPoP ${token}`, DPoP: first }), 200);
    assert.equal(await status({ Authorization: `DPoP ${token}`, DPoP: first }), 401, 'the same proof again');
    assert.equal(await status({ Authorization: `DPoP ${token}` }), 401, 'no proof');
    assert.equal(await status({ Authorization: `Bearer ${token}` }), 401, 'as a bearer token');
    assert.equal(await status({ Authorization: `DPoP ${token}`, DPoP: await proof(other) }), 401, 'for another URL');
    assert.equal(await status({ Authorization: `DPoP ${token}`, DPoP: await proof(demo) }), 200);
  });

  for (const kind of oauthClients.filter(one => !one.name.startsWith('SDK 1'))) {
    it(`${kind.name} proves every request`, async () => {
      const provider = new RobotV2({ clientId: 'guarded', clientSecret: keycloak.secret, expectedIssuer: keycloak.issuer, scope: 'tools:read' });
      const session = await DpopSession.create();
      provider.dpop = () => session;
      const { client, close } = await open(kind, demo, provider);
      assert.equal(text(await client.callTool({ name: 'add', arguments: five })), '5');
      assert.equal(provider.tokens().token_type, 'DPoP');
      await close();
    });
  }
}
