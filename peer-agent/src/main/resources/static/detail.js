// The details of one resource: numbers, piece map, peers, and what can be done with it.
import * as api from './api.js';
import * as files from './files.js';
import { duration, percent, put, rate, size } from './format.js';
import * as pieces from './pieces.js';

const PERIOD = 1000;

const panel = document.getElementById('detail');
let current = null;
let loaded = null; // the info-hash whose pieces and peers are shown
let loadedAt = 0;
let loading = null;
let again = false; // whether something changed after the load began

/** Fills the panel once; `attempt` runs an action, the dialogs ask before they do something. */
export function setUp(attempt, { confirmRemoval, openLimits }) {
  panel.append(document.getElementById('detail-template').content.cloneNode(true));
  const on = (part, action) => panel.querySelector(part).addEventListener('click', action);
  on('.close', () => {
    location.hash = '';
  });
  on('.pause', () =>
    attempt(() => api.change(current.infoHash, canResume(current) ? 'resume' : 'pause')));
  on('.recheck', () => attempt(() => api.change(current.infoHash, 'recheck')));
  on('.limits', () => attempt(() => openLimits(current)));
  panel.querySelector('.order').addEventListener('change', event =>
    attempt(() => api.setOrder(current.infoHash, event.target.value)));
  on('.remove', () => confirmRemoval(current));
  setUpPeers(panel.querySelector('.add-peer'), attempt);
  files.setUp(panel.querySelector('.files'), outdated);
}

/** The form that names a peer, for a resource that no tracker knows. */
function setUpPeers(form, attempt) {
  const called = form.querySelector('.called');
  form.addEventListener('submit', event => {
    event.preventDefault();
    const address = form.elements.address.value.trim();
    put(called, '');
    attempt(async () => {
      const { addresses } = await api.addPeer(current.infoHash, address);
      form.reset();
      put(called, `The agent connects to ${addresses.join(', ')}.`);
    });
  });
}

/** Shows a resource, or nothing when there is none. */
export function show(resource) {
  current = resource ?? null;
  panel.hidden = current === null;
  if (current === null) return;

  const part = selector => panel.querySelector(selector);
  put(part('.name'), current.name);
  put(part('.hash code'), current.infoHash);
  put(part('.pause'), canResume(current) ? 'Resume' : 'Pause');
  part('.manifest').href = api.manifestUrl(current.infoHash);
  part('.magnet').href = current.magnet;
  if (part('.order') !== document.activeElement) part('.order').value = current.order;
  const known = isKnown(current); // without the manifest there are neither pieces nor peers to show
  for (const only of panel.querySelectorAll('.known')) only.hidden = !known;
  showError(part('.error'), current);
  showNumbers(part('.numbers'), current);
  files.show(current);
  if (known && loaded !== current.infoHash) {
    loaded = current.infoHash;
    loadedAt = 0;
    outdated();
  }
}

/** What the panel shows has changed: asks again, once a second at most. */
export function outdated() {
  again = true;
  loading ??= setTimeout(async () => {
    again = false;
    const hash = current?.infoHash;
    try {
      if (current !== null && isKnown(current)) await load(hash);
    } catch {
      // It is gone, or the agent does not answer: the page shows both elsewhere.
    } finally {
      loadedAt = Date.now();
      loading = null;
    }
    if (again || (current !== null && current.infoHash !== hash)) outdated();
  }, Math.max(0, loadedAt + PERIOD - Date.now()));
}

async function load(hash) {
  const part = selector => panel.querySelector(selector);
  const [map, peers, limits, now] = await Promise.all([
    api.pieces(hash), api.peers(hash), api.limits(hash), api.find(hash), files.load()]);
  if (current?.infoHash !== hash) return; // another was chosen meanwhile
  put(part('.limits'), limitText(limits));
  put(part('.piece-count'), `${map.completed} of ${map.total}`);
  pieces.draw(part('.pieces'), map);
  part('.no-peers').hidden = peers.length > 0;
  part('.peer-table').hidden = peers.length === 0;
  put(part('.peer-count'), String(peers.length));
  showCopies(part('.copies'), now);
  part('.peers tbody').replaceChildren(...peers.map(it => row(it, map.total)));
}

const count = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** Shows the numbers of peers that the trackers know, connected or not. */
function showCopies(line, resource) {
  const known = resource !== null && resource.knownSeeders !== null;
  line.hidden = !known;
  if (known) {
    const { knownSeeders, knownLeechers } = resource;
    put(line, `Trackers know ${count(knownSeeders, 'seeder')} and ${count(knownLeechers, 'leecher')}.`);
  }
}

/** Shows an error that stops the resource as an error, and a failing tracker as a note. */
export function showError(line, { error, waiting, state }) {
  const text = error ?? waiting ?? null;
  line.hidden = text === null;
  line.classList.toggle('minor', state !== 'error');
  put(line, text ?? '');
}

function limitText({ uploadPerSecond, downloadPerSecond }) {
  const up = uploadPerSecond > 0 ? ` ↑ ${rate(uploadPerSecond)}` : '';
  const down = downloadPerSecond > 0 ? ` ↓ ${rate(downloadPerSecond)}` : '';
  return `Limits${up}${down}`;
}

/** Whether its manifest is here; then it has a place. */
const isKnown = ({ path }) => path !== null;

const canResume = ({ state }) => state === 'paused' || state === 'error';

function showNumbers(list, it) {
  const numbers = {
    State: it.state.replace('-', ' '),
    Progress: percent(it.progress),
    Size: size(it.size),
    Done: size(it.completedBytes),
    'Copied locally': size(it.reusedBytes),
    Download: rate(it.downloadRate),
    Upload: rate(it.uploadRate),
    Peers: `${it.peers} (${it.seeders} seeding)`,
    Signature: signatureText(it),
    'Time left': it.eta === null ? '–' : duration(it.eta),
  };
  if (list.children.length === 0) {
    list.append(
      ...Object.keys(numbers).map(label => {
        const pair = document.createElement('div');
        pair.append(cell('dt', label), cell('dd', ''));
        return pair;
      }));
  }
  Object.values(numbers).forEach((value, i) => put(list.children[i].lastElementChild, value));
}

/** The result of the check of the signatures, and the signer. */
function signatureText({ signature, signer }) {
  if (signature === null) return 'not checked';
  return signer === null ? signature : `${signature}: ${signer}`;
}

function row(peer, total) {
  const line = document.createElement('tr');
  line.title = peer.peerId;
  line.append(
    ...[
      `${peer.direction === 'outgoing' ? '→' : '←'} ${peer.address}`,
      peer.software === '' ? peer.protocol : peer.software,
      peer.encrypted ? peer.certificate ?? 'yes' : 'no',
      percent(total === 0 ? 1 : peer.pieces / total),
      rate(peer.downloadRate),
      rate(peer.uploadRate),
      size(peer.downloaded),
      size(peer.uploaded),
    ].map(value => cell('td', value)));
  return line;
}

function cell(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
