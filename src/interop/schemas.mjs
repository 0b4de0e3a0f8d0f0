// Holds every message that the host sends against the official schema of the revision that it is sent under.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { repository } from './host.mjs';

const modern = '2026-07-28';
const newestLegacy = '2025-11-25';
const revisions = ['2024-11-05', '2025-03-26', '2025-06-18', newestLegacy, modern];
const folder = join(repository, '../shared/mcp-schema');
const specificErrors = { '-32020': 'HeaderMismatchError', '-32021': 'MissingRequiredClientCapabilityError', '-32022': 'UnsupportedProtocolVersionError' };

/** Why nothing can be checked, or false: the schemas are no part of this repository. On CI they must be there. */
export const unavailable = existsSync(folder) ? false : `${folder} is missing`;
if (unavailable && process.env.CI) throw new Error(`${unavailable}, and CI must check against it`);

class Schema {
  constructor(revision) {
    const schema = JSON.parse(readFileSync(join(folder, `${revision}.json`), 'utf8'));
    this.at = schema.$defs ? '#/$defs/' : '#/definitions/';
    this.definitions = schema.$defs ?? schema.definitions;
    this.ajv = new (schema.$defs ? Ajv2020 : Ajv)({ strict: false, allErrors: true });
    addFormats(this.ajv);
    this.ajv.addSchema(schema, 'mcp');
  }

  /** What is wrong with the value as this definition, or null. */
  problem(name, value) {
    if (!this.definitions[name]) return `the schema has no ${name}`;
    const valid = this.ajv.getSchema(`mcp${this.at}${name}`);
    return valid(value) ? null : `no ${name}: ${this.ajv.errorsText(valid.errors).slice(0, 400)}`;
  }

  /** The definition of the message with this method, of those that the server (or client) may send. */
  named(method, union) {
    return (this.definitions[union]?.anyOf ?? []).map(one => one.$ref.split('/').pop())
      .find(name => this.definitions[name].properties.method.const === method);
  }
}

export class WireCheck {
  problems = [];
  /** How many messages were checked, by revision. */
  checked = {};
  #schemas = unavailable ? {} : Object.fromEntries(revisions.map(revision => [revision, new Schema(revision)]));
  #sessions = new Map();

  /** A request of a session, whose answer may come on another stream before this request has a response. */
  sent({ path, headers, body }) {
    const id = headers['mcp-session-id'] ?? sessionOf(path);
    if (id) note(this.#session(id).methods, body);
  }

  /** An exchange whose request is known; returns who takes the response's body. */
  exchange(exchange) {
    const scope = this.#scope(exchange);
    const stream = (exchange.answerHeaders['content-type'] ?? '').startsWith('text/event-stream');
    let text = '';
    return {
      chunk: chunk => {
        text += chunk;
        if (!stream) return;
        const events = text.split('\n\n');
        text = events.pop();
        for (const event of events) this.#event(scope, exchange, event);
      },
      end: () => { if (!stream && text) this.#json(scope, exchange, text); },
    };
  }

  /** Under which revision the answer is, and the methods of the requests it may answer. */
  #scope({ path, headers, body, answerHeaders }) {
    const sent = [parsed(body)].flat().filter(Boolean);
    const id = headers['mcp-session-id'] ?? answerHeaders['mcp-session-id'] ?? sessionOf(path);
    const version = headers['mcp-protocol-version'];
    const isModern = sent.some(message => message.params?._meta?.['io.modelcontextprotocol/protocolVersion'])
      || version && !revisions.slice(0, -1).includes(version);
    const scope = isModern ? { revision: modern, methods: new Map() } : this.#session(id);
    note(scope.methods, body);
    return scope;
  }

  #session(id) {
    const fresh = { revision: newestLegacy, methods: new Map() };
    if (!id) return fresh;
    if (!this.#sessions.has(id)) this.#sessions.set(id, fresh);
    return this.#sessions.get(id);
  }

  #event(scope, exchange, event) {
    const field = name => event.split('\n').filter(line => line.startsWith(`${name}:`)).map(line => line.slice(name.length + 1).trim()).join('\n');
    const data = field('data');
    if (field('event') === 'endpoint') {
      const session = this.#session(sessionOf(data));
      Object.assign(scope, { methods: session.methods });
    } else if (data) {
      this.#json(scope, exchange, data);
    }
  }

  #json(scope, exchange, text) {
    const body = parsed(text);
    if (body === undefined) this.problems.push(`not JSON: ${text.slice(0, 200)}`);
    for (const message of [body].flat()) this.#message(scope, exchange, message);
  }

  #message(scope, exchange, message) {
    // A refusal of the transport, which has not read the request, has the id null (JSON-RPC 2.0, section 5) and a code of HTTP. No
    // revision's schema knows null there; but for that it must be an error response like any other.
    if (message?.id === null && message.error && message.error.code === exchange.status) {
      const { id, ...rest } = message;
      return this.#message(scope, exchange, rest);
    }
    const method = scope.methods.get(JSON.stringify(message.id));
    if (method === 'initialize' && message.result) scope.revision = message.result.protocolVersion;
    // The transports of every revision allow an error without an id for a POST that was refused; only later schemas know it.
    const refusal = message.error && message.id === undefined && exchange.status >= 400;
    const schema = this.#schemas[refusal && scope.revision !== modern ? newestLegacy : scope.revision];
    if (!schema) return;
    this.checked[scope.revision] = (this.checked[scope.revision] ?? 0) + 1;
    for (const name of definitions(schema, scope.revision, method, message)) {
      const value = name === envelope(schema, message) || !isResult(message) || name.endsWith('Error') ? message : message.result;
      const problem = name.startsWith('!') ? name.slice(1) : schema.problem(name, value);
      if (problem) this.problems.push(`${scope.revision} ${method ?? message.method ?? ''}: ${problem} in ${JSON.stringify(message).slice(0, 400)}`);
    }
  }
}

const sessionOf = path => new URL(path, 'http://x').searchParams.get('sessionId');

/** Keeps the method of each request. */
function note(methods, body) {
  for (const { id, method } of [parsed(body)].flat().filter(Boolean)) if (id !== undefined && method) methods.set(JSON.stringify(id), method);
}

const isResult = message => message.result !== undefined;

/** The names that the message must be valid as; one that starts with `!` is a reason why it is none. */
function definitions(schema, revision, method, message) {
  const all = [envelope(schema, message)];
  if (message.method) {
    const union = message.id === undefined ? 'ServerNotification' : 'ServerRequest';
    return [...all, schema.named(message.method, union) ?? `!${revision} has no ${union} ${message.method}`];
  }
  if (message.error) return specificErrors[message.error.code] && revision === modern ? [...all, specificErrors[message.error.code]] : all;
  const request = method && schema.named(method, 'ClientRequest');
  if (!request) return [...all, `!a result for a request that nobody sent`];
  const result = message.result.resultType === 'input_required' ? 'InputRequiredResult' : request.replace(/Request$/, 'Result');
  return [...all, schema.definitions[result] ? result : 'EmptyResult'];
}

function envelope(schema, message) {
  if (message.method) return message.id === undefined ? 'JSONRPCNotification' : 'JSONRPCRequest';
  const names = isResult(message) ? ['JSONRPCResultResponse', 'JSONRPCResponse'] : ['JSONRPCErrorResponse', 'JSONRPCError'];
  return names.find(name => schema.definitions[name]);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
