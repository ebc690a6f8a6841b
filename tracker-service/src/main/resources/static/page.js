"use strict";
const SHOWN = 200;
const element = (name, text, ...children) => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
};
const count = (n, one, many) => `${n.toLocaleString()} ${n === 1 ? one : many}`;
const endpoint = peer =>
  (peer.publicIp.includes(":") ? `[${peer.publicIp}]` : peer.publicIp) + ":" + peer.publicPort;

function members(details, infoHash) {
  const list = element("ul");
  details.append(list);
  const show = async () => {
    if (!details.open) return;
    const response = await fetch(`api/v1/swarms/${infoHash}?limit=${SHOWN}`);
    const swarm = await response.json();
    if (!response.ok) return list.replaceChildren(element("li", swarm.detail));
    const more = swarm.seeders + swarm.leechers - swarm.peers.length;
    list.replaceChildren(...swarm.peers.map(peer => element("li", "", element("code", endpoint(peer)), peer.seeder ? " has all" : "")));
    if (more > 0) list.append(element("li", `and ${more.toLocaleString()} more`));
  };
  details.addEventListener("toggle", show);
  return show();
}

function number(n) {
  const cell = element("td", n.toLocaleString());
  cell.className = "number";
  return cell;
}

function row({ infoHash, seeders, leechers }) {
  const details = element("details", "", element("summary", "", element("code", infoHash)));
  details.open = Boolean(document.querySelector(`details[data-swarm="${infoHash}"]`)?.open);
  details.dataset.swarm = infoHash;
  members(details, infoHash);
  return element("tr", "", element("td", "", details), number(seeders), number(leechers));
}

function table(swarms) {
  const heads = ["Seeders", "Leechers"].map(name => element("th", name));
  heads.forEach(head => head.className = "number");
  const head = element("thead", "", element("tr", "", element("th", "Resource, by info-hash"), ...heads));
  return element("table", "", head, element("tbody", "", ...swarms.map(row)));
}

async function refresh() {
  const summary = document.getElementById("summary");
  try {
    const response = await fetch(`api/v1/swarms?limit=${SHOWN}`, { headers: { Accept: "application/json" } });
    const all = await response.json();
    if (!response.ok) throw new Error(all.detail);
    summary.textContent = `${count(all.swarms, "resource", "resources")}, ${count(all.peers, "peer", "peers")}, now`
      + (all.swarms > SHOWN ? ` — the ${SHOWN} largest are shown` : "");
    const empty = element("p", "No peer is listed at the moment. Peers appear here as soon as an agent shares or fetches a resource.");
    empty.className = "empty";
    document.getElementById("swarms").replaceChildren(all.swarms ? table(all.largest) : empty);
  } catch (error) {
    summary.textContent = "The list is not available: " + (error.message || error);
  }
}

refresh();
setInterval(() => document.hidden || refresh(), 5000);
