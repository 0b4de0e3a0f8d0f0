// What a program that uses the official clients brings for OAuth: a place for what they store, and a person who opens the page.
import assert from 'node:assert/strict';
import { UnauthorizedError as UnauthorizedV2 } from '@modelcontextprotocol/client';
import { UnauthorizedError as UnauthorizedV1 } from '@modelcontextprotocol/sdk/client/auth.js';
import { clients } from './clients.mjs';

/** The clients that know OAuth: HTTP+SSE has no metadata of its own. */
export const oauthClients = clients.filter(kind => /1\.x, Streamable|default negotiation|automatic negotiation/.test(kind.name));
const isV1 = kind => kind.name.startsWith('SDK 1');
const asksAPerson = error => error instanceof UnauthorizedV1 || error instanceof UnauthorizedV2;

/**
 * Keeps in memory what a client stores. `registered` is a client that the authorization server knows already, with its issuer; without
 * `refreshes` no refresh token is kept.
 */
export class Provider {
  asked = []; // the URLs that the person had to open
  seen = []; // the access tokens, the newest last

  constructor(redirectUrl, { registered, refreshes = true } = {}) {
    Object.assign(this, { redirectUrl, refreshes, client: registered });
  }

  get clientMetadata() {
    return {
      client_name: 'Gatehouse interop', redirect_uris: [this.redirectUrl], grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'], token_endpoint_auth_method: 'none',
    };
  }

  clientInformation() { return this.client; } // as it was given, with the issuer that the client notes in it
  saveClientInformation(client) { this.client = client; }
  tokens() { return this.stored; }
  saveTokens({ refresh_token: refresh, ...tokens }) {
    this.stored = this.refreshes ? { ...tokens, refresh_token: refresh } : tokens;
    this.seen.push(tokens.access_token);
  }
  redirectToAuthorization(url) { this.asked.push(url); }
  saveCodeVerifier(verifier) { this.verifier = verifier; }
  codeVerifier() { return this.verifier; }
  discoveryState() { return this.discovered; }
  saveDiscoveryState(state) { this.discovered = state; }
  invalidateCredentials(what) { if (what !== 'discovery') this.stored = undefined; }
}

/** What the newest token says. */
export const claims = provider => JSON.parse(Buffer.from(provider.seen.at(-1).split('.')[1], 'base64url'));

/** Has the work end in a page for the person, and brings the client what comes back from it. The pages that were shown are the answer. */
export async function signIn(kind, transport, provider, browser, work) {
  const before = provider.asked.length;
  await assert.rejects(work, error => asksAPerson(error) || assert.fail(error));
  assert.equal(provider.asked.length, before + 1, 'one page is opened');
  const { parameters, shown } = await browser.visit(provider.asked.at(-1));
  assert.ok(parameters.get('code'), String(parameters));
  await transport.finishAuth(isV1(kind) ? parameters.get('code') : parameters);
  return shown;
}

/** A client at this URL, signed in and connected. */
export async function connected(kind, url, provider, browser) {
  const [first, unauthorized] = kind.open(new URL(url), { authProvider: provider }, {});
  const shown = await signIn(kind, unauthorized, provider, browser, () => first.connect(unauthorized, { timeout: 60_000 }));
  await first.close();
  return { ...await open(kind, url, provider), shown };
}

/** A client at this URL that needs no person. */
export async function open(kind, url, authProvider) {
  const [client, transport] = kind.open(new URL(url), { authProvider }, {});
  client.onerror = () => {}; // streams that end, which the tests ask for
  await client.connect(transport, { timeout: 60_000 });
  return { client, transport, close: () => client.close().catch(() => {}) };
}
