// Builds elements. Text only ever becomes text.

export const byId = (id) => document.getElementById(id);

/** An element with properties, attributes (aria-…, data-…, role) and children, strings as text. */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (key.includes('-') || key === 'role' || key === 'for') element.setAttribute(key, value);
    else element[key === 'class' ? 'className' : key] = value;
  }
  element.append(...children.flat().filter((c) => c !== null && c !== undefined));
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** Replaces the options of a select, and keeps what is chosen if it is still there. */
export function options(select, values, text) {
  const shape = JSON.stringify(values);
  if (select.dataset.shape === shape) return;
  select.dataset.shape = shape;
  const chosen = select.value;
  select.replaceChildren(...values.map((v) => el('option', {value: v}, text ? text(v) : v)));
  if (values.includes(chosen)) select.value = chosen;
}
