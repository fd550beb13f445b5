'use strict';

// Meters come over one WebSocket, each exactly once and in order; after a break the page asks for
// what came after the last position it has seen. The tables are read again after changes.

const byId = (id) => document.getElementById(id);
const MICRO = 1000000n;
const cells = new Map();
let position = null;
let pause = 250;
let rereadTimer = 0;
let reading = false;

function element(name, text, className) {
  const e = document.createElement(name);
  if (text !== undefined) e.textContent = text;
  if (className) e.className = className;
  return e;
}

function grouped(digits) {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
}

/** Micro-units as money: floor of the minor unit, never more than there is. */
function money(micro, exp, currency) {
  const minor = (micro - (((micro % MICRO) + MICRO) % MICRO)) / MICRO;
  const sign = minor < 0n ? '\u2212' : '';
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exp + 1, '0');
  const whole = grouped(digits.slice(0, digits.length - exp));
  return sign + whole + (exp ? '.' + digits.slice(-exp) : '') + '\u00a0' + currency;
}

function signed(micro) {
  return (micro < 0n ? '\u2212' : '') + grouped((micro < 0n ? -micro : micro).toString());
}

function show(pool, level, micro) {
  const cell = cells.get(pool + '\n' + level);
  if (!cell) return false;
  cell.amount.textContent = money(micro, cell.exp, cell.currency);
  cell.micro.textContent = grouped(micro.toString()) + ' micro-units';
  cell.amount.dataset.micro = micro.toString();
  return true;
}

function layOut(view) {
  const shape = JSON.stringify(view.pools.map((p) => [p.pool, p.levels.map((l) => l.level)]));
  if (byId('pools').dataset.shape === shape) return;
  byId('pools').dataset.shape = shape;
  cells.clear();
  byId('pools').replaceChildren(...view.pools.map((pool) => {
    const section = element('section');
    const list = element('ul', undefined, 'levels');
    for (const level of pool.levels) {
      const item = element('li');
      const amount = element('span', '', 'amount');
      const micro = element('span', '', 'micro');
      amount.dataset.level = level.level;
      item.append(element('h3', level.level), amount, micro);
      list.append(item);
      cells.set(pool.pool + '\n' + level.level,
        {amount, micro, exp: pool.exp, currency: pool.currency});
    }
    section.append(element('h2', pool.pool), list);
    return section;
  }));
}

function row(head, values) {
  const r = element('tr');
  const h = element('th', head);
  h.scope = 'row';
  r.append(h, ...values.map((v) => element('td', v, 'n')));
  return r;
}

function bookRow(pool, level) {
  const a = level.accounts;
  const left = BigInt(level.identity.left);
  const right = BigInt(level.identity.right);
  const elsewhere = right - BigInt(a.POOL) - BigInt(a.RESERVE);
  return row(pool.pool + ' ' + level.level,
    [left, BigInt(a.POOL), BigInt(a.RESERVE), elsewhere, left - right].map(signed));
}

function showBooks(view) {
  byId('books').replaceChildren(
    ...view.pools.flatMap((p) => p.levels.map((l) => bookRow(p, l))));
  byId('logs').replaceChildren(
    ...view.logs.map((l) => row(l.log, [grouped(l.position)])));
  const verdict = byId('verdict');
  verdict.dataset.holds = String(view.identityHolds);
  verdict.textContent = view.identityHolds
    ? 'The books balance exactly.' : 'THE BOOKS DO NOT BALANCE.';
}

/** Reads the books; meters themselves come over the socket only. */
async function reread() {
  if (reading) return;
  reading = true;
  try {
    const answer = await fetch('/v1/pools', {cache: 'no-store'});
    if (!answer.ok) throw new Error('status ' + answer.status);
    const view = await answer.json();
    layOut(view);
    showBooks(view);
    if (position === null) {
      for (const p of view.pools) for (const l of p.levels) show(p.pool, l.level, BigInt(l.micro));
    }
  } finally {
    reading = false;
  }
}

function rereadSoon() {
  if (rereadTimer) return;
  rereadTimer = setTimeout(() => { rereadTimer = 0; reread().catch(() => {}); }, 400);
}

function state(name, text) {
  byId('state').dataset.state = name;
  byId('state').textContent = text;
}

function connect() {
  const scheme = location.protocol === 'https:' ? 'wss://' : 'ws://';
  const from = position === null ? '' : '?from=' + position;
  const socket = new WebSocket(scheme + location.host + '/ws/meters' + from);
  socket.onopen = () => { pause = 250; state('live', 'live'); rereadSoon(); };
  socket.onmessage = (event) => {
    const change = JSON.parse(event.data);
    position = change.position;
    byId('position').textContent = grouped(change.position);
    show(change.pool, change.level, BigInt(change.micro));
    rereadSoon();
  };
  socket.onclose = () => {
    state('lost', 'connection lost, trying again');
    setTimeout(start, pause);
    pause = Math.min(pause * 2, 5000);
  };
}

async function start() {
  try {
    await reread();
    connect();
  } catch (e) {
    state('lost', 'the ledger does not answer, trying again');
    setTimeout(start, pause);
    pause = Math.min(pause * 2, 5000);
  }
}

start();
