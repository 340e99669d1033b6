import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const limitBytes = 5 * 1024 * 1024;
const colours = [36, 32, 33, 35, 34, 96, 92, 93, 95];

/** One service's lines: to its own file, whose size is limited, and to the terminal under its name. */
export class ServiceLog {
  readonly file: string;
  readonly #prefix: string;
  readonly #echo: ((line: string) => void) | null;
  #size: number;
  #rest = '';

  constructor(options: { name: string; index: number; file: string; echo: ((line: string) => void) | null }) {
    this.file = options.file;
    this.#echo = options.echo;
    const label = options.name.padEnd(18);
    const colour = colours[options.index % colours.length];
    this.#prefix = process.stdout.isTTY && !process.env['NO_COLOR'] ? `\x1b[${colour}m${label}\x1b[0m` : label;
    mkdirSync(dirname(this.file), { recursive: true });
    this.#size = sizeOf(this.file);
  }

  write(chunk: string): void {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop() ?? '';
    // A line without end must not fill the memory.
    if (this.#rest.length > 64 * 1024) {
      lines.push(this.#rest);
      this.#rest = '';
    }
    if (lines.length === 0) return;
    const text = `${lines.join('\n')}\n`;
    if (this.#size > limitBytes) {
      renameSync(this.file, `${this.file}.1`);
      this.#size = 0;
    }
    appendFileSync(this.file, text, { mode: 0o600 });
    this.#size += Buffer.byteLength(text);
    if (this.#echo) for (const line of lines) this.#echo(`${this.#prefix} ${line}`);
  }

  note(line: string): void {
    this.write(`${this.#rest ? '\n' : ''}[supervisor] ${line}\n`);
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
