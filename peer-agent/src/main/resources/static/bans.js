// The peers that are kept out, and a way to let them in again.
import * as api from './api.js';
import { duration } from './format.js';

const panel = document.getElementById('bans');
const list = panel.querySelector('ul');

/** Shows them, or nothing when there are none; `attempt` runs what can fail. */
export async function show(resources, attempt) {
  const bans = await api.bans();
  panel.hidden = bans.length === 0;
  panel.querySelector('b').textContent = String(bans.length);
  if (list.contains(document.activeElement)) return; // not under the reader's hand
  const names = new Map(resources.map(it => [it.infoHash, it.name]));
  list.replaceChildren(...bans.map(ban => line(ban, names, attempt)));
}

function line(ban, names, attempt) {
  const item = document.createElement('li');
  const lift = document.createElement('button');
  lift.type = 'button';
  lift.textContent = 'Let in again';
  lift.addEventListener('click', () => {
    lift.blur();
    attempt(() => api.liftBan(ban.peerId));
  });
  const who = ban.address ?? `${ban.peerId.slice(0, 16)}…`;
  const name = names.get(ban.infoHash) ?? '';
  item.title = ban.peerId;
  item.append(`${who}, ${ban.reason}, ${name}, ${duration(ban.remaining)} left `, lift);
  return item;
}
