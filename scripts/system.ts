import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  choosePort,
  endLeftovers,
  endProcess,
  ensureRequirements,
  holdFolder,
  identify,
  type Platform,
  type ProcessIdentity,
  requireFreePort,
  Secrets,
  startPlatform,
} from '@licheng/local-platform';
import { ephemeralFileSystem } from '@licheng/blob-store';
import { openControl } from './control.ts';
import { prepareDatabases } from './databases.ts';
import type { Progress } from './progress.ts';
import { root, run } from './run.ts';
import {
  brokerUsers,
  serviceEnvironment,
  type ServiceName,
  serviceNames,
  type ServicePorts,
  services,
  signingKey,
  type SystemContext,
} from './services.ts';
import { readState, removeState, type SystemState, writeState } from './state.ts';
import { type ServiceProgram, Supervisor } from './supervisor.ts';
import { buildWebIfStale, webRoot } from './web-build.ts';

export interface SystemOptions {
  dataDir: string;
  /** Port of the web page; `null` chooses a free one. */
  port: number | null;
  demo: boolean;
  durable: boolean;
  progress: Progress;
  /** Where the services' log lines go besides their files. */
  echo: ((line: string) => void) | null;
  /** Ends a start that is under way; what it had started is stopped again. */
  signal: AbortSignal;
}

export interface RunningSystem {
  url: string;
  accountsFile: string | null;
  platform: Platform;
  supervisor: Supervisor;
  stop(): Promise<void>;
}

const portRemedy = 'stop that program, or choose another port: LICHENG_PORT=8090 npm start';

/** The whole system on this machine, from nothing to ready. Used by `npm start` and by the browser tests. */
export async function startSystem(options: SystemOptions): Promise<RunningSystem> {
  const { dataDir, progress, signal } = options;
  const undo: (() => Promise<void> | void)[] = [holdFolder(dataDir, 'system'), () => removeState(dataDir)];
  const unwind = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return await start(options, undo, unwind);
  } catch (error) {
    if (!signal.aborted) progress.say('the start failed; stopping what was started');
    await unwind();
    throw error;
  }
}

async function start(
  options: SystemOptions,
  undo: (() => Promise<void> | void)[],
  unwind: () => Promise<void>,
): Promise<RunningSystem> {
  const { dataDir, progress, signal } = options;
  const missing = serviceNames.filter((name) => !existsSync(join(root, 'services', name, 'src', 'main.ts')));
  if (missing.length > 0) throw new Error(`no src/main.ts in: ${missing.map((name) => `services/${name}`).join(', ')}`);
  await endForgottenServices(dataDir);
  await endLeftovers(dataDir);
  const state: SystemState = {
    supervisor: identify(process.pid) as ProcessIdentity,
    phase: 'starting',
    startedAtMs: Date.now(),
    url: options.port === null ? '' : `http://127.0.0.1:${options.port}`,
    accountsFile: null,
    services: [],
    engines: {},
    control: null,
  };
  writeState(dataDir, state);
  if (options.port !== null) await requireFreePort(options.port, 'the web page', portRemedy);
  await ensureRequirements(['ffmpeg', 'ffprobe', 'pdftoppm'], progress.say);

  // The builds and the engines use different things, so they run side by side.
  const [platform, builds] = await Promise.allSettled([bootPlatform(options, undo), buildEverything(progress)]);
  signal.throwIfAborted();
  if (platform.status === 'rejected') throw platform.reason;
  if (builds.status === 'rejected') throw builds.reason;

  const secrets = new Secrets(dataDir);
  const ports = await servicePorts(secrets, options);
  const publicUrl = `http://127.0.0.1:${ports.gateway.http}`;
  const logLevel = process.env['LOG_LEVEL'] ?? 'info';
  const kind = await ephemeralFileSystem(dataDir);
  if (kind !== null && options.durable) {
    progress.say(
      `WARNING: ${dataDir} lies on ${kind}: everything uploaded here vanishes with this container or machine`,
    );
  }
  const ephemeralVolumes = kind !== null || !options.durable;
  const running = platform.value;
  const context: SystemContext = {
    dataDir,
    platform: running,
    secrets,
    ports,
    publicUrl,
    webRoot,
    logLevel,
    ephemeralVolumes,
  };

  state.url = publicUrl;
  const remember = () => {
    state.services = supervisor.states();
    state.engines = running.engines();
    writeState(dataDir, state);
  };
  const supervisor = new Supervisor({
    programs: serviceNames.map((name) => programOf(name, context)),
    logsDir: join(dataDir, 'logs'),
    echo: options.echo,
    onChange: remember,
  });
  const control = await openControl(running, supervisor, remember);
  undo.push(() => control.close());
  state.control = { url: control.url, token: control.token };
  undo.push(() => supervisor.stop());
  await progress.step('services ready', async () => {
    supervisor.start();
    await supervisor.waitUntilReady(90_000, signal);
  });
  if (options.demo) state.accountsFile = await progress.step('demo data', () => seed(context));
  signal.throwIfAborted();
  state.phase = 'ready';
  remember();
  return {
    url: publicUrl,
    accountsFile: state.accountsFile,
    platform: running,
    supervisor,
    async stop() {
      state.phase = 'stopping';
      remember();
      await unwind();
    },
  };
}

