import { readFileSync } from 'node:fs';

/** @throws Error that says how to run the journeys. */
export function required(name: string): string {
  const value = process.env[name] ?? '';
  if (value === '') throw new Error(`${name} is not set: run the browser journeys with npm test -- e2e`);
  return value;
}

export interface Account {
  login: string;
  password: string;
  name: string;
}

export function account(login: string): Account {
  const { accounts } = JSON.parse(readFileSync(required('LICHENG_E2E_ACCOUNTS'), 'utf8')) as { accounts: Account[] };
  const found = accounts.find((candidate) => candidate.login === login);
  if (found === undefined) throw new Error(`no demo account ${login}`);
  return found;
}

/** Stops or starts one engine of the system under test. */
export async function engine(name: 'postgres' | 'broker' | 'redis' | 'clamd', action: 'stop' | 'start'): Promise<void> {
  const { control } = JSON.parse(readFileSync(required('LICHENG_E2E_STATE'), 'utf8')) as {
    control: { url: string; token: string };
  };
  const response = await fetch(`${control.url}/engines/${name}/${action}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${control.token}` },
  });
  if (!response.ok) throw new Error(`${action} ${name}: ${response.status} ${await response.text()}`);
}
