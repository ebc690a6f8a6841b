// The files of a folder: the first of them, and how many more there are.
import * as api from './api.js';
import { percent, put, size } from './format.js';

const MOST = 200;

let section = null;
let shown = null; // the info-hash of the folder

/** Fills `details` when a person opens it; `outdated` has `load` called soon. */
export function setUp(details, outdated) {
  section = details;
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
  section.querySelector('tbody').replaceChildren();
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
  section.querySelector('tbody').replaceChildren(...files.map(row));
  const more = section.querySelector('.more');
  more.hidden = total <= files.length;
  put(more, `and ${(total - files.length).toLocaleString()} more; “torrentinno files” lists all`);
}

function row(file) {
  const line = document.createElement('tr');
  const path = document.createElement('th');
  path.scope = 'row';
  path.textContent = file.type === 'link' ? `${file.path} → ${file.link}` : file.path;
  line.append(path, ...facts(file).map(text => {
    const cell = document.createElement('td');
    cell.textContent = text;
    return cell;
  }));
  return line;
}

function facts({ type, size: bytes, completedBytes }) {
  if (type === 'link') return ['link', ''];
  if (type === 'folder') return ['empty folder', ''];
  return [size(bytes), percent(bytes === 0 ? 1 : completedBytes / bytes)];
}
