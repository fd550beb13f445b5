// The second view: what people must look at, and what two supervisors may do about it.

import {get} from './api.js';
import {asked, send} from './decide.js';
import {byId, el} from './dom.js';
import {count, exact, grouped, time} from './money.js';

const REASONS = {
  'log-forked': 'the log contradicts itself',
  'round-settled-before': 'a round was settled a second time',
  'uncertified-logic': 'game logic that is not certified',
  'amount-out-of-range': 'an amount beyond 2^63 micro-units',
};
const DOUBTS = {
  malformed: 'not of the format of its source', ambiguous: 'a field stands twice', integrity: 'its checksum is missing or wrong',
  'not-matched': 'not what the mapping is for', 'missing-field': 'a field is missing', 'unknown-value': 'a text the mapping does not know',
  'bad-value': 'a value that cannot be read', 'too-precise': 'more decimals than the currency has',
  unreasonable: 'above what is reasonable, or a meter went back', conflict: 'another event had this name',
};
const ACTS = {
  release: 'Release', rebase: 'Go on from it', reject: 'Reject', resume: 'Let it go on',
};

function none(text) {
  return el('p', {class: 'quiet empty'}, text);
}

function item(state, title, facts, detail, actions = []) {
  return el('article', {class: 'item', 'data-state': state}, el('h3', {}, title),
    el('p', {class: 'quiet'}, facts.filter(Boolean).join(' · ')), detail ? el('p', {class: 'detail'}, detail) : null,
    actions.length ? el('p', {class: 'actions'}, actions) : null);
}

function fill(host, items, otherwise) {
  byId(host).replaceChildren(...(items.length ? items : [none(otherwise)]));
}

const times = (n) => (n === '1' ? '' : grouped(n) + ' times');
const place = (one) => (one.seq === null ? one.log : one.log + ' seq ' + one.seq);

/** A button for each act; the second supervisor approves in the view of orders. */
function actions(acts, body, title, me, told) {
  if (!me.may.includes('order')) return [];
  return acts.map((act) => {
    const button = el('button', {type: 'button', 'data-act': act}, ACTS[act] + ' …');
    button.addEventListener('click', async () => {
      const reason = await asked(`Propose: ${ACTS[act].toLowerCase()}?`, el('p', {}, title), 'Propose', true);
      if (reason === null) return;
      if (reason === '') {
        told('A reason must be there.', 'bad');
        return;
      }
      await send('/v1/rulings', {act, ...body, reason}, told);
      document.dispatchEvent(new Event('orders'));
    });
    return button;
  });
}

const waits = (one) => one.state === 'PENDING';
const outcome = (one) => (waits(one) ? '' : one.state.toLowerCase() + (one.entry ? ' with entry ' + one.entry : ''));

function held(one, me, told) {
  const title = exact(BigInt(one.micro), one.exp, one.currency) + ' for ' + one.pool;
  return item(waits(one) ? 'waiting' : 'good', title,
    ['posting ' + one.posting, place(one), one.jurisdiction, time(one.at),
      'stake ' + exact(BigInt(one.stakeMinor) * 1000000n, one.exp, one.currency), outcome(one)],
    waits(one) ? 'The contribution is above what the rules call reasonable.' : '',
    waits(one) ? actions(['release', 'reject'], {pool: one.pool, posting: one.posting}, title, me, told) : []);
}

function quarantined(one, me, told) {
  const title = one.source + ': ' + (DOUBTS[one.reason] ?? one.reason);
  return item(waits(one) ? 'waiting' : 'good', title,
    ['event ' + one.id, one.reason, time(one.receivedAt), times(one.times), one.sha256.slice(0, 19) + '…', outcome(one)], one.detail,
    waits(one) ? actions(['release', 'rebase', 'reject'], {event: one.id}, title, me, told) : []);
}

/** Reads what must be looked at. {@return how many things ask for a person} */
export async function readWatch(rules, me, told) {
  const [logs, alarms, parked, kept, doubted] = await Promise.all(
    ['/v1/logs', '/v1/alarms', '/v1/parked', '/v1/held', '/v1/quarantine'].map(get));
  fill('logs', logs.logs.map((l) => item(l.stopped === null ? 'good' : 'bad', l.log,
    [count(l.position, 'record', 'records') + ' verified and posted', l.stopped === null ? '' : 'STOPPED: ' + l.stopped],
    '', l.stopped === null ? [] : actions(['resume'], {log: l.log}, l.log + ' is stopped: ' + l.stopped, me, told))),
  'No log has delivered yet.');
  const raised = alarms.alarms.map((a) => item('bad', REASONS[a.kind] ?? a.kind,
    [a.kind, place(a), time(a.lastAt), times(a.times)], a.detail));
  if (rules.refused !== null) {
    raised.unshift(item('bad', 'rules on disk are refused; the old ones hold', [], rules.refused));
  }
  fill('alarms', raised, 'No alarm.');
  fill('held', kept.held.map((h) => held(h, me, told)), 'Nothing is held.');
  fill('quarantined', doubted.quarantined.map((q) => quarantined(q, me, told)), 'Nothing is in doubt.');
  fill('parked', parked.parked.map((p) => item('waiting', REASONS[p.reason] ?? p.reason,
    [p.reason, place(p), time(p.lastAt), times(p.times), count(p.length, 'byte', 'bytes'), p.sha256.slice(0, 19) + '…'], p.detail)),
  'Nothing is parked.');
  return raised.length + logs.logs.filter((l) => l.stopped !== null).length
    + kept.held.filter(waits).length + doubted.quarantined.filter(waits).length;
}
