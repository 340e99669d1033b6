import type { Request, Response } from 'express';
import type { Language, OperationId, Operations } from '@licheng/rest-contract';
import type { CallOptions } from '@licheng/service-kit';
import type { z } from 'zod';
import type { Session } from './sessions.ts';

interface Exchange {
  request: Request;
  response: Response;
  /** What is said to people inside the answer is said in it. */
  language: Language;
  /** Sent along with the answer. */
  headers: Record<string, string>;
}

/** Who asks; calls to services are made with the person's own token. */
interface SignedIn extends Exchange {
  session: Session;
  /** Options of a call that is safe to repeat. */
  read: CallOptions;
  write: CallOptions;
}

type Part<Definition, Name extends string> = Definition extends { readonly [N in Name]: infer Schema extends z.ZodType }
  ? { [N in Name]: z.output<Schema> }
  : unknown;

/** What a handler is given: everything its operation declares, validated. */
type Input<Definition> = (Definition extends { access: 'session' } ? SignedIn : Exchange) &
  Part<Definition, 'params'> &
  Part<Definition, 'query'> &
  Part<Definition, 'body'> &
  (Definition extends { ifMatch: true } ? { expectedVersion: number } : unknown);

/** What a handler returns: the body, where a link leads, or nothing where there is nothing to say or all is said already. */
type Output<Definition> = Definition extends { answer: { kind: 'json'; schema: infer Schema extends z.ZodType } }
  ? z.output<Schema> | (Definition extends { answer: { orNothing: true } } ? null : never)
  : Definition extends { answer: { kind: 'link' } }
    ? string
    : void;

export type Handlers = {
  [Id in OperationId]: (input: Input<Operations[Id]>) => Promise<Output<Operations[Id]>>;
};

/** The same without its types, for the one place that calls them all. */
export type AnyHandler = (input: SignedIn & Record<string, unknown>) => Promise<object | string | null | undefined>;
export type AnyInput = Parameters<AnyHandler>[0];
