import { expect, test } from '../support/test.ts';
import { pdfFile } from '../support/files.ts';
import { addOutcome } from '../support/people.ts';
import { makeSchool } from '../support/school.ts';

test('nothing of another student or institution can be seen, not even that it exists', async ({ school, signIn }) => {
  const subject = '英文(三)';
  const owner = await signIn('student2');
  await addOutcome(owner, subject, { document: pdfFile('只有我看得到.pdf') });
  const list = await owner.request.get(`/api/v1/courses/${school.courseId(subject)}/outcomes`);
  const { outcomes } = (await list.json()) as { outcomes: { id: string }[] };
  const id = outcomes[0]?.id ?? '';
  expect((await owner.request.get(`/api/v1/outcomes/${id}`)).status()).toBe(200);
  const elsewhere = await makeSchool();
  for (const [who, where] of [
    ['student1', school],
    ['student1', elsewhere],
    ['admin1', elsewhere],
    ['teacher1', elsewhere],
  ] as const) {
    const stranger = await signIn(who, {}, where);
    const answer = await stranger.request.get(`/api/v1/outcomes/${id}`);
    expect([403, 404], who).toContain(answer.status());
    if (who === 'student1') expect(answer.status()).toBe(404);
    const caseAnswer = await stranger.request.get(`/api/v1/certification/cases/${id}`);
    expect([403, 404], who).toContain(caseAnswer.status());
    await stranger.context().close();
  }
});

test('the API answers problems: no session, no CSRF token, no such thing', async ({ request, signIn }) => {
  const anonymous = await request.get('/api/v1/courses');
  expect(anonymous.status()).toBe(401);
  expect(anonymous.headers()['content-type']).toContain('application/problem+json');
  expect(await anonymous.json()).toMatchObject({ code: 'authentication_required' });
  const student = await signIn('student2');
  const forged = await student.request.delete('/api/v1/outcomes/00000000-0000-4000-8000-000000000000', {
    headers: { 'if-match': '"1"' },
  });
  expect(forged.status()).toBe(403);
  expect(await forged.json()).toMatchObject({ code: 'csrf_token_invalid' });
});
