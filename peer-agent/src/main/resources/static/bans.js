// The peers that are kept out, and a way to let them in again.
import * as api from './api.js';
import { duration } from './format.js';
import * as resources from './resources.js';

const SECOND = 1000;
const GATHERING = 100;

const panel = document.getElementById('bans');
const list = panel.querySelector('ul');
let bans = [];
let askedAt = 0;
let gathering = null;
let attempt = action => action();

/** `run` runs what can fail. */
export function setUp(run) {
  attempt = run;
  setInterval(() => {
    if (bans.length > 0) show();
  }, SECOND);
}

/** Asks for them, and shows them, or nothing when there are none. */
export async function load() {
  bans = await api.bans();
  askedAt = Date.now();
  show();
}

/** Asks for them soon. */
export function outdated() {
  gathering ??= setTimeout(async () => {
    gathering = null;
    try {
      await load();
    } catch {
      // The agent does not answer: the events end too, and begin with all that there is.
    }
  }, GATHERING);
}

function show() {
  panel.hidden = bans.length === 0;
  panel.querySelector('b').textContent = String(bans.length);
  if (list.contains(document.activeElement)) return; // not under the reader's hand
  list.replaceChildren(...bans.map(line));
}

function line(ban) {
  const item = document.createElement('li');
  const lift = document.createElement('button');
  lift.type = 'button';
  lift.textContent = 'End the ban';
  lift.addEventListener('click', () => {
    lift.blur();
    attempt(() => api.liftBan(ban.peerId));
  });
  const who = ban.address ?? `${ban.peerId.slice(0, 16)}…`;
  const name = resources.get(ban.infoHash)?.name ?? '';
  const left = Math.max(0, ban.remaining - Math.floor((Date.now() - askedAt) / SECOND));
  item.title = ban.peerId;
  item.append(`${who}, ${ban.reason}, ${name}, ${duration(left)} left `, lift);
  return item;
}
