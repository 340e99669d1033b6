// What tests use of bootstrap.mjs, which is plain JavaScript because it must run on any Node.
export function majorOf(versionText: string): number;
export function chooseNode(candidates: readonly string[], ask: (program: string) => string): string | null;
export function isStale(pidText: string, ageMs: number, isRunning: (pid: number) => boolean): boolean;
export function nodePackage(platform: string, arch: string): string;
