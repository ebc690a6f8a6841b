// Follows the agent's events. While that is not possible, somebody else has to ask again and again.
import { EVENTS } from './api.js';

const TYPES = ['added', 'state', 'removed', 'failure', 'ban', 'ban-end', 'settings', 'progress'];
const PERIOD = 1000;
const RETRY = 10_000;

/**
 * Follows them while the page is visible: a browser has few connections for each server.
 *
 * `load` asks for everything, and says whether that has succeeded; `apply` is called with the type
 * and the data of each event. While there are no events, everything is asked for every second.
 */
export function follow({ load, apply }) {
  let source = null;
  let connected = false;
  let loaded = false;
  let again = null;

  function connect() {
    clearTimeout(again);
    source?.close();
    source = new EventSource(EVENTS);
    source.addEventListener('open', () => {
      connected = true;
    });
    source.addEventListener('reset', async () => {
      loaded = false;
      loaded = await load();
    });
    for (const type of TYPES) {
      source.addEventListener(type, event => apply(type, JSON.parse(event.data)));
    }
    source.addEventListener('error', () => {
      connected = false;
      // It connects again by itself, unless what has answered was no stream of events.
      if (source.readyState === EventSource.CLOSED) again = setTimeout(connect, RETRY);
    });
  }

  function disconnect() {
    clearTimeout(again);
    source?.close();
    source = null;
    connected = false;
  }

  async function run() {
    if (!(connected && loaded) && !document.hidden && !document.querySelector('#login-dialog[open]')) {
      loaded = await load();
    }
    setTimeout(run, PERIOD);
  }

  document.getElementById('login-dialog').addEventListener('close', connect);
  document.addEventListener('visibilitychange', () => (document.hidden ? disconnect() : connect()));
  if (!document.hidden) connect();
  run();
  return { isConnected: () => connected };
}
