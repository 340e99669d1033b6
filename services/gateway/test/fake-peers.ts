import * as calendar from '@licheng/contracts/calendar';
import * as central from '@licheng/contracts/central';
import * as certification from '@licheng/contracts/certification';
import * as courseRecord from '@licheng/contracts/course-record';
import * as identity from '@licheng/contracts/identity';
import * as notification from '@licheng/contracts/notification';
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

const CONTRACTS = [
  { contract: identity, definition: identity.IdentityServiceService },
  { contract: courseRecord, definition: courseRecord.CourseRecordServiceService },
  { contract: certification, definition: certification.CertificationServiceService },
  { contract: calendar, definition: calendar.CalendarServiceService },
  { contract: notification, definition: notification.NotificationServiceService },
  { contract: central, definition: central.CentralPortfolioServiceService },
];

/** A whole message from what a test cares about; the rest is as proto3 leaves it. */
function wholeAnswer(contract: object, method: string, partial: object): object {
  const codecs = contract as Record<string, { fromPartial: (value: object) => object } | undefined>;
  const codec = codecs[`${method.split('/')[1] ?? ''}Response`];
  if (codec === undefined) throw new Error(`${method} has no response message`);
  return codec.fromPartial(partial);
}

/** Every service the gateway speaks to, as one server that says what a test has told it to. */
export async function startFakePeers(verifier: TokenVerifier): Promise<FakePeers> {
  const log = createLogger('peers', 'silent');
  const calls: ReceivedCall[] = [];
  const answers = new Map<string, Answer>();
  const services = CONTRACTS.map(({ contract, definition }) => ({
    definition,
    implementation: Object.fromEntries(
      Object.entries(definition).map(([name, { path }]) => {
        const method = path.replace(/^\/licheng\.\w+\.v1\./, '');
        const handler = unary({ verifier, log }, async (request: Record<string, unknown>, { principal }) => {
          const call = { method, request, principal };
          calls.push(call);
          const answer = answers.get(method);
          if (answer === undefined) throw new LichengError('internal');
          return wholeAnswer(contract, method, await answer(call));
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
