// Clients that are programs, with the face of libraries.mjs. Each gets its key by a file or the environment, since a command line can be
// read by everybody on the machine. What a person reads of it, on either stream, is the message of the error.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { hear } from './clients.mjs';
import { clientJar, java, repository } from './host.mjs';
import { installed, modules, node } from './installed.mjs';

const limit = 60_000;
/** The certificate of the proxy in front of several hosts (./run --hosts), for programs on Node, in Python and on the JVM. */
const ca = process.env.NODE_EXTRA_CA_CERTS;
const trust = ca ? { NODE_EXTRA_CA_CERTS: ca } : {};

/** A folder of its own, which is the program's home, too, with one file that only its owner can read. */
function homeWith(name, content) {
  const home = mkdtempSync(join(process.env.INTEROP_TMP ?? tmpdir(), 'client-'));
  const file = join(home, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 });
  return { file, env: { PATH: process.env.PATH, HOME: home, ...trust } };
}

/** Runs the program to its end. Its output, or an error with all that it said. */
async function run(env, ...args) {
  const child = spawn(node, args, { env, cwd: env.HOME, stdio: ['ignore', 'pipe', 'pipe'], timeout: limit });
  let out = '', said = '';
  child.stdout.on('data', text => { out += text; said += text; });
  child.stderr.on('data', text => { said += text; });
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(said);
  return out;
}

const numbers = args => Object.entries(args).map(([name, value]) => `${name}=${value}`);

const mcporter = {
  name: 'mcporter', version: installed('mcporter'),
  reads: { 401: /takes API keys/ },
  async open({ base, key }) {
    const gatehouse = { baseUrl: `${base}/mcp`, headers: { Authorization: 'Bearer ${GATEHOUSE_KEY}' } };
    const { file, env } = homeWith('mcporter.json', { mcpServers: { gatehouse } });
    const command = (...args) => run({ ...env, GATEHOUSE_KEY: key }, join(modules, 'mcporter/dist/cli.js'), '--config', file, ...args);
    return {
      list: async () => JSON.parse(await command('list', 'gatehouse', '--json')).tools.map(tool => tool.name),
      call: async (name, args) => (await command('call', `gatehouse.${name}`, ...numbers(args))).trim(),
      close: async () => {},
    };
  },
};

const inspector = {
  name: '@modelcontextprotocol/inspector', how: '`--cli`', version: installed('@modelcontextprotocol/inspector'),
  reads: { 401: /[Aa]uth/, 403: /Tool 'subtract' not found on server/ }, // it lists the tools before it calls one
  async open({ base, key }) {
    const gatehouse = { type: 'streamable-http', url: `${base}/mcp`, headers: { Authorization: `Bearer ${key}` } };
    const { file, env } = homeWith('mcp.json', { mcpServers: { gatehouse } });
    const command = async (...args) => JSON.parse(await run({ ...env, MCP_INSPECTOR_SECRET_STORE: 'memory' },
      join(modules, '@modelcontextprotocol/inspector/clients/launcher/build/index.js'), '--cli', '--config', file, '--server', 'gatehouse',
      '--stored-auth-only', '--method', ...args));
    return {
      list: async () => (await command('tools/list')).tools.map(tool => tool.name),
      call: async (name, args) => (await command('tools/call', '--tool-name', name, ...numbers(args).flatMap(arg => ['--tool-arg', arg]))).content[0].text,
      close: async () => {},
    };
  },
};

/** It stands between a client that starts its servers and a server that is reached by HTTP. */
const remote = {
  name: 'mcp-remote', version: installed('mcp-remote'),
  reads: { 401: /takes API keys/ },
  async open({ base, key }) {
    const { file, env } = homeWith('headers', `Authorization: Bearer ${key}\n`);
    const transport = new StdioClientTransport({
      command: node, args: [join(modules, 'mcp-remote/dist/proxy.js'), `${base}/mcp`, '--header-file', file],
      env: { ...env, MCP_REMOTE_CONFIG_DIR: env.HOME }, stderr: 'pipe',
    });
    let said = '';
    transport.stderr.on('data', text => { said += text; });
    const client = new Client({ name: 'gatehouse-interop', version: '1.0.0' });
    const asked = request => request.catch(error => { throw client.transport ? error : new Error(said); });
    const changed = new Promise(heard => hear(client, 'notifications/tools/list_changed', heard));
    await asked(client.connect(transport, { timeout: limit }));
    return {
      changed,
      list: async () => (await asked(client.listTools())).tools.map(tool => tool.name),
      call: async (name, args) => (await asked(client.callTool({ name, arguments: args }))).content[0].text,
      close: () => client.close(),
    };
  },
};

/** A program of ours around a library of another language: a JSON object a line each way; see JavaClient.java. */
function driven(command, args, env = {}) {
  return async ({ base, key }) => {
    const child = spawn(command, args, { env: { ...process.env, ...env, GATEHOUSE_KEY: key }, stdio: ['pipe', 'pipe', 'ignore'] });
    const replies = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const timer = setTimeout(() => child.kill('SIGKILL'), 10 * limit).unref();
    let queue = Promise.resolve();
    const ask = request => queue = queue.catch(() => {}).then(async () => {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const { value, done } = await replies.next();
      if (done) throw new Error(`${command} ended`);
      const { result, error } = JSON.parse(value);
      if (error !== undefined) throw new Error(error);
      return result;
    });
    const close = async () => {
      clearTimeout(timer);
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    };
    try {
      await ask({ op: 'open', base });
    } catch (error) {
      await close();
      throw error;
    }
    return { list: () => ask({ op: 'list' }), call: (name, args_) => ask({ op: 'call', name, arguments: args_ }), close };
  };
}

/** Compiled once, since each client is a JVM of its own. */
const classes = mkdtempSync(join(process.env.INTEROP_TMP ?? tmpdir(), 'classes-'));
execFileSync(`${java}c`, ['-cp', clientJar, '-d', classes, join(import.meta.dirname, 'JavaClient.java')]);

/** A trust store of the JVM with that certificate. */
function trustStore() {
  const file = join(classes, 'ca.p12');
  execFileSync(java.replace(/java$/, 'keytool'), ['-importcert', '-noprompt', '-alias', 'ca', '-file', ca, '-keystore', file, '-storepass', 'changeit'],
    { stdio: 'ignore' });
  return [`-Djavax.net.ssl.trustStore=${file}`, '-Djavax.net.ssl.trustStorePassword=changeit'];
}

const javaClient = {
  name: 'io.modelcontextprotocol.sdk:mcp', version: /<mcp-sdk.version>(.*?)</.exec(readFileSync(join(repository, 'pom.xml'), 'utf8'))[1],
  reads: { 401: /Authorization error/ },
  open: driven(java, [...(ca ? trustStore() : []), '-cp', [clientJar, classes].join(delimiter), 'JavaClient']),
};

/** Python's clients, in the virtual environment that ./run makes where pip can get what requirements.txt names. */
const python = join(import.meta.dirname, 'target/python');
export const withoutPython = existsSync(join(python, 'complete')) ? false : 'src/interop/run found no Python 3.11 or no package for it';
const pythonClients = withoutPython ? [] : readFileSync(join(import.meta.dirname, 'requirements.txt'), 'utf8').matchAll(/^(\w+)==(.*)$/gm)
  .map(([, name, version]) => ({
    name: `${name} (Python)`, version,
    open: driven(join(python, 'bin/python'), [join(import.meta.dirname, 'python_client.py'), name], ca ? { SSL_CERT_FILE: ca } : {}),
  })).toArray();

export const programs = [mcporter, remote, inspector, javaClient, ...pythonClients];