async function bootPlatform(options: SystemOptions, undo: (() => Promise<void> | void)[]): Promise<Platform> {
  const { dataDir, durable, progress, signal } = options;
  const platform = await startPlatform({
    dataDir,
    durable,
    onProgress: progress.say,
    brokerDefinitions: brokerUsers,
  });
  undo.push(() => platform.stop());
  signal.throwIfAborted();
  // Imported late: `npm run stop` and `status` shall work without the generated contracts.
  const { applyTopology } = await import('@licheng/messaging');
  const [applied] = await Promise.all([
    prepareDatabases(platform.postgres.superuserUrl, new Secrets(dataDir)),
    applyTopology(platform.broker.adminUrl),
  ]);
  progress.say(
    `databases: ${applied === 0 ? 'migrations were current' : `${applied} migrations applied`}; queues are there`,
  );
  return platform;
}

async function buildEverything(progress: Progress): Promise<void> {
  await Promise.all([
    progress.step('service bundles', () => run(process.execPath, ['scripts/build.ts', '--if-stale'], { quiet: true })),
    progress.step('web app', buildWebIfStale),
  ]);
}

async function servicePorts(secrets: Secrets, options: SystemOptions): Promise<Record<ServiceName, ServicePorts>> {
  const ports = {} as Record<ServiceName, ServicePorts>;
  const choose = (name: string) => choosePort(secrets, name, undefined, options.progress.say);
  for (const name of serviceNames) {
    ports[name] = {
      grpc: services[name].grpc ? await choose(`${name}/grpc`) : 0,
      http: name === 'gateway' && options.port !== null ? options.port : await choose(`${name}/http`),
    };
  }
  return ports;
}

function programOf(name: ServiceName, context: SystemContext): ServiceProgram {
  const main = join(root, 'services', name, 'dist', 'main.js');
  if (!existsSync(main)) throw new Error(`${main} is missing although the build went well; run: npm run build`);
  return {
    name,
    // A small nursery: nine processes share one small machine.
    args: ['--max-semi-space-size=1', '--max-old-space-size=192', '--single-threaded-gc', main],
    env: serviceEnvironment(name, context),
    cwd: join(root, 'services', name),
    readyUrl: `http://127.0.0.1:${context.ports[name].http}/readyz`,
  };
}

async function seed(context: SystemContext): Promise<string> {
  const { seedDemo } = await import('./seed-demo.ts');
  const at = (name: ServiceName) => `127.0.0.1:${context.ports[name].grpc}`;
  return seedDemo({
    dataDir: context.dataDir,
    publicUrl: context.publicUrl,
    addresses: {
      identity: at('identity'),
      courseRecord: at('course-record'),
      deadlineScheduler: at('deadline-scheduler'),
    },
    consoleKey: signingKey('console', context.secrets),
  });
}

/** Services of a run whose supervisor was killed. The engines are found by `endLeftovers`. */
export async function endForgottenServices(dataDir: string): Promise<void> {
  const processes = readState(dataDir)?.services.flatMap(({ process }) => (process ? [process] : [])) ?? [];
  await Promise.all(processes.map((process) => endProcess(process, [['SIGTERM', 10_000]])));
  rmSync(join(dataDir, 'work'), { recursive: true, force: true });
}
