// Calls to the ledger that served this page.

/** What the ledger answered in place of what was asked. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || 'status ' + status);
    this.status = status;
    this.title = problem.title || 'The ledger answered ' + status;
  }
}

async function answered(answer) {
  if (answer.ok) return answer;
  throw new Refused(answer.status, await answer.json().catch(() => ({})));
}

export async function get(path) {
  return (await answered(await fetch(path, {cache: 'no-store'}))).json();
}

export async function text(path) {
  return (await answered(await fetch(path, {cache: 'no-store'}))).text();
}

export async function post(path, body) {
  const answer = await answered(await fetch(path, {
    method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)}));
  return {status: answer.status, body: await answer.json()};
}
