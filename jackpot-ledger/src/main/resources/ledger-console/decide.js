// Two persons' word: one asks for it, another one for the very same.

import {post, Refused} from './api.js';
import {byId, el} from './dom.js';

/** Asks before something is done. {@return the reason, '' if none is asked for, null for no} */
export function asked(title, description, yes, wantsReason = false) {
  const input = el('input', {name: 'why', maxLength: 500, autocomplete: 'off', required: wantsReason});
  byId('confirm-title').textContent = title;
  byId('confirm-text').replaceChildren(description, ...(wantsReason ? [el('label', {}, 'Reason ', input)] : []));
  byId('confirm-yes').textContent = yes;
  const dialog = byId('confirm');
  dialog.returnValue = 'no';
  dialog.showModal();
  if (wantsReason) input.focus();
  return new Promise((done) => dialog.addEventListener('close',
    () => done(dialog.returnValue === 'yes' ? input.value.trim() : null), {once: true}));
}

/** Sends one person's word, and tells what came of it. {@return whether it was taken} */
export async function send(path, body, told) {
  try {
    const answer = await post(path, body);
    told(answer.status === 202
      ? 'Proposed. Another supervisor has to approve the very same by ' + answer.body.until.slice(11, 16) + ' UTC.'
      : answer.body.entry ? 'Carried out, as entry ' + answer.body.entry + ' of the journal.' : 'Carried out.', 'good');
    return true;
  } catch (e) {
    told(e instanceof Refused ? e.title + ': ' + e.message : 'The ledger does not answer.', 'bad');
    return false;
  }
}
