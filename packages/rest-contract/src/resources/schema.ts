import {
  CERTIFIER_ACTIONS,
  ERROR_CODES,
  FILE_CHECKS,
  FILE_REJECTIONS,
  FILE_SLOTS,
  OPERATIONS,
  OUTCOME_ACTIONS,
  OUTCOME_STATUSES,
  REFUSAL_REASONS,
  ROLES,
  TERM_SYSTEMS,
} from '@licheng/portfolio-rules';
import { z } from 'zod';

/** Schemas that have a name in the API's description; every other one is written out where it is used. */
export const components = z.registry<{ id: string }>();

export function named<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  components.add(schema, { id });
  return schema;
}

export const instant = named(
  'Instant',
  z.iso.datetime({ offset: true }).describe('ISO 8601 in UTC, by the server’s clock.'),
);
/** Instants are ISO 8601 in UTC, by the server's clock. */
export type Instant = z.infer<typeof instant>;

export const id = z.uuid();
export const count = z.int().min(0);
export const version = z.int().min(1);
export const academicYear = z.int().min(80).max(200).describe('ROC year: 115 began on 2026-08-01.');
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Such a path is opened as it is; it may answer with 303. */
export const href = z.string().regex(/^\//);
export const day = z.iso.date().describe('A date in Asia/Taipei.');

export const fileSlot = named('FileSlot', z.enum(FILE_SLOTS));
export const fileCheck = named('FileCheck', z.enum(FILE_CHECKS));
export const fileRejection = named('FileRejection', z.enum(FILE_REJECTIONS));
export const outcomeStatus = named('OutcomeStatus', z.enum(OUTCOME_STATUSES));
export const outcomeAction = named('OutcomeAction', z.enum(OUTCOME_ACTIONS));
export const certifierAction = named('CertifierAction', z.enum(CERTIFIER_ACTIONS));
export const refusalReason = named('RefusalReason', z.enum(REFUSAL_REASONS));
export const termSystem = named('TermSystem', z.enum(TERM_SYSTEMS));
export const operation = named('Operation', z.enum(OPERATIONS));
export const role = named('Role', z.enum(ROLES));
export const errorCode = named('ErrorCode', z.enum(ERROR_CODES));

export const problem = named(
  'Problem',
  z
    .strictObject({
      type: z.string().regex(/^urn:licheng:error:/),
      title: z.string().min(1).describe('For people, in the language of Accept-Language.'),
      status: z.int(),
      code: errorCode,
      details: z
        .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
        .readonly()
        .describe('Safe to show: no personal data.'),
    })
    .describe('Every refusal, `application/problem+json` (RFC 9457). `code` is stable.'),
);
/** Every refusal, `application/problem+json` (RFC 9457). `code` is stable; `type` is `urn:licheng:error:<code>`. */
export type Problem = z.infer<typeof problem>;
