// The dialogs for adding, sharing and removing. Each stays open, with its error, until it succeeds.
import * as api from './api.js';

/** Sets them up; `changed` is called after each success. */
export function setUpDialogs(changed) {
  const add = dialog('add-dialog', addManifest, changed);
  const share = dialog('share-dialog', shareFile, changed);
  const remove = dialog('remove-dialog', removeResource, changed);
  document.getElementById('open-add').addEventListener('click', () => add.open());
  document.getElementById('open-share').addEventListener('click', () => share.open());
  return { confirmRemoval: resource => remove.open(resource) };
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
    },
  };
}

async function addManifest(form) {
  const { file, url, text } = form.elements;
  if (file.files.length > 0) return api.add(file.files[0]);
  const link = url.value.trim();
  if (/^magnet:/i.test(link)) return api.addMagnet(link);
  if (link !== '') return api.addUrl(link);
  if (text.value.trim() !== '') return api.add(text.value);
  throw new Error('Choose a manifest file, or give its URL, a magnet link or its text.');
}

async function shareFile(form) {
  const { path, file, name, comment } = form.elements;
  const fields = {};
  if (name.value.trim() !== '') fields.name = name.value.trim();
  if (comment.value !== '') fields.comment = comment.value;
  if (file.files.length === 0) {
    if (path.value.trim() === '') throw new Error('Give a path, or choose a file.');
    return api.sharePath({ path: path.value.trim(), ...fields });
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

async function removeResource(form, resource) {
  await api.remove(resource.infoHash, form.elements.data.checked);
  location.hash = '';
}
