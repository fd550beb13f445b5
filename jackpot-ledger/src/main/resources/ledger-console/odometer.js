// Digits that roll to where they must stand. People who read with their ears get plain text.

import {el} from './dom.js';

const DIGITS = '0123456789';

export class Odometer {
  constructor() {
    this.text = el('span', {class: 'sr'});
    this.wheels = el('span', {class: 'wheels', 'aria-hidden': 'true'});
    this.element = el('span', {class: 'odometer'}, this.text, this.wheels);
    this.shape = '';
  }

  show(text) {
    if (this.text.textContent === text) return;
    this.text.textContent = text;
    const shape = text.replace(/\d/g, '0');
    if (shape !== this.shape) this.build(shape);
    let n = 0;
    for (const c of text) {
      if (DIGITS.includes(c)) this.strips[n++].style.setProperty('--digit', c);
    }
  }

  build(shape) {
    this.shape = shape;
    this.strips = [];
    const [number, currency] = shape.split('\u00a0');
    this.wheels.replaceChildren(...[...number].map((c) => this.place(c)));
    if (currency) this.wheels.append(el('span', {class: 'currency'}, currency));
  }

  place(c) {
    if (c !== '0') return el('span', {class: 'mark'}, c);
    const strip = el('span', {class: 'strip'}, [...DIGITS].map((d) => el('span', {}, d)));
    this.strips.push(strip);
    return el('span', {class: 'wheel'}, strip);
  }
}
