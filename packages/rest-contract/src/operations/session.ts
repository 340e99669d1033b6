import { z } from 'zod';
import { named } from '../resources/schema.ts';
import { sessionResource } from '../resources/session.ts';
import { empty, json, jsonOrNothing, operation, words } from './operation.ts';

const signIn = named(
  'SignIn',
  z.strictObject({ login: z.string().trim().min(1).max(100), password: z.string().min(1).max(200) }),
);

export const sessionOperations = {
  /** That nobody is signed in is an answer like another: browsers note a refusal as an error of the page. */
  getSession: operation({
    method: 'get',
    path: '/session',
    tag: 'session',
    summary: words('目前登入的人', 'Who is signed in'),
    access: 'anyone',
    answer: jsonOrNothing(sessionResource),
    errors: ['service_unavailable', 'internal'],
  }),
  /** The one creating call without `Idempotency-Key`: its answer is a secret that is kept nowhere, and a repeat harms nobody. */
  signIn: operation({
    method: 'post',
    path: '/session',
    tag: 'session',
    summary: words('登入', 'Sign in'),
    access: 'anyone',
    body: signIn,
    answer: json(sessionResource, 201),
    errors: ['invalid_credentials', 'too_many_attempts', 'csrf_token_invalid', 'service_unavailable', 'internal'],
  }),
  signOut: operation({
    method: 'delete',
    path: '/session',
    tag: 'session',
    summary: words('登出', 'Sign out'),
    access: 'anyone',
    answer: empty,
    errors: ['csrf_token_invalid', 'service_unavailable', 'internal'],
  }),
};
