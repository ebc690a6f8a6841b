// The files of a folder: the first of them, which of them are fetched, and how many more there are.
import * as api from './api.js';
import { percent, put, size } from './format.js';

const MOST = 200;

const PRIORITIES = { skip: 'no', normal: 'yes', high: 'first' };

let section = null;
let changed = null; // called when a choice was made
let shown = null; // the info-hash of the folder
const lines = new Map(); // by path, so that a list that is loaded again leaves the focus where it is

/** Fills `details` when a person opens it; `outdated` has `load` called soon. */
export function setUp(details, outdated) {
  section = details;
  changed = outdated;
  section.addEventListener('toggle', () => {
    if (section.open) outdated();
  });
}

/** Offers the files of a resource that is a folder; they are asked for when a person opens the list. */
export function show({ infoHash, folder }) {
  section.hidden = !folder;
  if (shown === infoHash) return;
  shown = infoHash;
  section.open = false;
  lines.clear();
  section.querySelector('tbody').replaceChildren();
  fail('');
  put(section.querySelector('.file-count'), '');
  section.querySelector('.more').hidden = true;
}

/** Asks for the files, while the list is open. */
export async function load() {
  if (section.hidden || !section.open) return;
  const hash = shown;
  const { files, total } = await api.files(hash, MOST);
  if (hash !== shown) return; // another was chosen meanwhile
  put(section.querySelector('.file-count'), total.toLocaleString());
  render(section.querySelector('tbody'), files);
  const more = section.querySelector('.more');
  more.hidden = total <= files.length;
  put(more, `and ${(total - files.length).toLocaleString()} more; “torrentinno files” lists all`);
}

function render(body, files) {
  if (files.length !== lines.size || files.some(file => !lines.has(file.path))) {
    lines.clear();
    for (const file of files) lines.set(file.path, row(file));
    body.replaceChildren(...lines.values());
  }
  for (const file of files) update(lines.get(file.path), file);
}

function row(file) {
  const line = document.createElement('tr');
  const path = document.createElement('th');
  path.scope = 'row';
  path.textContent = file.type === 'link' ? `${file.path} → ${file.link}` : file.path;
  line.append(path, ...facts(file).map(() => document.createElement('td')));
  const cell = document.createElement('td');
  cell.append(control(file.path));
  line.append(cell);
  return line;
}

function control(path) {
  const select = document.createElement('select');
  select.setAttribute('aria-label', `Fetch ${path}`);
  for (const [value, text] of Object.entries(PRIORITIES)) select.add(new Option(text, value));
  select.addEventListener('change', () => choose(path, select.value));
  return select;
}

async function choose(path, priority) {
  try {
    await api.setPriority(shown, path, priority);
    fail('');
  } catch (error) {
    fail(error.message);
  }
  changed();
}

function fail(text) {
  const line = section.querySelector('.error');
  line.hidden = text === '';
  put(line, text);
}

function update(line, file) {
  facts(file).forEach((text, i) => put(line.cells[i + 1], text));
  const select = line.querySelector('select');
  if (select !== document.activeElement) select.value = file.priority;
}

function facts({ type, size: bytes, completedBytes }) {
  if (type === 'link') return ['link', ''];
  if (type === 'folder') return ['empty folder', ''];
  return [size(bytes), percent(bytes === 0 ? 1 : completedBytes / bytes)];
}
