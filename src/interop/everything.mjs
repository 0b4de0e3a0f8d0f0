// A host with the plugin that serves every MCP feature once, behind a proxy that checks every message the host sends.
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { newHome, removeHome, repository, startHost } from './host.mjs';
import { createKey } from './keys.mjs';
import { startProxy } from './proxy.mjs';
import { WireCheck } from './schemas.mjs';

export const tenant = 'showcase';
const target = join(repository, 'src/plugins/everything/target');
/** Real patterns and real limits, all of them high enough: the checks are on. */
const rights = {
  tenant, tools: '* !forbidden_*', prompts: '* !forbidden_*', resources: 'test://* !test://forbidden*', rate: '100000/1m',
};

/** Starts host and proxies: `keyless` is the base for clients without a key, `direct` for those with one; both are checked. */
export async function startEverything(change, options) {
  const home = await newHome(change, options);
  const folder = join(home.dir, 'tools-plugins', tenant);
  mkdirSync(folder, { recursive: true });
  cpSync(pluginJar(), join(folder, 'everything.jar'));
  const host = await startHost(home);
  const newKey = fields => createKey(home, { ...rights, ...fields });
  const key = await newKey();
  const check = new WireCheck();
  const proxies = [];
  const proxied = async headers => {
    const proxy = await startProxy(host.base, headers, exchange => check.exchange(exchange), request => check.sent(request));
    proxies.push(proxy);
    return proxy.base;
  };
  const close = async () => {
    await Promise.all(proxies.map(proxy => proxy.close()));
    removeHome(home);
  };
  return {
    host, check, newKey, key, close,
    keyless: await proxied({ Authorization: `Bearer ${key.text}` }),
    direct: await proxied({}),
    stop: () => host.stop().finally(close),
  };
}

export function pluginJar() {
  const name = existsSync(target) && readdirSync(target).find(file => /^everything.*\.jar$/.test(file) && !file.includes('sources'));
  if (!name) throw new Error('src/plugins/everything/target has no jar: build it first, mvn -q -DskipTests package');
  return join(target, name);
}
