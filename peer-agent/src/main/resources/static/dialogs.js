// The dialogs for adding, sharing, limiting and removing. Each stays open, with its error, until it succeeds.
import * as api from './api.js';

/** Sets them up; `changed` is called after each success, `attempt` runs what can fail before one opens. */
export function setUpDialogs(changed, attempt) {
  const add = dialog('add-dialog', addManifest, changed);
  const share = dialog('share-dialog', shareFile, changed);
  const remove = dialog('remove-dialog', removeResource, changed);
  const limits = dialog('limits-dialog', setLimits, changed);
  const openLimits = async about => {
    const now = await api.limits(about.infoHash);
    const { upload, download } = limits.open(about).elements;
    upload.value = megabytes(now.uploadPerSecond);
    download.value = megabytes(now.downloadPerSecond);
  };
  document.getElementById('open-limits').addEventListener('click', () =>
    attempt(() => openLimits({ infoHash: null, name: 'of all resources together' })));
  document.getElementById('open-add').addEventListener('click', () => add.open());
  document.getElementById('open-share').addEventListener('click', () => share.open());
  return { confirmRemoval: resource => remove.open(resource), openLimits };
}

function dialog(id, submit, changed) {
  const element = document.getElementById(id);
  const form = element.querySelector('form');
  const error = element.querySelector('.error');
  let subject = null;

  element.querySelector('.cancel').addEventListener('click', () => element.close());
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const button = form.querySelector('[type=submit]');
    button.disabled = true;
    error.hidden = true;
    try {
      await submit(form, subject);
      element.close();
      await changed();
    } catch (failure) {
      error.textContent = failure.message;
      error.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
  return {
    open(about) {
      subject = about;
      form.reset();
      error.hidden = true;
      const name = element.querySelector('p.name');
      if (name) name.textContent = about.name;
      element.showModal();
      return form;
    },
  };
}

async function addManifest(form) {
  const { file, url, text } = form.elements;
  const where = chosen(form, 'destination', 'name', 'from');
  if (form.elements.replace.checked) where.replace = true;
  Object.assign(where, lists(form, 'only', 'skip'));
  if (file.files.length > 1) return addManifests([...file.files], where);
  if (file.files.length > 0) return api.add(file.files[0], where);
  const link = url.value.trim();
  if (/^magnet:/i.test(link)) return api.addMagnet(link, where);
  if (link !== '') return api.addUrl(link, where);
  if (text.value.trim() !== '') return api.add(text.value, where);
  throw new Error('Choose a manifest file, or give its URL, a magnet link or its text.');
}

/** The fields of a form that are not empty. */
const chosen = (form, ...names) =>
  Object.fromEntries(names.map(name => [name, form.elements[name].value]).filter(([, value]) => value !== ''));

/** The lines of a form's fields, as lists of paths; without the fields that are empty. */
const lists = (form, ...names) =>
  Object.fromEntries(names
    .map(name => [name, form.elements[name].value.split('\n').map(path => path.trim()).filter(path => path !== '')])
    .filter(([, paths]) => paths.length > 0));

/** Some hundreds in a call. The first that the agent refuses is the error; the others of its call are there. */
async function addManifests(files, where) {
  for (let begin = 0; begin < files.length; begin += 200) {
    const part = files.slice(begin, begin + 200);
    const texts = await Promise.all(part.map(file => file.text()));
    const answers = await api.addAll(`[${texts.join(',')}]`, where);
    const refused = answers.findIndex(answer => answer.problem);
    if (refused >= 0) throw new Error(`${part[refused].name}: ${answers[refused].problem.detail}`);
  }
}

async function shareFile(form) {
  const { path, file } = form.elements;
  const fields = chosen(form, 'name', 'comment');
  if (file.files.length === 0) {
    if (path.value === '') throw new Error('Give a path, or choose a file.');
    return api.sharePath({ path: path.value, ...lists(form, 'include'), ...fields });
  }
  if (path.value !== '' || Object.keys(lists(form, 'include')).length > 0) {
    throw new Error('Give a path, or choose a file, but not both.');
  }
  const bar = form.querySelector('.upload');
  bar.hidden = false;
  try {
    return await api.upload(file.files[0], fields, done => {
      bar.value = done;
    });
  } finally {
    bar.hidden = true;
  }
}

const megabytes = bytes => (bytes === 0 ? '' : bytes / 1e6);
const bytes = ({ value }) => Math.round(Number(value) * 1e6);

async function setLimits(form, { infoHash }) {
  const { upload, download } = form.elements;
  await api.setLimits(infoHash, {
    uploadPerSecond: bytes(upload), downloadPerSecond: bytes(download) });
}

async function removeResource(form, resource) {
  await api.remove(resource.infoHash, form.elements.data.checked);
  location.hash = '';
}
