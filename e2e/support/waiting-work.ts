import type { OutcomeResource } from '@licheng/rest-contract';
import { jpeg, pdf, waitUntil } from '@licheng/testing';
import { Client } from '../../bench/client.ts';
import { required } from './environment.ts';
import type { School } from './school.ts';

/** Somebody of the school, speaking to the API without a browser. */
export async function clientOf(school: School, who: string): Promise<Client> {
  const client = new Client(required('LICHENG_E2E_URL'));
  const { login, password } = school.account(who);
  await client.signIn(login, password);
  return client;
}

interface Work {
  who: string;
  subject: string;
  fileName: string;
  summary?: string;
  /** A picture instead of a document with pages. */
  picture?: boolean;
}

/** Hands in one piece of work and waits until it stands in the certifiers' queue. @returns its outcome's id */
export async function submitWork(
  school: School,
  { who, subject, fileName, summary = '', picture }: Work,
): Promise<string> {
  const student = await clientOf(school, who);
  const content = picture === true ? await jpeg() : pdf({ sizeBytes: 60_000 });
  const upload = await student.upload(fileName, 'document', content);
  const { id } = await student.addOutcome(school.courseId(subject), upload, { summary });
  const get = () => student.json<OutcomeResource>('GET', `/outcomes/${id}`);
  const patience = { timeoutMs: 60_000, intervalMs: 200 };
  await waitUntil(async () => (await get()).submitBlockedBy === null, {
    what: `the check of ${fileName}`,
    ...patience,
  });
  await student.json('POST', `/outcomes/${id}/submission`, { expectedVersion: 1 });
  const administrator = await clientOf(school, 'admin1');
  await waitUntil(
    () =>
      administrator.json('GET', `/certification/cases/${id}`).then(
        () => true,
        () => false,
      ),
    { what: `${fileName} in the queue`, ...patience },
  );
  return id;
}
