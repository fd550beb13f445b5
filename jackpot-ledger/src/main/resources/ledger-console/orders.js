// The fourth view, for supervisors: one proposes, another one approves the very same.

import {get, post, Refused} from './api.js';
import {byId, el, options} from './dom.js';
import {exact, grouped, parse} from './money.js';

const VERBS = {adjust: 'Adjust', transfer: 'Transfer', retire: 'Retire'};
const form = () => byId('order');
const field = (name) => form().elements[name];

let pools = [];

const poolOf = (name) => pools.find((p) => p.pool === name);
const split = (value) => { const [pool, level] = value.split(' '); return {pool, level}; };

export function setPools(all) {
  pools = all;
  const places = all.flatMap((p) => p.levels.map((l) => p.pool + ' ' + l.level));
  options(field('place'), places);
  options(field('to'), places);
  act();
}

function act() {
  const chosen = field('act').value;
  for (const e of form().querySelectorAll('[data-for]')) e.hidden = !e.dataset.for.split(' ').includes(chosen);
  amountHelp();
}

function typed() {
  const pool = poolOf(split(field('place').value).pool);
  return pool ? {pool, micro: parse(field('amount').value, pool.exp)} : {pool: null, micro: null};
}

function amountHelp() {
  const {pool, micro} = typed();
  const sign = field('act').value === 'adjust' ? ' Below zero takes from the level.' : '';
  byId('amount-help').textContent = !pool ? '' : field('amount').value === ''
    ? `In ${pool.currency}, with up to ${pool.exp + 6} decimals.${sign}`
    : micro === null ? `This is no amount in ${pool.currency}.` : `${grouped(micro < 0n ? -micro : micro)} micro-units${micro < 0n ? ', taken away' : ''}`;
}

/** What the form asks for, or a sentence that says what is missing. */
function order() {
  const chosen = field('act').value;
  const place = split(field('place').value);
  const body = {act: chosen, level: place.level, pool: place.pool, reason: field('reason').value.trim()};
  if (!body.reason) return 'A reason must be there.';
  if (chosen !== 'retire') {
    const {micro} = typed();
    if (micro === null || micro === 0n) return 'The amount cannot be read.';
    if (chosen === 'transfer' && micro < 0n) return 'A transfer must be above zero.';
    body.micro = micro.toString();
  }
  if (chosen !== 'adjust') {
    const to = split(field('to').value);
    if (to.pool === place.pool && to.level === place.level) return 'The two levels must differ.';
    body.to = {level: to.level, pool: to.pool};
  }
  return body;
}

function described(body) {
  const pool = poolOf(body.pool);
  const amount = body.micro && pool ? exact(BigInt(body.micro), pool.exp, pool.currency) : '';
  const to = body.to ? `${body.to.pool} ${body.to.level}` : null;
  return el('dl', {class: 'order'},
    el('dt', {}, VERBS[body.act] ?? body.act), el('dd', {}, `${body.pool} ${body.level}`),
    to ? [el('dt', {}, 'To'), el('dd', {}, to)] : null,
    body.micro ? [el('dt', {}, 'Amount'),
      el('dd', {}, amount, el('span', {class: 'quiet'}, grouped(body.micro.replace('-', '\u2212')) + ' micro-units'))] : null,
    el('dt', {}, 'Reason'), el('dd', {}, body.reason));
}

function asked(title, body, yes) {
  byId('confirm-title').textContent = title;
  byId('confirm-text').replaceChildren(described(body));
  byId('confirm-yes').textContent = yes;
  const dialog = byId('confirm');
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener('close', () => done(dialog.returnValue === 'yes'), {once: true}));
}

async function send(body, told) {
  try {
    const answer = await post('/v1/orders', body);
    told(answer.status === 202
      ? 'Proposed. Another supervisor has to approve the very same by ' + answer.body.until.slice(11, 16) + ' UTC.'
      : 'Carried out, as entry ' + answer.body.entry + ' of the journal.', 'good');
    return true;
  } catch (e) {
    told(e instanceof Refused ? e.title + ': ' + e.message : 'The ledger does not answer.', 'bad');
    return false;
  }
}

/** Reads what is proposed. {@return how many wait for this supervisor} */
export async function readOrders(told) {
  const {orders} = await get('/v1/orders');
  byId('open').replaceChildren(...(orders.length ? orders.map((o) => proposal(o, told))
    : [el('p', {class: 'quiet empty'}, 'Nothing is proposed.')]));
  return orders.filter((o) => !o.mine).length;
}

function proposal(one, told) {
  const name = /CN=((?:\\.|[^,\\])+)/.exec(one.by)?.[1] ?? one.by;
  const approve = el('button', {type: 'button', class: 'strong', disabled: one.mine},
    one.mine ? 'Another one must approve' : 'Approve …');
  approve.addEventListener('click', async () => {
    if (await asked('Approve, and have it done?', one.order, 'Approve')) {
      await send(one.order, told);
      document.dispatchEvent(new Event('orders'));
    }
  });
  return el('article', {class: 'item', 'data-state': 'waiting'}, described(one.order),
    el('p', {class: 'quiet'}, `proposed by ${one.mine ? 'you' : name} · ends ${one.until.slice(11, 16)} UTC`),
    el('p', {class: 'actions'}, approve));
}

export function initialise(told) {
  form().addEventListener('change', act);
  form().addEventListener('input', amountHelp);
  form().addEventListener('submit', async (event) => {
    event.preventDefault();
    const body = order();
    if (typeof body === 'string') {
      told(body, 'bad');
      return;
    }
    if (await asked('Propose this?', body, 'Propose') && await send(body, told)) {
      field('amount').value = '';
      field('reason').value = '';
      amountHelp();
    }
    document.dispatchEvent(new Event('orders'));
  });
}
