// The second view: what people must look at.

import {get} from './api.js';
import {byId, el} from './dom.js';
import {count, grouped, time} from './money.js';

const REASONS = {
  'log-forked': 'the log contradicts itself',
  'round-settled-before': 'a round was settled a second time',
  'uncertified-logic': 'game logic that is not certified',
  'amount-out-of-range': 'an amount beyond 2^63 micro-units',
};

function none(text) {
  return el('p', {class: 'quiet empty'}, text);
}

function item(state, title, facts, detail) {
  return el('article', {class: 'item', 'data-state': state}, el('h3', {}, title),
    el('p', {class: 'quiet'}, facts.filter(Boolean).join(' · ')), detail ? el('p', {class: 'detail'}, detail) : null);
}

function fill(host, items, otherwise) {
  byId(host).replaceChildren(...(items.length ? items : [none(otherwise)]));
}

const times = (n) => (n === '1' ? '' : grouped(n) + ' times');
const place = (one) => (one.seq === null ? one.log : one.log + ' seq ' + one.seq);

/** Reads what must be looked at. {@return how many things ask for a person} */
export async function readWatch(rules) {
  const [logs, alarms, parked] = await Promise.all([get('/v1/logs'), get('/v1/alarms'), get('/v1/parked')]);
  fill('logs', logs.logs.map((l) => item(l.stopped === null ? 'good' : 'bad', l.log,
    [count(l.position, 'record', 'records') + ' verified and posted', l.stopped === null ? '' : 'STOPPED: ' + l.stopped],
    '')), 'No log has delivered yet.');
  const raised = alarms.alarms.map((a) => item('bad', REASONS[a.kind] ?? a.kind,
    [a.kind, place(a), time(a.lastAt), times(a.times)], a.detail));
  if (rules.refused !== null) {
    raised.unshift(item('bad', 'rules on disk are refused; the old ones hold', [], rules.refused));
  }
  fill('alarms', raised, 'No alarm.');
  fill('parked', parked.parked.map((p) => item('waiting', p.reason,
    [place(p), time(p.lastAt), times(p.times), count(p.length, 'byte', 'bytes'), p.sha256.slice(0, 19) + '…'], p.detail)),
  'Nothing is parked.');
  return raised.length + logs.logs.filter((l) => l.stopped !== null).length;
}
