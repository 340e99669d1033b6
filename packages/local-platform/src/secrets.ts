import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Everything a restart must find again: passwords, chosen ports, where PostgreSQL's data went. */
export class Secrets {
  readonly #file: string;

  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true });
    this.#file = join(dataDir, 'secrets.json');
  }

  password(name: string): string {
    return this.remember(name, () => randomBytes(24).toString('base64url'));
  }

  remember(name: string, make: () => string): string {
    const known = this.get(name);
    if (known !== undefined) return known;
    const made = make();
    this.set(name, made);
    return made;
  }

  get(name: string): string | undefined {
    return read(this.#file)[name];
  }

  /** Reads the file anew each time: several parts of one process keep their secrets in it. */
  set(name: string, value: string): void {
    const temporary = `${this.#file}.${process.pid}`;
    const values = { ...read(this.#file), [name]: value };
    writeFileSync(temporary, `${JSON.stringify(values, null, 2)}\n`, { mode: 0o600 });
    renameSync(temporary, this.#file);
  }
}

function read(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`${file} cannot be read; restore it, or delete the whole data folder to begin anew`, {
      cause: error,
    });
  }
}
