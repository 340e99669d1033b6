export const engineNames = ['postgres', 'broker', 'redis', 'clamd'] as const;
export type EngineName = (typeof engineNames)[number];

export interface PlatformOptions {
  /** Holds everything the engines write, and `secrets.json`. Created when missing. */
  dataDir: string;
  /** A given port is used or refused; one that is not given is chosen and remembered in the data folder. */
  ports?: Partial<Record<EngineName, number>>;
  /** `false` gives up crash safety for speed: throwaway instances of tests. */
  durable: boolean;
  onProgress?: (line: string) => void;
  /** Extra users, vhosts and permissions in RabbitMQ's definitions format; `password` invents and remembers. */
  brokerDefinitions?: (password: (name: string) => string) => BrokerDefinitions;
}

export interface BrokerDefinitions {
  vhosts?: { name: string }[];
  users?: { name: string; password: string; tags?: string[] }[];
  permissions?: { user: string; vhost: string; configure: string; write: string; read: string }[];
}

/** Plain data, so that it can be handed to another process as JSON. */
export interface PlatformAddresses {
  dataDir: string;
  postgres: { host: string; port: number; superuser: string; password: string; superuserUrl: string };
  broker: { host: string; port: number; adminUser: string; adminPassword: string; adminUrl: string };
  redis: { host: string; port: number; password: string; url: string };
  clamd: { host: string; port: number; address: string };
}

export interface Platform extends PlatformAddresses {
  /** Process ids by engine; empty for an engine that is stopped. */
  engines(): Record<EngineName, number[]>;
  readonly pids: number[];
  stop(): Promise<void>;
  stopEngine(name: EngineName): Promise<void>;
  /** Comes back on the same port with the same data. */
  startEngine(name: EngineName): Promise<void>;
  /** SIGSTOP: the port accepts connections and nothing answers, as with a hung machine. */
  pauseEngine(name: EngineName): void;
  resumeEngine(name: EngineName): void;
  /** Reads an engine's own data folder for a password made with `brokerDefinitions`. */
  password(name: string): string;
}

export interface Engine {
  readonly name: EngineName;
  readonly port: number;
  start(): Promise<void>;
  stop(): Promise<void>;
  pids(): number[];
  /** Every process that must be held to make the engine stand still, when that is more than `pids`. */
  family?(): number[];
}

export const loopback = '127.0.0.1';
