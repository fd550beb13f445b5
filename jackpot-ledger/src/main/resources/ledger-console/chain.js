// Verifies what the ledger says of a posting: hashes, paths and signatures, with WebCrypto. The keys
// are those of /v1/policy; compare them with keys that you have from elsewhere.

import {count, exact, time} from './money.js';

const encoder = new TextEncoder();
const bytes = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
const base64 = (array) => btoa(String.fromCharCode(...array));
const hex = (array) => [...array].map((b) => b.toString(16).padStart(2, '0')).join('');

function joined(...parts) {
  const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) { all.set(part, at); at += part.length; }
  return all;
}

const sha256 = async (data) => new Uint8Array(await crypto.subtle.digest('SHA-256', data));
const leafOf = (data) => sha256(joined([0], data));
const nodeOf = (left, right) => sha256(joined([1], left, right));

/** RFC 9162 2.1.3.2: the root that a leaf and its path lead to, or null. */
async function rootFrom(leaf, index, size, path) {
  let fn = BigInt(index);
  let sn = BigInt(size) - 1n;
  if (fn > sn || fn < 0n) return null;
  let r = leaf;
  for (const p of path) {
    if (sn === 0n) return null;
    if ((fn & 1n) === 1n || fn === sn) {
      r = await nodeOf(p, r);
      while ((fn & 1n) === 0n && fn !== 0n) { fn >>= 1n; sn >>= 1n; }
    } else {
      r = await nodeOf(r, p);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n ? r : null;
}

/** RFC 8785, of what JSON.parse made from it. */
function canonical(value) {
  if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']';
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return '{' + Object.keys(value).sort().map((k) => JSON.stringify(k) + ':' + canonical(value[k])).join(',') + '}';
}

/** A C2SP signed note with a checkpoint in it. */
function noteOf(text) {
  const end = text.lastIndexOf('\n\n') + 1;
  const body = text.slice(0, end);
  const [origin, size, root] = body.split('\n');
  const signatures = text.slice(end + 1).split('\n').filter(Boolean).map((line) => {
    const [, name, signature] = line.split(' ');
    const all = bytes(signature);
    return {name, id: hex(all.slice(0, 4)), signature: all.slice(4)};
  });
  return {body, origin, size, root, signatures};
}

/** The keys of a policy: `log name+id+base64(type, key)`. */
function keysOf(policy) {
  return policy.split('\n').filter((l) => l.startsWith('log ')).map((line) => {
    const vkey = line.split(' ')[1];
    const [name, id, ...rest] = vkey.split('+');
    const material = bytes(rest.join('+'));
    return {vkey, name, id, type: material[0], key: material.slice(1)};
  });
}

/** DER to r and s of 32 bytes each, as WebCrypto wants it. */
function flat(der) {
  const part = (at) => {
    const length = der[at + 1];
    const number = der.slice(at + 2, at + 2 + length);
    const out = new Uint8Array(32);
    const cut = number.slice(Math.max(number.length - 32, 0));
    out.set(cut, 32 - cut.length);
    return [out, at + 2 + length];
  };
  const [r, next] = part(2);
  return joined(r, part(next)[0]);
}

async function verifies(key, signature, message) {
  if (key.type === 2) {
    const own = await crypto.subtle.importKey('spki', key.key, {name: 'ECDSA', namedCurve: 'P-256'}, false, ['verify']);
    return crypto.subtle.verify({name: 'ECDSA', hash: 'SHA-256'}, own, flat(signature), message);
  }
  if (key.type === 1) {
    const own = await crypto.subtle.importKey('raw', key.key, {name: 'Ed25519'}, false, ['verify']);
    return crypto.subtle.verify({name: 'Ed25519'}, own, signature, message);
  }
  return false;
}

/** The key of the policy that signed a note, or null. */
async function signer(note, keys) {
  for (const s of note.signatures) {
    const key = keys.find((k) => k.name === s.name && k.id === s.id && k.name === note.origin);
    if (key && await verifies(key, s.signature, encoder.encode(note.body))) return key;
  }
  return null;
}

const same = (a, b) => a !== null && hex(a) === hex(b);
const fromHash = (text) => Uint8Array.from(text.replace('sha256:', '').match(/../g), (h) => parseInt(h, 16));
const short = (text) => (text.length > 44 ? text.slice(0, 30) + '…' + text.slice(-12) : text);
const hashes = (path) => count(path.length, 'hash', 'hashes');
const link = (holds, title, ...facts) => ({state: holds ? 'good' : 'bad', title, facts});

/** {@return the links of the chain, each verified} */
export async function prove(trace, policy, posting, pool) {
  const keys = keysOf(policy);
  const head = noteOf(trace.head);
  const entry = trace.entry;
  const entryLeaf = await leafOf(encoder.encode(canonical(entry)));
  const rows = entry.rows[trace.pool];
  const rowLeaf = await leafOf(bytes(trace.row));
  const index = BigInt(trace.posting) - BigInt(rows.first);
  const paths = (all) => all.map(bytes);
  const inEntry = same(await rootFrom(rowLeaf, index, rows.count, paths(trace.rowPath)), fromHash(rows.root));
  const inJournal = same(await rootFrom(entryLeaf, entry.entry, head.size, paths(trace.entryPath)), bytes(head.root));
  const journalKey = await signer(head, keys);
  const links = [
    link(true, `Posting ${trace.posting}: ${posting.what}, ${exact(BigInt(posting.micro), pool.exp, pool.currency)}`,
      ['row', short('sha256 ' + hex(rowLeaf))]),
    link(inEntry, `It is ${rows.count === '1' ? 'the one posting' : 'one of ' + rows.count + ' postings'} of entry ${entry.entry}`,
      ['entry', `${entry.kind} at ${time(entry.at)}`], ['root', short(rows.root)], ['path', hashes(trace.rowPath)]),
    link(inJournal, `The entry is in the journal of ${head.size} entries`,
      ['journal', head.origin], ['path', hashes(trace.entryPath)]),
    link(journalKey !== null, 'The ledger has signed the journal', ['key', short(journalKey?.vkey ?? 'none of the policy')]),
    await rules(trace, head),
  ];
  return links.concat(await seal(trace, entry, keys, posting));
}

async function rules(trace, head) {
  const terms = await leafOf(encoder.encode(canonical(trace.termsEntry)));
  let holds = same(await rootFrom(terms, trace.termsEntry.entry, head.size, trace.termsPath.map(bytes)), bytes(head.root));
  const names = Object.keys(trace.files);
  for (const name of names) holds &&= same(await sha256(bytes(trace.files[name])), fromHash(name));
  return link(holds, 'The rules that held are those of the journal', ...names.map((n) => ['rules', short(n)]));
}

async function seal(trace, entry, keys, posting) {
  const sealed = trace.seal;
  if (!sealed) {
    const made = entry.kind === 'order' ? 'Two supervisors ordered it'
      : entry.kind === 'ruling' ? 'Two supervisors released it' : 'No record asked for it';
    const isOpen = posting.round && entry.kind !== 'ruling';
    const told = isOpen ? 'The books do not reach back to its checkpoint' : made;
    const held = entry.input?.ruling?.posting ? [['held as', 'posting ' + entry.input.ruling.posting]] : [];
    return [{state: isOpen ? 'open' : 'good', title: told, facts: approvals(entry).concat(held)}];
  }
  const checkpoint = noteOf(sealed.checkpoint);
  const said = entry.input;
  const isStep = said.log === sealed.log && said.to === sealed.size && checkpoint.size === sealed.size
    && checkpoint.origin === sealed.log && same(bytes(checkpoint.root), fromHash(said.root));
  const inTree = same(
    await rootFrom(bytes(sealed.leaf), sealed.seq, sealed.size, sealed.path.map(bytes)), bytes(checkpoint.root));
  const key = await signer(checkpoint, keys);
  return [
    link(isStep && inTree, `It was made from record ${sealed.seq} of ${sealed.log}`,
      ['leaf', short('sha256 ' + hex(bytes(sealed.leaf)))], ['path', `${hashes(sealed.path)} to a tree of ${sealed.size}`]),
    link(key !== null, 'The HSM has signed the checkpoint of that tree',
      ['root', short(checkpoint.root)], ['key', short(key?.vkey ?? 'none of the policy')],
      ['signature', short(base64(checkpoint.signatures.find((s) => s.id === key?.id)?.signature ?? []))]),
  ];
}

function approvals(entry) {
  return (entry.input?.approvals ?? []).map((a) => ['approved', `${a.person} at ${time(a.at)}`]);
}
