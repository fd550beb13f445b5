// Meters come over one WebSocket, in order; after a break the page asks for what came after the
// last position that it has seen.

const LONGEST_PAUSE = 5000;
const FIRST_PAUSE = 250;

/** Follows the meters for as long as the page lives. */
export function follow({before, changed, state}) {
  let position = null;
  let pause = FIRST_PAUSE;

  function again(text) {
    state('lost', text);
    setTimeout(start, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }

  function connect() {
    const scheme = location.protocol === 'https:' ? 'wss://' : 'ws://';
    const from = position === null ? '' : '?from=' + position;
    const socket = new WebSocket(scheme + location.host + '/ws/meters' + from);
    socket.onopen = () => { pause = FIRST_PAUSE; state('live', 'live'); };
    socket.onmessage = (event) => {
      const change = JSON.parse(event.data);
      position = change.position;
      changed(change);
    };
    socket.onclose = () => again('connection lost, trying again');
  }

  async function start() {
    try {
      await before(position === null);
      connect();
    } catch {
      again('the ledger does not answer, trying again');
    }
  }

  start();
}
