import { CalendarServiceService } from '@licheng/contracts/calendar';
import { CentralPortfolioServiceService } from '@licheng/contracts/central';
import { CertificationServiceService } from '@licheng/contracts/certification';
import { CourseRecordServiceService } from '@licheng/contracts/course-record';
import { IdentityServiceService } from '@licheng/contracts/identity';
import { NotificationServiceService } from '@licheng/contracts/notification';
import { LichengError } from '@licheng/portfolio-rules';
import { type Principal, type TokenVerifier, createLogger, startGrpcServer, unary } from '@licheng/service-kit';

interface ReceivedCall {
  method: string;
  request: Record<string, unknown>;
  principal: Principal;
}

type Answer = (call: ReceivedCall) => object | Promise<object>;

export interface FakePeers {
  port: number;
  /** Calls received, oldest first. */
  calls: ReceivedCall[];
  /** What a method, such as `CourseRecordService/ListCourses`, answers until the returned function is called. */
  answer(method: string, answer: Answer): () => void;
  stop(): Promise<void>;
}

const DEFINITIONS = [
  IdentityServiceService,
  CourseRecordServiceService,
  CertificationServiceService,
  CalendarServiceService,
  NotificationServiceService,
  CentralPortfolioServiceService,
];

/** Every service the gateway speaks to, as one server that says what a test has told it to. */
export async function startFakePeers(verifier: TokenVerifier): Promise<FakePeers> {
  const log = createLogger('peers', 'silent');
  const calls: ReceivedCall[] = [];
  const answers = new Map<string, Answer>();
  const services = DEFINITIONS.map((definition) => ({
    definition,
    implementation: Object.fromEntries(
      Object.entries(definition).map(([name, { path }]) => {
        const method = path.replace(/^\/licheng\.\w+\.v1\./, '');
        const handler = unary({ verifier, log }, async (request: Record<string, unknown>, { principal }) => {
          const call = { method, request, principal };
          calls.push(call);
          const answer = answers.get(method);
          if (answer === undefined) throw new LichengError('internal');
          return answer(call);
        });
        return [name, handler];
      }),
    ),
  }));
  const server = await startGrpcServer({ listen: { host: '127.0.0.1', port: 0 }, services });
  return {
    port: server.port,
    calls,
    answer(method, answer) {
      const before = answers.get(method);
      answers.set(method, answer);
      return () => {
        if (before === undefined) answers.delete(method);
        else answers.set(method, before);
      };
    },
    stop: () => server.stop(),
  };
}
