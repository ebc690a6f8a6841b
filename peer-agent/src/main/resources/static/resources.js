// What the page knows of the agent's resources: an answer of the list, and the events since.
import * as api from './api.js';

const FEW = 5;
const GATHERING = 100;

const known = new Map(); // info-hash -> resource
const missing = new Set(); // info-hashes of which events have told, and nothing else is known
const waiting = []; // events that came while the list was asked for
let loading = null;
let next = null; // another load, which begins after this one
let gathering = null;
let changed = () => {};

/** `listener` is called with the info-hash of what has changed, or null when all may have. */
export function setUp(listener) {
  changed = listener;
}

export const get = hash => known.get(hash);

/** In the order of the list. */
export const all = () =>
  [...known.values()].sort((a, b) => compare(a.name, b.name) || compare(a.infoHash, b.infoHash));

export const sum = field => [...known.values()].reduce((total, it) => total + it[field], 0);

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** Asks for all; events that come meanwhile are applied afterwards. */
export function load() {
  if (loading === null) {
    loading = reload().finally(() => {
      loading = null;
      for (const [type, data] of waiting.splice(0)) apply(type, data);
    });
    return loading;
  }
  // What is being asked for may be older than what the caller wants to know.
  next ??= loading.catch(() => {}).then(() => {
    next = null;
    return load();
  });
  return next;
}

async function reload() {
  const list = await api.list();
  known.clear();
  missing.clear();
  for (const resource of list) known.set(resource.infoHash, resource);
  changed(null);
}

/** Takes an event. */
export function apply(type, data) {
  if (loading !== null) {
    waiting.push([type, data]);
    return;
  }
  if (type === 'progress') data.resources.forEach(moved);
  else if (type === 'added' || type === 'state') stated(data);
  else if (type === 'removed') removed(data.infoHash);
  else if (type === 'failure') merge(data.infoHash, { error: data.error });
  else if (type === 'settings' && data.infoHash !== null) ask(data.infoHash);
}

function moved(progress) {
  const { selectedBytes, state } = known.get(progress.infoHash) ?? { selectedBytes: 0 };
  merge(progress.infoHash, {
    ...progress,
    progress: part(progress.completedBytes, selectedBytes, state),
  });
}

/** As the agent counts: what has no bytes is complete when it is seeded. */
function part(completedBytes, selectedBytes, state) {
  if (selectedBytes === 0) return state === 'seeding' ? 1 : 0;
  return completedBytes / selectedBytes;
}

function stated({ infoHash, name, state, size, completedBytes, error, retryIn }) {
  const before = known.get(infoHash);
  if (before === undefined || before.size !== size || before.path === null) {
    ask(infoHash); // with the manifest comes more than an event tells
  }
  merge(infoHash, {
    name,
    state,
    size,
    completedBytes,
    progress: part(completedBytes, before?.selectedBytes ?? size, state),
    error: state === 'error' || before?.state === 'error' ? error : before?.error,
    retryIn,
  });
}

function removed(infoHash) {
  missing.delete(infoHash);
  if (known.delete(infoHash)) changed(null);
}

function merge(infoHash, fields) {
  const resource = known.get(infoHash);
  if (resource === undefined) return;
  const renamed = fields.name !== undefined && fields.name !== resource.name;
  Object.assign(resource, fields);
  changed(renamed ? null : infoHash);
}

/** Asks for one resource soon, or for all when there are many to ask for. */
function ask(infoHash) {
  missing.add(infoHash);
  gathering ??= setTimeout(async () => {
    gathering = null;
    const asked = [...missing];
    missing.clear();
    try {
      if (asked.length > FEW) await load();
      else await Promise.all(asked.map(fetchOne));
    } catch {
      // The agent does not answer: the events end too, and begin with all that there is.
    }
  }, GATHERING);
}

async function fetchOne(infoHash) {
  const resource = await api.find(infoHash);
  if (resource === null) return; // removed since
  const isNew = known.get(infoHash)?.name !== resource.name;
  known.set(infoHash, resource);
  changed(isNew ? null : infoHash);
}
