// The agent's REST interface. Every failure is an Error whose message is for the reader.

// A proxy may have put the agent below a path of its own.
const API = new URL('api/v1', import.meta.url).pathname;
const RESOURCES = `${API}/resources`;
const SESSION = `${API}/session`;
export const EVENTS = `${API}/events`;

// What each changing call repeats, so that the agent knows it for one of this page; null without a session.
let csrfToken = null;
// Called when the agent asks for a token.
let askForToken = () => {};

/** `ask` is called, and may be called again, when the agent wants to know who calls. */
export function onTokenNeeded(ask) {
  askForToken = ask;
}

/** Who calls, and what that caller may do; ends with an error when the agent asks for a token. */
export const session = async () => remember(await request(SESSION));
/** Begins a session with a token. The browser keeps the session, and nobody keeps the token. */
export const logIn = async token =>
  remember(await request(SESSION, { method: 'POST', headers: { Authorization: `Bearer ${token}` } }));
export async function logOut() {
  await request(SESSION, { method: 'DELETE' });
  csrfToken = null;
}

function remember(caller) {
  csrfToken = caller.csrfToken;
  return caller;
}

export const list = () => call('');
/** One resource, or null when there is none. */
export async function find(hash) {
  try {
    return await call(`/${hash}`);
  } catch (error) {
    if (error.status === 404) return null;
    throw error;
  }
}
export const pieces = hash => call(`/${hash}/pieces`);
export const peers = hash => call(`/${hash}/peers`);
/** Connects to a peer, `host:port`. */
export const addPeer = (hash, address) => call(`/${hash}/peers`, json(JSON.stringify({ address })));
/** The first entries of a resource, and how many there are in all. */
export async function files(hash, limit) {
  const { body, headers } = await exchange(`${RESOURCES}/${hash}/files?limit=${limit}`);
  return { files: body, total: Number(headers.get('X-Total-Count') ?? body.length) };
}
/** Chooses when a file is fetched: `priority` is skip, normal or high. */
export const setPriority = (hash, path, priority) =>
  call(`/${hash}/files`, { ...json(JSON.stringify({ [priority]: [path] })), method: 'PUT' });
export const change = (hash, verb) => call(`/${hash}/${verb}`, { method: 'POST' });
export const remove = (hash, deleteData) =>
  call(`/${hash}?deleteData=${deleteData}`, { method: 'DELETE' });

/** Limits of one resource, or of the whole agent where `hash` is null: bytes a second, 0 for none. */
export const limits = hash => request(limitsPath(hash));
export const setLimits = (hash, values) =>
  request(limitsPath(hash), { ...json(JSON.stringify(values)), method: 'PUT' });
const limitsPath = hash => (hash === null ? `${API}/limits` : `${RESOURCES}/${hash}/limits`);

export const setOrder = (hash, order) =>
  call(`/${hash}/order`, { ...json(JSON.stringify({ order })), method: 'PUT' });

export const bans = () => request(`${API}/bans`);
export const liftBan = peerId => request(`${API}/bans/${peerId}`, { method: 'DELETE' });

export const manifestUrl = hash => `${RESOURCES}/${hash}/manifest`;

/** Adds a manifest, given as text; `where` has what was chosen, such as the destination. */
export const add = (body, where) => call(query(where), json(body));
/** Adds an array of manifests, given as text; answers with what became of each. */
export const addAll = (body, where) => call(`/batch${query(where)}`, json(body));
export const addUrl = (url, where) => add(JSON.stringify({ manifestUrl: url }), where);
export const addMagnet = (link, where) => add(JSON.stringify({ magnet: link }), where);
/** A list becomes as many parameters as it has values. */
const query = fields =>
  `?${new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map(each => [name, each])))}`;
export const sharePath = async fields => shared(await call('/share', json(JSON.stringify(fields))));

/** The resource that a file becomes, which for a large one takes a while. */
async function shared(answer) {
  let share = answer;
  while (share.id !== undefined && share.resource === null) {
    if (share.problem !== null) throw new Error(describe(share.problem));
    share = await request(`${API}/shares/${share.id}?wait=20`);
  }
  return share.id === undefined ? share : share.resource;
}

/** Uploads a file and shares it; XMLHttpRequest because fetch tells nothing of an upload's progress. */
export function upload(file, fields, onProgress) {
  const form = new FormData();
  // A file's part can't say every name to the byte, so the name has a field of its own.
  for (const [name, value] of Object.entries({ name: file.name, ...fields })) form.append(name, value);
  form.append('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${RESOURCES}/share`);
    if (csrfToken !== null) request.setRequestHeader('X-CSRF-Token', csrfToken);
    request.upload.onprogress = event => onProgress(event.loaded / event.total);
    request.onerror = () => reject(new Error('The upload failed: the agent does not answer.'));
    request.onload = () =>
      request.status < 300
        ? resolve(shared(JSON.parse(request.responseText)))
        : reject(new Error(explain(request.status, request.responseText)));
    request.send(form);
  });
}

const json = body => ({ method: 'POST', headers: { 'Content-Type': 'application/json' }, body });

const call = (path, options) => request(RESOURCES + path, options);

const request = async (url, options) => (await exchange(url, options)).body;

async function exchange(url, options) {
  const headers = { ...options?.headers };
  if (csrfToken !== null) headers['X-CSRF-Token'] = csrfToken;
  let response;
  try {
    response = await fetch(url, { ...options, headers });
  } catch {
    throw new Error('The agent does not answer.');
  }
  const text = await response.text();
  if (response.status === 401) askForToken();
  if (!response.ok) {
    throw Object.assign(new Error(explain(response.status, text)), { status: response.status });
  }
  return { body: text === '' ? null : JSON.parse(text), headers: response.headers };
}

/** What a problem detail (RFC 9457) says. */
function explain(status, text) {
  try {
    return describe(JSON.parse(text));
  } catch {
    return `The agent answers with status ${status}.`;
  }
}

const describe = problem => (problem.detail ? `${problem.title}: ${problem.detail}` : problem.title);
