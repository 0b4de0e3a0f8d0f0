// Keys, made the way the README makes them: a record in Redis, written by redis-cli. Only the salt and the hash are
// on its command line.
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

const sha256 = text => createHash('sha256').update(text).digest('hex');

/** One redis-cli command against the home's Redis; an error reply is an error here. */
export async function redis(home, ...command) {
  const { stdout } = await promisify(execFile)('redis-cli', ['-p', String(home.ports.redis), '-e', ...command.map(String)]);
  return stdout.trim();
}

/** A key of the house format with this record, such as { tools: "add", rate: "2/1h" }. */
export async function createKey(home, fields) {
  const id = randomBytes(6).toString('hex');
  const secret = randomBytes(32).toString('hex');
  await write(home, id, secret, { tenant: 'demo', ...fields });
  return { id, text: withCheck(`gth_${id}_${secret}`) };
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
