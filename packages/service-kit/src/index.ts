export { loadConfig, commonConfig, hostAndPort, type HostAndPort } from './config.ts';
export { createLogger, type Logger } from './logger.ts';
export {
  TokenSigner,
  TokenVerifier,
  parseTrustedKeys,
  type Principal,
  type PersonPrincipal,
  type ServicePrincipal,
} from './tokens.ts';
export { requirePerson, requireService } from './principals.ts';
export { startGrpcServer, unary, serverStream, type GrpcServer, type Call } from './grpc-server.ts';
export { peer, ServiceTokens, type Peer, type CallOptions, metadataFor } from './grpc-client.ts';
export { startHealthServer, type HealthCheck, type HealthServer } from './health.ts';
export { runService, type Stoppable } from './run-service.ts';
export { currentTraceparent, withTrace, newTraceparent } from './trace.ts';
export { errorFrom } from './error-status.ts';
export { withTimeout, backoffMs } from './retry.ts';
