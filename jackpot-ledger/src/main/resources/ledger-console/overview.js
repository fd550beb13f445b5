// The first view: meters, growth, shares, how the service is doing, and whether the books balance.

import {get} from './api.js';
import {byId, el, options} from './dom.js';
import {exact, grouped, MICRO, money, signed, whole} from './money.js';
import {Odometer} from './odometer.js';
import {draw, spark} from './plot.js';

const POINTS = 600;
const APART = 1000;
const RATE_OVER = 60000;
const SHOWN_SHARES = 8;

const cells = new Map();
const pools = new Map();
let chosen = null;

const key = (pool, level) => pool + '\n' + level;

/** Lays the meters out; keeps them while the pools and levels are the same. */
export function layOut(view) {
  const shape = JSON.stringify(view.pools.map((p) => [p.pool, p.levels.map((l) => l.level)]));
  const host = byId('pools');
  if (host.dataset.shape === shape) return false;
  host.dataset.shape = shape;
  cells.clear();
  pools.clear();
  host.replaceChildren(...view.pools.map(poolSection));
  options(byId('growth-level'), [...cells.keys()], (k) => k.replace('\n', ' · '));
  chosen = byId('growth-level').value;
  return true;
}

function poolSection(pool) {
  pools.set(pool.pool, pool);
  const list = el('ul', {class: 'levels'}, pool.levels.map((l) => levelCard(pool, l)));
  return el('section', {'aria-label': pool.pool}, el('h2', {class: 'pool'}, pool.pool), list);
}

function levelCard(pool, level) {
  const odometer = new Odometer();
  odometer.element.dataset.level = level.level;
  const micro = el('span', {class: 'micro'});
  const others = el('span', {class: 'micro others'});
  const rate = el('span', {class: 'rate'}, 'at rest');
  const line = el('span', {class: 'sparks'});
  cells.set(key(pool.pool, level.level),
    {odometer, micro, others, rate, line, exp: pool.exp, currency: pool.currency, points: [], value: null});
  return el('li', {}, el('h3', {}, level.level), odometer.element, micro, others, el('p', {class: 'foot'}, rate, line));
}

/** A meter has moved. */
export function show(pool, level, micro, at, displays = []) {
  const cell = cells.get(key(pool, level));
  if (!cell) return false;
  cell.odometer.show(money(micro, cell.exp, cell.currency));
  cell.odometer.element.dataset.micro = micro.toString();
  cell.others.textContent = displays.map((d) => money(BigInt(d.minor) * MICRO, d.exp, d.currency)).join(' · ');
  cell.micro.textContent = grouped(micro.toString()) + ' micro-units';
  if (cell.value !== null && micro < cell.value) flash(cell);
  cell.value = micro;
  if (at !== null) remember(cell, at, micro);
  return true;
}

function flash(cell) {
  const card = cell.odometer.element.closest('li');
  card.classList.remove('won');
  void card.offsetWidth;
  card.classList.add('won');
}

function remember(cell, at, micro) {
  const points = cell.points;
  if (points.length > 1 && at - points.at(-2)[0] < APART) points[points.length - 1] = [at, micro];
  else points.push([at, micro]);
  if (points.length > POINTS) points.splice(0, points.length - POINTS);
}

/** What came in over the last minute, a minute; falls are wins and no loss of contribution. */
function rate(cell) {
  const now = cell.points.at(-1)?.[0] ?? 0;
  let sum = 0n;
  let since = Date.now();
  for (let i = cell.points.length - 1; i > 0; i--) {
    const [at, micro] = cell.points[i];
    if (at < Date.now() - RATE_OVER) break;
    const more = micro - cell.points[i - 1][1];
    if (more > 0n) sum += more;
    since = cell.points[i - 1][0];
  }
  const span = Math.max(Date.now() - since, 1000);
  return now === 0 ? 0n : sum * 60000n / BigInt(Math.round(Math.min(Math.max(span, 1000), RATE_OVER)));
}

/** Draws what moves slowly. */
export function redraw() {
  for (const cell of cells.values()) {
    const perMinute = rate(cell);
    cell.rate.textContent = perMinute > 0n
      ? '+' + exact(perMinute - perMinute % 10000n, cell.exp, cell.currency) + ' a minute' : 'at rest';
    if (cell.points.length > 1) cell.line.replaceChildren(spark(cell.points));
  }
  const cell = cells.get(chosen);
  if (cell) draw(byId('growth'), cell.points, cell.exp, cell.currency);
}

