import type { Certifier } from '../domain/certification-case.ts';
import type { CaseStore, QueueCourse } from './ports.ts';

/** The courses the certifier answers for today, the newest year first. */
export function listQueueCourses(store: CaseStore, certifier: Certifier): Promise<QueueCourse[]> {
  return store.transaction(certifier.institutionId, (cases) => cases.queueCourses(certifier));
}
