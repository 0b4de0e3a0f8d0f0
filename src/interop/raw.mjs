// The wire by hand, for what no client or suite sends.
const json = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };
const version = '2026-07-28';

/** A caller with one key. Its requests carry ids of their own, its answers come parsed. */
export class Raw {
  #id = 0;

  /** `send` is what fetches; without, over HTTP/1.1 as Node does it. */
  constructor(base, key, send = fetch) {
    this.base = base;
    this.send = send;
    this.auth = key ? { Authorization: `Bearer ${key.text}` } : {};
  }

  message(method, params) {
    return { jsonrpc: '2.0', id: ++this.#id, method, params };
  }

  fetch(path, { method = 'POST', headers = {}, body, signal } = {}) {
    return this.send(new URL(path.slice(1), `${this.base}/`), {
      method, signal, headers: { ...this.auth, ...(body === undefined ? { Accept: 'text/event-stream' } : json), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  /** A request of 2026-07-28; null removes a header. */
  async modern(method, params = {}, { headers = {}, capabilities = {}, meta = {}, signal } = {}) {
    const body = this.message(method, { ...params, _meta: {
      'io.modelcontextprotocol/protocolVersion': version, 'io.modelcontextprotocol/clientCapabilities': capabilities, ...meta,
    } });
    const all = { 'MCP-Protocol-Version': version, 'Mcp-Method': method, ...named(params), ...headers };
    const response = await this.fetch('/mcp', { body, signal, headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) });
    return response.headers.get('content-type').startsWith('text/event-stream') ? { status: response.status, id: body.id, events: events(response) }
      : { status: response.status, id: body.id, body: await response.json() };
  }

  call(name, args = {}, options) {
    return this.modern('tools/call', { name, arguments: args, ...options?.params }, options);
  }

  /** A session of this revision, initialized. */
  async session(revision, capabilities = {}) {
    const opened = await this.fetch('/mcp', { body: this.message('initialize', { protocolVersion: revision, capabilities, clientInfo: { name: 'raw', version: '1' } }) });
    const { result } = await opened.json();
    const session = new Session(this, opened.headers.get('mcp-session-id'), result.protocolVersion);
    await session.post({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return session;
  }
}

/** Legacy requests under a session's id; another caller's `as` tries to use it. */
export class Session {
  constructor(raw, id, revision) {
    Object.assign(this, { raw, id, headers: { 'Mcp-Session-Id': id, ...(revision > '2025-03-26' ? { 'MCP-Protocol-Version': revision } : {}) } });
  }

  as(other) {
    const same = new Session(other, this.id);
    same.headers = this.headers;
    return same;
  }

  post(body, options) {
    return this.raw.fetch('/mcp', { body, ...options, headers: this.headers });
  }

  request(method, params, options) {
    return this.post(this.raw.message(method, params), options);
  }

  get(lastEventId, options) {
    return this.raw.fetch('/mcp', { method: 'GET', headers: { ...this.headers, ...(lastEventId ? { 'Last-Event-ID': lastEventId } : {}) }, ...options });
  }

  delete() {
    return this.raw.fetch('/mcp', { method: 'DELETE', headers: this.headers });
  }
}

const named = ({ name, uri }) => (name ?? uri ? { 'Mcp-Name': name ?? uri } : {});

/** The events of a stream as they come: `{ id, event, retry, data }`, data parsed. */
export async function* events(response) {
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const parts = (text + chunk).split('\n\n');
    text = parts.pop();
    for (const part of parts.filter(one => one && !one.startsWith(':'))) {
      const event = Object.fromEntries(part.split('\n').map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
      yield { ...event, data: event.data?.startsWith('{') || event.data?.startsWith('[') ? JSON.parse(event.data) : event.data };
    }
  }
}

/** All that is left of it. */
export async function rest(stream) {
  const all = [];
  for await (const event of stream) all.push(event);
  return all;
}

/** The next event. */
export const next = async stream => (await stream.next()).value;
