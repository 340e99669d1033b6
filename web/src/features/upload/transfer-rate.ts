/** How much of the past the rate remembers: long enough not to flicker, short enough to follow a phone into a lift. */
const MEMORY_MS = 4_000;
/** Before this the first burst into the network's buffers says nothing. */
const SETTLING_MS = 800;

export interface Rate {
  bytesPerSecond: number;
  secondsLeft: number;
}

/** Speed and time left from progress reports; null until they mean something. Times are milliseconds of one clock. */
export function createRateMeter(sizeBytes: number): (nowMs: number, sentBytes: number) => Rate | null {
  const samples: { atMs: number; sentBytes: number }[] = [];
  return (nowMs, sentBytes) => {
    const last = samples.at(-1);
    // The server's offset may lie before what was handed to the network: begin anew.
    if (last !== undefined && sentBytes < last.sentBytes) samples.length = 0;
    samples.push({ atMs: nowMs, sentBytes });
    while (samples.length > 2 && nowMs - (samples[1]?.atMs ?? nowMs) > MEMORY_MS) samples.shift();
    const first = samples[0];
    if (first === undefined || nowMs - first.atMs < SETTLING_MS || sentBytes === first.sentBytes) return null;
    const bytesPerSecond = ((sentBytes - first.sentBytes) / (nowMs - first.atMs)) * 1000;
    return { bytesPerSecond, secondsLeft: Math.ceil((sizeBytes - sentBytes) / bytesPerSecond) };
  };
}
