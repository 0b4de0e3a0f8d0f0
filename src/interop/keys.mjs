// Keys, made the way the manual makes them: a record in Redis, written by redis-cli. Only the salt and the hash are
// on its command line.
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { redisLogin } from './host.mjs';

const sha256 = text => createHash('sha256').update(text).digest('hex');

/** One redis-cli command against the home's Redis; an error reply is an error here. */
export async function redis(home, ...command) {
  const { stdout } = await promisify(execFile)('redis-cli', ['-p', String(home.ports.redis), '-e', ...command.map(String)],
    { env: { ...redisLogin(home), ...process.env } });
  return stdout.trim();
}

/** A key of the house format with this record, such as { tools: "add", rate: "2/1h" }. */
export async function createKey(home, fields) {
  const id = randomBytes(6).toString('hex');
  const secret = randomBytes(32).toString('hex');
  await write(home, id, secret, { tenant: 'demo', ...fields });
  return { id, text: withCheck(`gth_${id}_${secret}`) };
}

/**
 * Waits until the host has heard of every change made in Redis so far. They are told in their order, so it changes a key of its own
 * last, and asks for that key's list, which costs nobody a call, until the change shows.
 */
export async function inForce(host) {
  host.canary ??= await createKey(host.home, {});
  const { id, text } = host.canary;
  host.canaryTools = host.canaryTools === 'add' ? 'subtract' : 'add';
  await redis(host.home, 'HSET', `mcp:key:${id}`, 'tools', host.canaryTools);
  await everywhere(host, async base => {
    const response = await fetch(`${base}/mcp`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${text}`, Accept: 'application/json, text/event-stream', 'Content-Type': 'application/json',
        'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'tools/list',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {},
      } } }),
    });
    const { result } = await response.json();
    return result?.tools.length === 1 && result.tools[0].name === host.canaryTools;
  });
  await sleep(30); // a host goes by what it knew of a revocation for 25 ms
}

/** Waits for what comes true in a while, however slow the machine is. */
export async function until(holds) {
  const end = Date.now() + 30_000;
  while (!await holds()) {
    if (Date.now() > end) throw new Error('it never happened');
    await sleep(20);
  }
}

/** Waits until it holds of each process of the host. */
export const everywhere = (host, holds) => Promise.all(host.bases.map(base => until(() => holds(base))));

/** For tests of what is counted by the day: near midnight, in UTC, waits for the next. */
export async function awayFromMidnight(minutes) {
  const left = 86_400_000 - Date.now() % 86_400_000;
  if (left < minutes * 60_000) await sleep(left);
}

/** A key in the format that nobody ever registered. */
export const unknownKey = () => withCheck(`gth_${randomBytes(6).toString('hex')}_${randomBytes(32).toString('hex')}`);

/** The right id with another secret: passes the checksum, must fail the hash. */
export const wrongSecret = key => withCheck(`gth_${key.id}_${randomBytes(32).toString('hex')}`);

/** Any string as a key (auth.opaqueKeys): carried over from elsewhere, such as `key1`. */
export async function registerOpaqueKey(home, text, fields) {
  await write(home, sha256(text).slice(0, 24), text, { tenant: 'demo', name: text, ...fields });
  return text;
}

async function write(home, id, secret, fields) {
  const salt = randomBytes(16).toString('hex');
  const record = { ...fields, salt, hash: sha256(salt + secret) };
  await redis(home, 'HSET', `mcp:key:${id}`, ...Object.entries(record).flat());
}

const withCheck = text => `${text}_${sha256(text).slice(0, 8)}`;
