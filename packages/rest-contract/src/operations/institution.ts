import { z } from 'zod';
import { calendarResource } from '../resources/calendar.ts';
import {
  handInBatchResource,
  handInListResource,
  handInPreviewResource,
  holdingListResource,
} from '../resources/hand-ins.ts';
import { liveEvent, noticeListResource } from '../resources/notices.ts';
import { named } from '../resources/schema.ts';
import { empty, json, operation, words } from './operation.ts';
import { aWindow, ofYear, pageOf } from './parameters.ts';

const handIn = named('HandIn', z.strictObject({ batchId: z.uuid(), ...ofYear.shape }));
const putWindow = named(
  'PutWindow',
  z.strictObject({ opensAt: z.iso.datetime({ offset: true }), closesAt: z.iso.datetime({ offset: true }) }),
);
const markRead = named('MarkRead', z.strictObject({ ids: z.array(z.uuid()).max(200) }));

/** Hand-ins, calendar, notices and live hints. */
export const institutionOperations = {
  listHandIns: operation({
    method: 'get',
    path: '/hand-ins',
    tag: 'hand-ins',
    summary: words('提交紀錄', 'The hand-in record'),
    access: 'session',
    answer: json(handInListResource),
    errors: ['forbidden'],
  }),
  previewHandIn: operation({
    method: 'get',
    path: '/hand-ins/preview',
    tag: 'hand-ins',
    summary: words('提交前預檢', 'What a hand-in would hold'),
    access: 'session',
    query: ofYear,
    answer: json(handInPreviewResource),
    errors: ['forbidden'],
  }),
  handIn: operation({
    method: 'post',
    path: '/hand-ins',
    tag: 'hand-ins',
    summary: words('提交', 'Hand in'),
    access: 'session',
    body: handIn,
    idempotencyKey: true,
    answer: json(handInBatchResource, 201),
    errors: ['forbidden', 'not_found', 'window_closed', 'nothing_to_hand_in'],
  }),
  listHoldings: operation({
    method: 'get',
    path: '/central/holdings',
    tag: 'hand-ins',
    summary: words('中央資料庫保存的內容', 'What the central portfolio holds'),
    access: 'session',
    query: ofYear,
    answer: json(holdingListResource),
    errors: ['forbidden'],
  }),
  getCalendar: operation({
    method: 'get',
    path: '/calendar',
    tag: 'calendar',
    summary: words('作業時程', 'Windows of the institution'),
    access: 'session',
    answer: json(calendarResource),
    errors: [],
  }),
  putWindow: operation({
    method: 'put',
    path: '/calendar/windows/{academicYear}/{operation}',
    tag: 'calendar',
    summary: words('設定一項作業時程', 'Set a window'),
    access: 'session',
    params: aWindow,
    body: putWindow,
    answer: json(calendarResource),
    errors: ['forbidden', 'version_conflict'],
  }),
  listNotices: operation({
    method: 'get',
    path: '/notices',
    tag: 'notices',
    summary: words('通知', 'Notices of the person signed in'),
    access: 'session',
    query: z.strictObject(pageOf(50)),
    answer: json(noticeListResource),
    errors: [],
  }),
  markNoticesRead: operation({
    method: 'post',
    path: '/notices/read',
    tag: 'notices',
    summary: words('標示為已讀', 'Mark notices read'),
    access: 'session',
    body: markRead,
    idempotencyKey: true,
    answer: empty,
    errors: [],
  }),
  hearEvents: operation({
    method: 'get',
    path: '/events',
    tag: 'notices',
    summary: words('即時更新', 'Live hints (server-sent events, event name `change`)'),
    access: 'session',
    answer: { kind: 'events', status: 200, schema: liveEvent },
    errors: [],
  }),
};
