// Asks the host. Every answer is JSON, every query is a GET of the page's own origin.
import { clock, fill, h } from './dom.js';

export class Refusal extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }

  /** Whether the same query can never be answered otherwise. */
  get final() {
    return this.status < 500 && this.status !== 401;
  }
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
  if (response.status === 401) throw new Refusal('The console needs its token. Load the page again to sign in.', 401);
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(body.error ?? `The host answered ${response.status}.`, response.status);
  return body;
}

/** Signals for queries of which only the last one is wanted: each new signal aborts the one before, and all end with the view. */
export function latest(signal) {
  let last;
  return () => {
    last?.abort();
    last = new AbortController();
    return AbortSignal.any([signal, last.signal]);
  };
}

export const health = async signal => (await fetch('/health/ready', { signal })).json();

const banner = () => document.getElementById('banner');
/** What went wrong in each poll that fails now; the page shows the first. */
const wrong = new Map();

function tell(who, words) {
  if (words) wrong.set(who, words);
  else wrong.delete(who);
  const [first = ''] = wrong.values();
  if (banner().textContent !== first) fill(banner(), first && h('div', { class: 'callout bad' }, first));
}

/** Announces something to those who do not see it. */
export const say = words => { document.getElementById('said').textContent = words; };

/**
 * Does work now and every so many milliseconds, while the view is open and the page is visible. The work gets a signal that aborts
 * when the view is left, or when the next turn begins before its end.
 *
 * @return begins a turn at once
 */
export function poll(signal, milliseconds, work) {
  let timer;
  let good = new Date();
  const begin = latest(signal);
  const turn = async () => {
    clearTimeout(timer);
    if (signal.aborted) return;
    if (!document.hidden) {
      const own = begin();
      try {
        await work(own);
        if (own.aborted) return;
        good = new Date();
        tell(turn, null);
      } catch (error) {
        if (own.aborted) return;
        tell(turn, error instanceof Refusal ? error.message : `The host does not answer. What you see is from ${clock(good)}; trying again.`);
      }
    }
    timer = setTimeout(turn, milliseconds);
  };
  signal.addEventListener('abort', () => { clearTimeout(timer); tell(turn, null); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) turn(); }, { signal });
  turn();
  return turn;
}
