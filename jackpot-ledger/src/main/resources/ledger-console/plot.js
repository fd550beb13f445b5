// One line over time, as SVG: the growth of a level.

import {el, svg} from './dom.js';
import {exact} from './money.js';

const WIDTH = 720;
const HEIGHT = 240;
const LEFT = 4;
const RIGHT = 4;
const TOP = 14;
const BOTTOM = 26;

function clock(ms, span) {
  const text = new Date(ms).toISOString();
  return span > 48 * 3600e3 ? text.slice(0, 10) : span > 600e3 ? text.slice(11, 16) : text.slice(11, 19);
}

/** Draws points [ms, BigInt], oldest first, into a host. */
export function draw(host, points, exp, currency) {
  if (points.length < 2) {
    host.replaceChildren(el('p', {class: 'quiet empty'}, 'Nothing has moved yet.'));
    return;
  }
  const begin = points[0][0];
  const span = Math.max(points.at(-1)[0] - begin, 1);
  let least = points[0][1];
  let most = least;
  for (const [, micro] of points) {
    if (micro < least) least = micro;
    if (micro > most) most = micro;
  }
  const height = most - least || 1n;
  const x = (ms) => LEFT + (ms - begin) / span * (WIDTH - LEFT - RIGHT);
  const y = (micro) => TOP + (1 - Number((micro - least) * 10000n / height) / 10000) * (HEIGHT - TOP - BOTTOM);
  let line = '';
  for (const [ms, micro] of points) {
    line += line ? `H${x(ms).toFixed(1)}V${y(micro).toFixed(1)}` : `M${x(ms).toFixed(1)} ${y(micro).toFixed(1)}`;
  }
  const floor = HEIGHT - BOTTOM;
  const picture = svg('svg', {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', preserveAspectRatio: 'none'},
    svg('title', {}, `from ${exact(points[0][1], exp, currency)} to ${exact(points.at(-1)[1], exp, currency)}`),
    ...[0, 0.25, 0.5, 0.75, 1].map((f) => {
      const at = TOP + f * (HEIGHT - TOP - BOTTOM);
      return svg('line', {x1: LEFT, x2: WIDTH - RIGHT, y1: at, y2: at, class: 'grid'});
    }),
    svg('path', {d: `${line}V${floor}H${x(begin)}Z`, class: 'area'}),
    svg('path', {d: line, class: 'line'}));
  host.replaceChildren(
    el('p', {class: 'quiet ends'}, el('span', {}, exact(least, exp, '') + ' to ' + exact(most, exp, currency)),
      el('span', {class: 'gain'}, (points.at(-1)[1] >= points[0][1] ? '+' : '')
        + exact(points.at(-1)[1] - points[0][1], exp, currency))),
    picture,
    el('p', {class: 'quiet ends'}, el('span', {}, clock(begin, span)), el('span', {}, clock(begin + span, span) + ' UTC')));
}

/** A small line without words. */
export function spark(points) {
  const begin = points[0][0];
  const span = Math.max(points.at(-1)[0] - begin, 1);
  let least = points[0][1];
  let most = least;
  for (const [, micro] of points) {
    if (micro < least) least = micro;
    if (micro > most) most = micro;
  }
  const height = most - least || 1n;
  const at = ([ms, micro]) =>
    `${(2 + (ms - begin) / span * 116).toFixed(1)} ${(26 - Number((micro - least) * 1000n / height) / 1000 * 24).toFixed(1)}`;
  return svg('svg', {viewBox: '0 0 120 28', class: 'spark', 'aria-hidden': 'true', preserveAspectRatio: 'none'},
    svg('polyline', {points: points.map(at).join(' '), class: 'line'}));
}
