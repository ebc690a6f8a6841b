// The page: a list of resources, the details of one of them, and three dialogs.
import * as api from './api.js';
import * as bans from './bans.js';
import * as detail from './detail.js';
import { setUpDialogs } from './dialogs.js';
import { duration, percent, rate, size } from './format.js';

const PERIOD = 1000;
const $ = id => document.getElementById(id);
const items = new Map(); // info-hash -> <li>

async function refresh() {
  try {
    const resources = await api.list();
    $('offline').hidden = true;
    showTotals(resources);
    showList(resources);
    await bans.show(resources, attempt);
    await detail.show(resources.find(it => it.infoHash === selected()));
  } catch (error) {
    $('offline').textContent = error.message;
    $('offline').hidden = false;
  }
}

/** The info-hash in the address, which makes details something that can be linked to. */
const selected = () => location.hash.slice(1);

function showTotals(resources) {
  const sum = field => resources.reduce((total, it) => total + it[field], 0);
  $('total-down').textContent = rate(sum('downloadRate'));
  $('total-up').textContent = rate(sum('uploadRate'));
}

function showList(resources) {
  $('empty').hidden = resources.length > 0;
  const present = new Set(resources.map(it => it.infoHash));
  for (const [hash, item] of items) {
    if (!present.has(hash)) {
      item.remove();
      items.delete(hash);
    }
  }
  resources.forEach((resource, index) => {
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
  const text = (part, value) => {
    item.querySelector(part).textContent = value;
  };
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
  if (it.size === 0) return '';
  return it.progress < 1 ? `${percent(it.progress)} of ${size(it.size)}` : size(it.size);
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

async function run() {
  if (!document.hidden) await refresh();
  setTimeout(run, PERIOD);
}

const dialogs = setUpDialogs(refresh, attempt);
detail.setUp(attempt, dialogs);
addEventListener('hashchange', refresh);
document.addEventListener('visibilitychange', refresh);
run();
