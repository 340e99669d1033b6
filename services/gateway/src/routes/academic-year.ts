import type { Request } from 'express';
import { academicYearParam } from '@licheng/rest-contract';
import { z } from 'zod';
import { parsed } from '../http/api.ts';

const query = z.strictObject({ academicYear: academicYearParam });

/** `?academicYear=`, a ROC year. */
export const academicYearOf = (request: Request): number => parsed(query, request.query).academicYear;
