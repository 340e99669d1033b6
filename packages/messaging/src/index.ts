export { Broker, type BrokerOptions, UnroutableError } from './broker.ts';
export { type CloudEvent, type OutgoingEvent, decodeEvent, encodeEvent } from './cloud-event.ts';
export { startConsumer, type Consumer, type EventHandlers } from './consumer.ts';
export { deadLetters, replayDeadLetters, type DeadLetter } from './dead-letters.ts';
export { subscribeLive } from './live.ts';
export { Outbox } from './outbox.ts';
export { OutboxRelay } from './outbox-relay.ts';
export { applyTopology, DEAD_EXCHANGE, EVENTS_EXCHANGE } from './topology.ts';
