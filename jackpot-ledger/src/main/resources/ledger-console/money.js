// Amounts are BigInt micro-units; 10^6 of them are one minor unit. Nothing here is a float.

export const MICRO = 1000000n;

export function grouped(digits) {
  return String(digits).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
}

/** Micro-units as money: floor of the minor unit, never more than there is. */
export function money(micro, exp, currency) {
  const minor = (micro - (((micro % MICRO) + MICRO) % MICRO)) / MICRO;
  const sign = minor < 0n ? '\u2212' : '';
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exp + 1, '0');
  const whole = grouped(digits.slice(0, digits.length - exp));
  return sign + whole + (exp ? '.' + digits.slice(-exp) : '') + (currency ? '\u00a0' + currency : '');
}

/** Micro-units as money with all decimals that they have. */
export function exact(micro, exp, currency) {
  const sign = micro < 0n ? '\u2212' : '';
  const digits = (micro < 0n ? -micro : micro).toString().padStart(exp + 7, '0');
  const least = exp;
  let decimals = digits.slice(digits.length - exp - 6);
  while (decimals.length > least && decimals.endsWith('0')) decimals = decimals.slice(0, -1);
  const whole = grouped(digits.slice(0, digits.length - exp - 6));
  return sign + whole + (decimals ? '.' + decimals : '') + (currency ? '\u00a0' + currency : '');
}

export function signed(micro) {
  return (micro < 0n ? '\u2212' : '') + grouped(micro < 0n ? -micro : micro);
}

/** What a person typed as micro-units, or null if it is no amount of so many decimals. */
export function parse(text, exp) {
  const match = /^([-\u2212]?)(\d{1,15})(?:\.(\d+))?$/.exec(text.replace(/[\s\u00a0\u202f]/g, ''));
  if (!match || (match[3] ?? '').length > exp + 6) return null;
  const micro = BigInt(match[2] + (match[3] ?? '').padEnd(exp + 6, '0'));
  return match[1] ? -micro : micro;
}

export function whole(number) {
  return grouped(Math.round(number));
}

/** So many of something, in words. */
export function count(n, one, many) {
  return grouped(n) + '\u00a0' + (String(n) === '1' ? one : many);
}

export function time(text) {
  return text.slice(0, 10) + ' ' + text.slice(11, 19) + ' UTC';
}
