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

type Part = 'engines/postgres' | 'engines/broker' | 'engines/redis' | 'engines/clamd' | 'services/upload';

/** Stops or starts one engine or service of the system under test. */
export async function control(part: Part, action: 'stop' | 'start'): Promise<void> {
  const { control: access } = JSON.parse(readFileSync(required('LICHENG_E2E_STATE'), 'utf8')) as {
    control: { url: string; token: string };
  };
  const response = await fetch(`${access.url}/${part}/${action}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access.token}` },
  });
  if (!response.ok) throw new Error(`${action} ${part}: ${response.status} ${await response.text()}`);
}
