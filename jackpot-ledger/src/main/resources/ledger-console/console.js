// The console: what is shown is what the ledger says; what may be done the ledger decides.

import {get} from './api.js';
import {byId} from './dom.js';
import {follow} from './meters.js';
import {grouped} from './money.js';
import * as orders from './orders.js';
import * as overview from './overview.js';
import * as postings from './postings.js';
import {readWatch} from './watch.js';

const VIEWS = ['overview', 'watch', 'postings', 'orders'];
const THEMES = ['', 'light', 'dark'];
const FIGURES_EVERY = 2000;
const WATCH_EVERY = 5000;
const REDRAW_EVERY = 1000;
const BOOKS_AFTER = 400;

let me = {may: [], name: null, role: null};
let rules = {refused: null};
let rereading = 0;

function told(text, state) {
  const note = byId('told');
  note.hidden = false;
  note.dataset.state = state;
  note.textContent = text;
}

function view() {
  const wanted = location.hash.slice(1);
  const link = document.querySelector(`#views a[href="#${CSS.escape(wanted)}"]`);
  const shown = VIEWS.includes(wanted) && link && !link.hidden ? wanted : 'overview';
  for (const name of VIEWS) byId(name).hidden = name !== shown;
  for (const a of byId('views').querySelectorAll('a')) {
    if (a.hash === '#' + shown) a.setAttribute('aria-current', 'page');
    else a.removeAttribute('aria-current');
  }
  document.title = 'Astragal jackpots – ' + shown;
  if (shown === 'postings') postings.readPostings().catch(() => {});
  if (shown === 'orders') readOrders();
}

function badge(id, n) {
  byId(id).hidden = n === 0;
  byId(id).textContent = n === 0 ? '' : String(n);
}

function state(name, text) {
  byId('state').dataset.state = name;
  byId('state').textContent = text;
}

/** Reads the books; after the first time the meters themselves come over the socket only. */
async function readBooks(first) {
  const books = await get('/v1/pools');
  rules = books.rules;
  const isNew = overview.layOut(books);
  overview.showBooks(books);
  if (isNew) {
    postings.setPools(overview.poolsKnown());
    orders.setPools(overview.poolsKnown());
  }
  if (first || isNew) {
    for (const p of books.pools) for (const l of p.levels) overview.show(p.pool, l.level, BigInt(l.micro), null, l.displays);
    await overview.readGrowth();
    readFigures();
  }
}

function booksSoon() {
  if (rereading) return;
  rereading = setTimeout(() => { rereading = 0; readBooks(false).catch(() => {}); }, BOOKS_AFTER);
}

async function readFigures() {
  try {
    overview.showFigures(await get('/v1/figures'));
  } catch {
    // The state of the connection is shown by the socket.
  }
}

async function readOrders() {
  if (!me.may.includes('order')) return;
  try {
    badge('waiting', await orders.readOrders(told));
  } catch {
    // As above.
  }
}

async function act() {
  await readOrders();
  await look();
}

async function look() {
  try {
    badge('attention', await readWatch(rules, me, told));
  } catch {
    // As above.
  }
  await readOrders();
}

function everyWhileSeen(millis, what) {
  setInterval(() => { if (!document.hidden) what(); }, millis);
}

function theme() {
  const button = byId('theme');
  const apply = (name) => {
    document.documentElement.dataset.theme = name;
    button.setAttribute('aria-label', 'Colours: ' + (name || 'as the system'));
    button.textContent = {light: '☀', dark: '☾'}[name] ?? '◐';
  };
  let now = localStorage.getItem('theme') ?? '';
  if (!THEMES.includes(now)) now = '';
  apply(now);
  button.addEventListener('click', () => {
    now = THEMES[(THEMES.indexOf(now) + 1) % THEMES.length];
    localStorage.setItem('theme', now);
    apply(now);
  });
}

async function whoAmI() {
  me = await get('/v1/me');
  const name = me.name === null ? '' : /CN=((?:\\.|[^,\\])+)/.exec(me.name)?.[1] ?? me.name;
  byId('me').textContent = me.role === null ? 'reading only' : `${name} · ${me.role}`;
  byId('me').title = me.name ?? 'no client certificate on this address';
  byId('me').dataset.role = me.role ?? '';
  for (const a of document.querySelectorAll('#views [data-may]')) a.hidden = !me.may.includes(a.dataset.may);
}

function start() {
  theme();
  overview.initialise();
  postings.initialise(told);
  orders.initialise(told);
  window.addEventListener('hashchange', view);
  document.addEventListener('figures', readFigures);
  document.addEventListener('orders', act);
  follow({
    before: async (first) => {
      await whoAmI();
      await readBooks(first);
      view();
      await look();
    },
    changed: (change) => {
      byId('position').textContent = grouped(change.position);
      overview.show(change.pool, change.level, BigInt(change.micro), Date.parse(change.at), change.displays);
      booksSoon();
    },
    state,
  });
  everyWhileSeen(FIGURES_EVERY, readFigures);
  everyWhileSeen(WATCH_EVERY, look);
  everyWhileSeen(REDRAW_EVERY, overview.redraw);
}

start();
