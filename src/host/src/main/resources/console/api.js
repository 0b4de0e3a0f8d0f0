// Asks the host. Every answer is JSON, every query is a GET of the page's own origin.
import { clock, fill, h } from './dom.js';

export class Refusal extends Error {
  /** Whether the same query may be answered later. */
  passing = true;
}

const mostTries = 5;

const pause = (milliseconds, signal) => new Promise((done, fail) => {
  setTimeout(done, milliseconds);
  signal?.addEventListener('abort', () => fail(signal.reason), { once: true });
});

/** Fetches; comes back a few times when the host is asked too much at once. */
async function patient(url, signal) {
  for (let tries = 1; ; tries++) {
    const response = await fetch(url, { signal, headers: { Accept: 'application/json' } });
    if (response.status !== 503 || !response.headers.has('Retry-After') || tries === mostTries) return response;
    await pause(500 + 1000 * Math.random(), signal);
  }
}

/** One query; empty parameters are left out. */
export async function ask(query, parameters = {}, signal) {
  const given = Object.entries(parameters).filter(([, value]) => value !== '' && value !== null && value !== undefined);
  const response = await patient(`/console/api/${query}?${new URLSearchParams(given)}`, signal);
  if (response.status === 401) throw new Refusal('The console needs its token. Load the page again to sign in.');
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Refusal(body.error ?? `The host answered ${response.status}.`), { passing: response.status >= 500 });
  return body;
}

export const health = async signal => (await fetch('/health/ready', { signal })).json();

const banner = () => document.getElementById('banner');
let lastGood = new Date();

/** Says what went wrong, until something goes right. */
export function tell(error) {
  if (error === null) {
    lastGood = new Date();
    if (banner().childElementCount > 0) fill(banner());
    return;
  }
  const words = error instanceof Refusal ? error.message : `The host does not answer. What you see is from ${clock(lastGood)}; trying again.`;
  if (banner().textContent !== words) fill(banner(), h('div', { class: 'callout bad' }, words));
}

/** Announces something to those who do not see it. */
export const say = words => { document.getElementById('said').textContent = words; };

/**
 * Does work now and every so many milliseconds, while the view is open and the page is visible. The work gets a signal that aborts
 * when the view is left.
 */
export function poll(signal, milliseconds, work) {
  let timer;
  const turn = async () => {
    clearTimeout(timer);
    if (signal.aborted) return;
    if (!document.hidden) {
      try {
        await work(signal);
        tell(null);
      } catch (error) {
        if (!signal.aborted) tell(error);
      }
    }
    if (!signal.aborted) timer = setTimeout(turn, milliseconds);
  };
  signal.addEventListener('abort', () => clearTimeout(timer));
  document.addEventListener('visibilitychange', () => { if (!document.hidden) turn(); }, { signal });
  turn();
  return turn;
}
