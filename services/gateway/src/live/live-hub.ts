import type { ServerResponse } from 'node:http';
import { LichengError } from '@licheng/portfolio-rules';
import type { CloudEvent } from '@licheng/messaging';
import type { LiveEvent } from '@licheng/rest-contract';
import { API_HEADERS } from '../http/security-headers.ts';
import type { Session } from '../http/sessions.ts';
import { type Listener, hintsOf } from './audience.ts';

interface Connection {
  session: Session;
  listener: Listener;
  response: ServerResponse;
}

const HEARTBEAT_MS = 20_000;
const MAX_CONNECTIONS = 10_000;
/** A browser keeps about six connections to one site; a seventh page takes the place of the oldest. */
const MAX_PER_SESSION = 6;
/** A reader this far behind comes back and asks for everything again. */
const MAX_BEHIND_BYTES = 64 * 1024;
/** The notice is made from the same event, a moment later. */
const NOTICE_DELAY_MS = 700;

const encode = (event: LiveEvent): string => `event: change\ndata: ${JSON.stringify(event)}\n\n`;
const RESYNC = encode({ kind: 'resync' });
const HEARTBEAT = ': still here\n\n';

/** Open pages, and the hints that make them fetch again (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export class LiveHub {
  readonly #byInstitution = new Map<string, Set<Connection>>();
  readonly #isAlive: (session: Session) => Promise<boolean>;
  readonly #timer: NodeJS.Timeout;
  readonly #notices = new Set<NodeJS.Timeout>();
  #count = 0;
  #stopped = false;

  /** @param isAlive whether a session still lives; rejects when that cannot be known now. */
  constructor(isAlive: (session: Session) => Promise<boolean>, heartbeatMs = HEARTBEAT_MS) {
    this.#isAlive = isAlive;
    this.#timer = setInterval(() => void this.#beat(), heartbeatMs);
  }

  open(session: Session, response: ServerResponse): void {
    if (this.#stopped || this.#count >= MAX_CONNECTIONS) throw new LichengError('service_unavailable');
    const { person, institution } = session;
    const listener = { personId: person.id, institutionId: institution.id, role: person.role };
    const connection: Connection = { session, listener, response };
    const siblings = this.#ofSession(session.key);
    if (siblings.length >= MAX_PER_SESSION) siblings[0]?.response.end();
    const connections = this.#byInstitution.get(institution.id) ?? new Set();
    this.#byInstitution.set(institution.id, connections.add(connection));
    this.#count += 1;
    response.once('close', () => {
      this.#count -= 1;
      connections.delete(connection);
      if (connections.size === 0 && this.#byInstitution.get(institution.id) === connections) {
        this.#byInstitution.delete(institution.id);
      }
    });
    response.writeHead(200, { ...API_HEADERS, 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
    response.write(RESYNC);
  }

  readonly pass = (event: CloudEvent): void => {
    for (const { institutionId, isFor, event: hint } of hintsOf(event)) {
      const tell = () => this.#tell(institutionId, isFor, encode(hint));
      if (hint.kind === 'notice') this.#later(tell);
      else tell();
    }
  };

  /** What was said while nobody listened is lost: every page looks again. */
  readonly resync = (): void => {
    for (const connection of this.#all()) write(connection, RESYNC);
  };

  endSession(key: string): void {
    for (const connection of this.#ofSession(key)) connection.response.end();
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
    for (const timer of this.#notices) clearTimeout(timer);
    for (const { response } of this.#all()) response.end();
  }

  #tell(institutionId: string, isFor: (listener: Listener) => boolean, text: string): void {
    for (const connection of this.#byInstitution.get(institutionId) ?? []) {
      if (isFor(connection.listener)) write(connection, text);
    }
  }

  #later(action: () => void): void {
    const timer = setTimeout(() => {
      this.#notices.delete(timer);
      action();
    }, NOTICE_DELAY_MS);
    this.#notices.add(timer);
  }

  async #beat(): Promise<void> {
    const sessions = new Map<string, Session>();
    for (const connection of this.#all()) {
      sessions.set(connection.session.key, connection.session);
      write(connection, HEARTBEAT);
    }
    await Promise.all(
      [...sessions].map(async ([key, session]) => {
        // While Redis is away nobody is sent off: the pages could not come back.
        if (!(await this.#isAlive(session).catch(() => true))) this.endSession(key);
      }),
    );
  }

  #all(): Connection[] {
    return [...this.#byInstitution.values()].flatMap((connections) => [...connections]);
  }

  #ofSession(key: string): Connection[] {
    return this.#all().filter(({ session }) => session.key === key);
  }
}

function write({ response }: Connection, text: string): void {
  if (response.writableEnded || response.destroyed) return;
  if (response.writableLength > MAX_BEHIND_BYTES) response.destroy();
  else response.write(text);
}
