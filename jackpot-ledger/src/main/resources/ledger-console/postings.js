// The third view: postings, newest first, and the chain behind the chosen one.

import {get, text} from './api.js';
import {prove} from './chain.js';
import {byId, el, options} from './dom.js';
import {exact, time} from './money.js';

let oldest = null;
let pools = [];

const pool = () => pools.find((p) => p.pool === byId('postings-pool').value);

export function setPools(all) {
  pools = all;
  options(byId('postings-pool'), all.map((p) => p.pool));
}

export async function readPostings(before) {
  const of = pool();
  if (!of) return;
  const query = before ? '?before=' + before : '';
  const page = await get('/v1/pools/' + encodeURIComponent(of.pool) + '/postings' + query);
  oldest = page.postings.at(-1)?.n ?? null;
  byId('posting-list').replaceChildren(...(page.postings.length
    ? page.postings.map((p) => row(of, p)) : [el('li', {class: 'quiet empty'}, 'There are no older postings.')]));
}

function row(of, posting) {
  const round = posting.round;
  const facts = round
    ? [round.jurisdiction, round.operator, 'round ' + round.id] : [posting.levels];
  const button = el('button', {type: 'button', 'aria-pressed': 'false'},
    el('span', {class: 'number'}, posting.n),
    el('span', {class: 'what'}, posting.what, el('span', {class: 'quiet'}, facts.join(' · '))),
    el('span', {class: 'n'}, exact(BigInt(posting.micro), of.exp, of.currency),
      el('span', {class: 'quiet'}, time(posting.at).slice(11))));
  button.dataset.posting = posting.n;
  button.addEventListener('click', () => choose(of, posting, button));
  return el('li', {}, button);
}

async function choose(of, posting, button) {
  for (const b of byId('posting-list').querySelectorAll('button')) b.setAttribute('aria-pressed', 'false');
  button.setAttribute('aria-pressed', 'true');
  const host = byId('chain');
  host.replaceChildren(el('p', {class: 'quiet'}, 'Verifying …'));
  try {
    const query = '?pool=' + encodeURIComponent(of.pool) + '&posting=' + posting.n;
    const [trace, policy] = await Promise.all([get('/v1/trace' + query), text('/v1/policy')]);
    const links = await prove(trace, policy, posting, of);
    host.replaceChildren(verdict(links), el('ol', {class: 'chain'}, links.map(link)), download(of, posting, query));
    if (matchMedia('(max-width: 60rem)').matches) host.scrollIntoView({block: 'start'});
  } catch (e) {
    host.replaceChildren(el('p', {class: 'note', 'data-state': 'bad'}, e.message));
  }
}

function verdict(links) {
  const bad = links.find((l) => l.state === 'bad');
  const open = links.find((l) => l.state === 'open');
  const [state, words] = bad ? ['bad', 'Refuted: ' + bad.title]
    : open ? ['open', 'Proved as far as the books reach.'] : ['good', 'Proved, by this browser, down to the key in the HSM.'];
  const p = el('p', {class: 'note', id: 'proof', 'data-state': state}, words);
  return p;
}

function link(one) {
  return el('li', {'data-state': one.state}, el('h3', {}, one.title),
    one.facts.map(([name, value]) => el('p', {class: 'fact'}, el('span', {class: 'quiet'}, name), el('code', {}, value))));
}

function download(of, posting, query) {
  return el('p', {class: 'actions'},
    el('a', {class: 'button', href: '/v1/trace' + query, download: `${of.pool}-${posting.n}.json`}, 'Save the dispute package'));
}

export function initialise(told) {
  const read = (before) => readPostings(before).catch((e) => told(e.message, 'bad'));
  byId('postings-pool').addEventListener('change', () => read());
  byId('newest').addEventListener('click', () => read());
  byId('older').addEventListener('click', () => { if (oldest) read(oldest); });
}
