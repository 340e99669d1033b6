/** Lines of a start with the time since it began. */
export class Progress {
  readonly #began = performance.now();
  readonly #print: (line: string) => void;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  readonly say = (line: string): void => {
    const seconds = ((performance.now() - this.#began) / 1_000).toFixed(1).padStart(6);
    this.#print(`${seconds} s  ${line}`);
  };

  /** Announces the step's end with what it took. */
  async step<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const began = performance.now();
    const result = await work();
    this.say(`${name}: done in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
    return result;
  }
}
