// The fourth view, for supervisors: one proposes, another one approves the very same.

import {get} from './api.js';
import {asked, send} from './decide.js';
import {byId, el, options} from './dom.js';
import {exact, grouped, parse} from './money.js';

const VERBS = {adjust: 'Adjust', transfer: 'Transfer', retire: 'Retire',
  release: 'Release', rebase: 'Go on from', reject: 'Reject', resume: 'Resume'};
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

/** What an order or a ruling asks for. */
function described(body) {
  if (!isOrder(body)) return ruling(body);
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

const isOrder = (action) => 'level' in action;

function ruling(body) {
  const what = body.posting ? [['Posting', `${body.pool} ${body.posting}`]]
    : body.event ? [['Event', body.event.slice(0, 19) + '…']] : [];
  return el('dl', {class: 'order'},
    [[VERBS[body.act] ?? body.act, body.act === 'resume' ? body.log : what.length ? what[0].join(' ') : ''], ['Log', body.log],
      ['Reason', body.reason]].flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
}

/** Reads what is proposed. {@return how many wait for this supervisor} */
export async function readOrders(told) {
  const {proposals} = await get('/v1/proposals');
  byId('open').replaceChildren(...(proposals.length ? proposals.map((o) => proposal(o, told))
    : [el('p', {class: 'quiet empty'}, 'Nothing is proposed.')]));
  return proposals.filter((o) => !o.mine).length;
}

function proposal(one, told) {
  const name = /CN=((?:\\.|[^,\\])+)/.exec(one.person)?.[1] ?? one.person;
  const approve = el('button', {type: 'button', class: 'strong', disabled: one.mine},
    one.mine ? 'Another one must approve' : 'Approve …');
  approve.addEventListener('click', async () => {
    if (await asked('Approve, and have it done?', described(one.action), 'Approve') !== null) {
      await send(isOrder(one.action) ? '/v1/orders' : '/v1/rulings', one.action, told);
      document.dispatchEvent(new Event('orders'));
    }
  });
  return el('article', {class: 'item', 'data-state': 'waiting'}, described(one.action),
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
    if (await asked('Propose this?', described(body), 'Propose') !== null && await send('/v1/orders', body, told)) {
      field('amount').value = '';
      field('reason').value = '';
      amountHelp();
    }
    document.dispatchEvent(new Event('orders'));
  });
}
