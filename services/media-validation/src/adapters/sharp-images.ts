import { type ChildProcess, spawn } from 'node:child_process';
import type { ImageReader, PageImages } from '../application/ports.ts';
import type { ImageRequest, ImageResponse } from './image-child.ts';
import { CHILD_ENV } from './run-limited.ts';

const TIMEOUT_MS = 20_000;
const NICENESS = 10;
const IDLE_MS = 15_000;
/** Of data, not addresses: Node reserves far more of those than it uses. */
const MEMORY_BYTES = 1024 * 1024 * 1024;

/**
 * sharp in a child process: a picture that crashes the library takes only the child, and an idle service holds none of its
 * memory. The child is kept while there is work and ends after a while without.
 */
export class SharpImages implements ImageReader, PageImages {
  readonly #command: readonly string[];
  readonly #niceness: number;
  readonly #timeoutMs: number;
  #child: ChildProcess | undefined;
  #idle: NodeJS.Timeout | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /** @param command script and arguments that make Node run `serveImages`. @param options niceness as of nice(1). */
  constructor(command: readonly string[], options: { niceness?: number; timeoutMs?: number } = {}) {
    this.#command = command;
    this.#niceness = options.niceness ?? NICENESS;
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  }

  thumbnail(source: string, target: string): Promise<boolean> {
    return this.#make({ task: 'thumbnail', source, target });
  }

  page(source: string, target: string): Promise<boolean> {
    return this.#make({ task: 'page', source, target });
  }

  #make(request: ImageRequest): Promise<boolean> {
    const work = this.#last.then(async () => {
      clearTimeout(this.#idle);
      // A crash or time-out counts only when it happens twice, for the first may be the machine's fault.
      const result = (await this.#ask(request)) ?? (await this.#ask(request));
      this.#idle = setTimeout(() => this.#end(), IDLE_MS);
      this.#idle.unref();
      return result ?? false;
    });
    this.#last = work.catch(() => {});
    return work;
  }

  /** @returns null when the child ended instead of answering. @throws Error when it cannot be started. */
  #ask(request: ImageRequest): Promise<boolean | null> {
    return new Promise((resolve, reject) => {
      const child = this.#child ?? this.#start();
      const timer = setTimeout(() => child.kill('SIGKILL'), this.#timeoutMs);
      const settle = (conclude: () => void) => {
        clearTimeout(timer);
        child.off('message', onMessage).off('error', onError).off('exit', onExit);
        conclude();
      };
      const onMessage = (message: unknown) => settle(() => resolve((message as ImageResponse).readable));
      const onError = (error: Error) => settle(() => reject(error));
      const onExit = (code: number | null) =>
        settle(() => (code === null ? resolve(null) : reject(new Error(`the image reader ended with ${code}`))));
      child.on('message', onMessage).on('error', onError).on('exit', onExit);
      child.send(request, (error) => {
        // The exit that follows tells what happened.
        if (error !== null) child.kill('SIGKILL');
      });
    });
  }

  #start(): ChildProcess {
    const node = [process.execPath, '--max-old-space-size=64', ...this.#command];
    const child = spawn(
      'nice',
      ['-n', String(this.#niceness), 'prlimit', `--data=${MEMORY_BYTES}`, '--core=0', ...node],
      {
        env: CHILD_ENV,
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      },
    );
    child.once('exit', () => {
      if (this.#child === child) this.#child = undefined;
    });
    child.on('error', () => {});
    this.#child = child;
    return child;
  }

  #end(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  async stop(): Promise<void> {
    await this.#last;
    clearTimeout(this.#idle);
    this.#end();
  }
}
