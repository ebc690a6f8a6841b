// The page: a list of resources, the details of one of them, and three dialogs.
import * as bans from './bans.js';
import * as detail from './detail.js';
import { setUpDialogs } from './dialogs.js';
import { follow } from './events.js';
import { duration, percent, put, rate, size } from './format.js';
import { setUpLogin } from './login.js';
import * as resources from './resources.js';

const $ = id => document.getElementById(id);
const items = new Map(); // info-hash -> <li>
const stale = new Set(); // info-hashes of which the page shows something old
let allStale = false;
let drawing = false;

/** The info-hash in the address, which makes details something that can be linked to. */
const selected = () => location.hash.slice(1);

/** Asks for everything that the page shows; says whether that has succeeded. */
async function load() {
  try {
    await Promise.all([resources.load(), bans.load()]);
    $('offline').hidden = true;
    return true;
  } catch (error) {
    $('offline').textContent = error.message;
    $('offline').hidden = false;
    return false;
  }
}

/** Shows soon what has changed; all where `hash` is null. */
function changed(hash) {
  if (hash === null) allStale = true;
  else stale.add(hash);
  if (hash === null || hash === selected()) detail.outdated();
  if (!drawing) requestAnimationFrame(draw);
  drawing = true;
}

function draw() {
  drawing = false;
  if (allStale) showList();
  else for (const hash of stale) if (items.has(hash)) update(items.get(hash), resources.get(hash));
  allStale = false;
  stale.clear();
  put($('total-down'), rate(resources.sum('downloadRate')));
  put($('total-up'), rate(resources.sum('uploadRate')));
  detail.show(resources.get(selected()));
}

function showList() {
  const all = resources.all();
  $('empty').hidden = all.length > 0;
  for (const [hash, item] of items) {
    if (resources.get(hash) === undefined) {
      item.remove();
      items.delete(hash);
    }
  }
  all.forEach((resource, index) => {
    const item = items.get(resource.infoHash) ?? create(resource);
    if ($('list').children[index] !== item) $('list').insertBefore(item, $('list').children[index] ?? null);
    update(item, resource);
  });
}

function create({ infoHash }) {
  const item = $('resource-template').content.firstElementChild.cloneNode(true);
  item.querySelector('.open').href = `#${infoHash}`;
  items.set(infoHash, item);
  return item;
}

function update(item, it) {
  const text = (part, value) => put(item.querySelector(part), value);
  item.dataset.state = it.state;
  item.classList.toggle('selected', it.infoHash === selected());
  text('.name', it.name); // a link's name, until the manifest is here
  text('.state', it.state.replace('-', ' '));
  text('.amount', amount(it));
  text('.down', it.downloadRate > 0 ? `↓ ${rate(it.downloadRate)}` : '');
  text('.up', it.uploadRate > 0 ? `↑ ${rate(it.uploadRate)}` : '');
  text('.peers', `${it.peers} ${it.peers === 1 ? 'peer' : 'peers'}, ${it.seeders} seeding`);
  text('.eta', it.eta === null ? '' : `${duration(it.eta)} left`);
  const bar = item.querySelector('.bar');
  bar.setAttribute('aria-label', `Progress of ${it.name}`);
  bar.setAttribute('aria-valuenow', Math.floor(it.progress * 100));
  bar.firstElementChild.style.width = `${it.progress * 100}%`;
  detail.showError(item.querySelector('.error'), it);
}

function amount(it) {
  if (it.path === null) return ''; // without the manifest the size is not known
  return it.progress < 1 ? `${percent(it.progress)} of ${size(it.selectedBytes)}` : size(it.selectedBytes);
}

function say(message) {
  const line = document.createElement('p');
  line.textContent = message;
  $('messages').append(line);
  setTimeout(() => line.remove(), 8000);
}

/** Does something that can fail, says so if it does, and shows what it changed. */
async function attempt(action) {
  try {
    await action();
  } catch (error) {
    say(error.message);
  }
  await refresh();
}

/** Events tell what has changed; where there are none, asks. */
const refresh = async () => {
  if (!events.isConnected()) await load();
};

function apply(type, data) {
  if (type === 'ban' || type === 'ban-end') bans.outdated();
  if (type === 'settings') detail.outdated();
  resources.apply(type, data);
}

resources.setUp(changed);
bans.setUp(attempt);
const dialogs = setUpDialogs(refresh, attempt);
detail.setUp(attempt, dialogs);
addEventListener('hashchange', () => changed(null));
let events = { isConnected: () => false };
await setUpLogin(load);
events = follow({ load, apply });