/** Reads how the meters stood before this page was opened. */
export async function readGrowth() {
  for (const pool of pools.keys()) {
    const past = await get('/v1/pools/' + encodeURIComponent(pool) + '/growth').catch(() => ({levels: {}}));
    for (const [level, points] of Object.entries(past.levels)) {
      const cell = cells.get(key(pool, level));
      if (cell && cell.points.length < 2) {
        cell.points = points.map(([at, micro]) => [at, BigInt(micro)]);
        if (cell.value !== null && points.length) remember(cell, Date.now(), cell.value);
      }
    }
  }
  redraw();
}

export function showBooks(view) {
  byId('books').replaceChildren(...view.pools.flatMap((p) => p.levels.map((l) => bookRow(p, l))));
  const verdict = byId('verdict');
  verdict.dataset.holds = String(view.identityHolds);
  verdict.textContent = view.identityHolds ? 'The books balance exactly.' : 'THE BOOKS DO NOT BALANCE.';
}

function bookRow(pool, level) {
  const a = level.accounts;
  const left = BigInt(level.identity.left);
  const right = BigInt(level.identity.right);
  const elsewhere = right - BigInt(a.POOL) - BigInt(a.RESERVE);
  return el('tr', {}, el('th', {scope: 'row'}, pool.pool + ' ' + level.level),
    [left, BigInt(a.POOL), BigInt(a.RESERVE), elsewhere, left - right].map((v) => el('td', {class: 'n'}, signed(v))));
}

/** Shares of the pool whose level is plotted, and the state of the service. */
export function showFigures(figures) {
  const name = (chosen ?? '').split('\n')[0];
  const pool = pools.get(name);
  const of = figures.pools[name] ?? {games: [], regions: []};
  for (const e of document.querySelectorAll('[data-of-pool]')) e.textContent = name;
  if (pool) {
    byId('games').replaceChildren(shares(of.games.map((g) => [g.game, BigInt(g.micro)]), pool));
    byId('regions').replaceChildren(shares(of.regions.map((r) => [r.jurisdiction, BigInt(r.micro)]), pool));
  }
  showService(figures.pulse);
}

function shares(all, pool) {
  const total = all.reduce((sum, [, micro]) => sum + micro, 0n);
  if (total === 0n) return el('p', {class: 'quiet empty'}, 'Nothing has come in yet.');
  const shown = all.slice(0, SHOWN_SHARES);
  const rest = all.slice(SHOWN_SHARES).reduce((sum, [, micro]) => sum + micro, 0n);
  if (rest > 0n) shown.push(['all others', rest]);
  return el('ul', {class: 'shares'}, shown.map(([name, micro]) => {
    const share = Number(micro * 100000n / total) / 100000;
    const bar = el('span', {class: 'bar', 'aria-hidden': 'true'});
    bar.style.setProperty('--share', share);
    const item = el('li', {}, el('span', {class: 'name'}, name),
      el('span', {class: 'n'}, exact(micro, pool.exp, pool.currency)),
      el('span', {class: 'n percent'}, (share * 100).toFixed(1) + '\u00a0%'), bar);
    item.dataset.micro = micro.toString();
    return item;
  }));
}

function millis(micros) {
  return micros === 0 ? '–' : micros < 10000 ? (micros / 1000).toFixed(1) + '\u00a0ms' : whole(micros / 1000) + '\u00a0ms';
}

function showService(pulse) {
  const refused = Object.values(pulse.refused).reduce((sum, n) => sum + Number(n), 0);
  byId('since').textContent = 'since ' + pulse.since.slice(0, 16).replace('T', ' ') + ' UTC';
  const tiles = [
    ['Outcomes a minute', whole(pulse.perMinute), 'rate'],
    ['Queue', whole(pulse.queue), 'queue'],
    ['Posting p50', millis(pulse.p50Micros), 'p50'],
    ['p95', millis(pulse.p95Micros), 'p95'],
    ['p99', millis(pulse.p99Micros), 'p99'],
    ['Refused', whole(refused), 'refused'],
    ['Verified', grouped(pulse.verified), 'verified'],
    ['Watching', whole(pulse.watchers), 'watchers'],
  ];
  byId('service').replaceChildren(...tiles.map(([name, value, id]) =>
    el('div', {'data-tile': id}, el('dt', {}, name), el('dd', {}, value))));
}

export function poolsKnown() {
  return [...pools.values()];
}

export function initialise() {
  byId('growth-level').addEventListener('change', () => {
    chosen = byId('growth-level').value;
    redraw();
    document.dispatchEvent(new Event('figures'));
  });
}
