import { randomUUID } from 'node:crypto';
import type { OutcomeResource } from '@licheng/rest-contract';
import { jpeg, mp3, mp4, pdf, pdfWithEicar, waitUntil } from '@licheng/testing';
import { Client } from '../../bench/client.ts';
import { required } from './environment.ts';
import { makeSchool, type School } from './school.ts';

/** A school in which something has happened in every state there is, for what looks at every screen. */
export interface FurnishedSchool extends School {
  outcomes: Record<'awaiting' | 'infected' | 'waiting' | 'refused' | 'certified' | 'handedIn', string>;
  receiptId: string;
}

const SUBJECT = '英文(三)';
const LONG_SUMMARY =
  '這學期我從自我介紹、主題簡報到期末口說報告，一步一步練習用英文說明自己的想法。期末報告以家鄉的海洋廢棄物為題，訪問了三位在地漁民，整理成五分鐘的簡報，並附上逐字稿與參考資料，歡迎老師指教，謝謝。';

export async function furnishedSchool(): Promise<FurnishedSchool> {
  const school = await makeSchool();
  const clientOf = async (who: string) => {
    const client = new Client(required('LICHENG_E2E_URL'));
    const { login, password } = school.account(who);
    await client.signIn(login, password);
    return client;
  };
  const student = await clientOf('student5');
  const teacher = await clientOf('teacher1');
  const administrator = await clientOf('admin1');

  const get = (client: Client, id: string) => client.json<OutcomeResource>('GET', `/outcomes/${id}`);
  const add = async (client: Client, fileName: string, summary: string, content = pdf({ sizeBytes: 180_000 })) => {
    const upload = await client.upload(fileName, 'document', content);
    return (await client.addOutcome(school.courseId(SUBJECT), upload, { summary })).id;
  };
  const checked = (client: Client, id: string) =>
    waitUntil(async () => (await get(client, id)).files.every((file) => file.check !== 'checking'), {
      what: 'the check of a file',
      timeoutMs: 60_000,
      intervalMs: 200,
    });
  const submitted = async (client: Client, id: string) => {
    await checked(client, id);
    await client.json('POST', `/outcomes/${id}/submission`, { expectedVersion: 1 });
    await waitUntil(() => teacher.json('GET', `/certification/cases/${id}`).then(Boolean, () => false), {
      what: 'the case at the teacher',
      timeoutMs: 30_000,
      intervalMs: 200,
    });
    return id;
  };
  const decided = async (id: string, verdict: { action: string; comment: string; refusalReason: string | null }) => {
    await teacher.json('POST', `/certification/cases/${id}/verdict`, { version: 1, ...verdict });
    await waitUntil(async () => (await get(student, id)).status !== 'under_certification', {
      what: 'the verdict at the student',
      timeoutMs: 30_000,
      intervalMs: 200,
    });
    return id;
  };
  const certify = { action: 'certify', comment: '', refusalReason: null };

  const handedIn = await decided(await submitted(student, await add(student, '期中作文.pdf', '期中作文')), certify);
  await student.json('PUT', `/selection/${handedIn}`);
  await administrator.json('POST', '/hand-ins', { batchId: randomUUID(), academicYear: 110 });
  const certified = await decided(await submitted(student, await add(student, '詩歌朗讀.pdf', '詩歌朗讀')), certify);
  const refused = await decided(await submitted(student, await add(student, '英文海報.jpg', 'TEST', await jpeg())), {
    action: 'refuse',
    comment: '這是美術課的海報，請換成英文課的作品；檔名裡也請寫上課程名稱，方便辨認。',
    refusalReason: 'wrong_course',
  });
  const withMedia = await student.addOutcome(
    school.courseId(SUBJECT),
    await student.upload('期末口說報告逐字稿與參考資料整理版本二.pdf', 'document', pdf({ sizeBytes: 900_000 })),
    { summary: LONG_SUMMARY, mediaUploadId: await student.upload('期末口說報告.mp4', 'media', await mp4()) },
  );
  const waiting = await submitted(student, withMedia.id);
  const awaiting = await add(student, '我的學習成果.pdf', LONG_SUMMARY);
  const infected = await add(student, '受感染.pdf', '這段文字要留著', pdfWithEicar());
  await Promise.all([checked(student, awaiting), checked(student, infected)]);

  for (const who of ['student1', 'student2', 'student3']) {
    const other = await clientOf(who);
    await submitted(other, await add(other, `${who}的讀書心得.pdf`, '讀書心得'));
  }
  const first = await clientOf('student4');
  const song = await first.upload('英文歌曲演唱.mp3', 'media', await mp3());
  await submitted(first, (await first.addOutcome(school.courseId(SUBJECT), null, { mediaUploadId: song })).id);

  for (const text of ['內容完整，確為本人與本課程之作品。', '請補上作品與課程的關係後再送出。']) {
    await teacher.json('PUT', `/certification/saved-comments/${randomUUID()}`, { text });
  }
  const { receiptHref } = await get(student, waiting);
  return {
    ...school,
    outcomes: { awaiting, infected, waiting, refused, certified, handedIn },
    receiptId: receiptHref?.split('/').at(-1) ?? '',
  };
}
