export { definitionsFile } from './broker-definitions.ts';
export { choosePort } from './chosen-port.ts';
export { engineImages } from './docker-fallback.ts';
export { tail } from './engine-process.ts';
export { holdFolder } from './folder-lock.ts';
export { destroyPlatformData, endLeftovers, removeAbandoned } from './leftovers.ts';
export { startPlatform } from './platform.ts';
export { findFreePort, isPortFree, portHolder, requireFreePort } from './ports.ts';
export {
  endProcess,
  identify,
  isAlive,
  type ProcessIdentity,
  sendSignal,
  waitForEnd,
} from './process-identity.ts';
export { ensureRequirements, MissingRequirements, type Programs, type RequirementName } from './requirements.ts';
export { Secrets } from './secrets.ts';
export { bodySignature, eicarTestFile, hashSignature } from './test-signatures.ts';
export {
  type BrokerDefinitions,
  type EngineName,
  engineNames,
  type Platform,
  type PlatformAddresses,
  type PlatformOptions,
} from './types.ts';
export {
  asSuperuser,
  ensureServiceDatabase,
  ensureServiceRoles,
  type ServiceDatabase,
  urlOf,
} from './service-database.ts';
export { generateServiceKeys, type ServiceKeyPair } from './service-keys.ts';
