// The agent's REST interface. Every failure is an Error whose message is for the reader.

const RESOURCES = '/api/v1/resources';

export const list = () => call('');
export const pieces = hash => call(`/${hash}/pieces`);
export const peers = hash => call(`/${hash}/peers`);
export const change = (hash, verb) => call(`/${hash}/${verb}`, { method: 'POST' });
export const remove = (hash, deleteData) =>
  call(`/${hash}?deleteData=${deleteData}`, { method: 'DELETE' });
export const manifestUrl = hash => `${RESOURCES}/${hash}/manifest`;

export const add = body => call('', json(body));
export const addUrl = url => add(JSON.stringify({ manifestUrl: url }));
export const addMagnet = link => add(JSON.stringify({ magnet: link }));
export const sharePath = fields => call('/share', json(JSON.stringify(fields)));

/** Uploads a file and shares it; XMLHttpRequest because fetch tells nothing of an upload's progress. */
export function upload(file, fields, onProgress) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${RESOURCES}/share`);
    request.upload.onprogress = event => onProgress(event.loaded / event.total);
    request.onerror = () => reject(new Error('The upload broke off: the agent does not answer.'));
    request.onload = () =>
      request.status < 300
        ? resolve(JSON.parse(request.responseText))
        : reject(new Error(explain(request.status, request.responseText)));
    request.send(form);
  });
}

const json = body => ({ method: 'POST', headers: { 'Content-Type': 'application/json' }, body });

async function call(path, options) {
  let response;
  try {
    response = await fetch(RESOURCES + path, options);
  } catch {
    throw new Error('The agent does not answer.');
  }
  const text = await response.text();
  if (!response.ok) throw new Error(explain(response.status, text));
  return text === '' ? null : JSON.parse(text);
}

/** What a problem detail (RFC 9457) says. */
function explain(status, text) {
  try {
    const problem = JSON.parse(text);
    return problem.detail ? `${problem.title}: ${problem.detail}` : problem.title;
  } catch {
    return `The agent answers with status ${status}.`;
  }
}
