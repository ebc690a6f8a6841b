// Asks for a token when the agent wants one. On the agent's own machine, without tokens, nothing of this is seen.
import * as api from './api.js';

const $ = id => document.getElementById(id);

/** Sets it up; `begin` is called when somebody has logged in. */
export function setUpLogin(begin) {
  const dialog = $('login-dialog');
  const form = dialog.querySelector('form');
  const error = dialog.querySelector('.error');

  api.onTokenNeeded(() => {
    $('log-out').hidden = true;
    if (!dialog.open) dialog.showModal();
  });
  dialog.addEventListener('cancel', event => event.preventDefault()); // nothing works without a token
  form.addEventListener('submit', async event => {
    event.preventDefault();
    error.hidden = true;
    try {
      await api.logIn(form.elements.token.value.trim());
      form.reset();
      dialog.close();
      await show();
      await begin();
    } catch (failure) {
      error.textContent = failure.message;
      error.hidden = false;
    }
  });
  $('log-out').addEventListener('click', async () => {
    await api.logOut().catch(() => {}); // a session that is over is as good
    location.reload();
  });
  return show();
}

/** Shows who is logged in, and learns what changing calls repeat. */
async function show() {
  try {
    const caller = await api.session();
    $('log-out').hidden = caller.csrfToken === null;
    $('log-out').title = `Logged in with the token ${caller.name} (${caller.scopes.join(', ')})`;
    return true;
  } catch {
    return false; // the page says so where it asks for what it shows
  }
}
