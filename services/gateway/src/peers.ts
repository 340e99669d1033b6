import { CalendarServiceClient } from '@licheng/contracts/calendar';
import { CentralPortfolioServiceClient } from '@licheng/contracts/central';
import { CertificationServiceClient } from '@licheng/contracts/certification';
import { CourseRecordServiceClient } from '@licheng/contracts/course-record';
import { IdentityServiceClient } from '@licheng/contracts/identity';
import { NotificationServiceClient } from '@licheng/contracts/notification';
import { type HostAndPort, type Peer, peer } from '@licheng/service-kit';
import type { Config } from './config.ts';

export interface Peers {
  identity: Peer<IdentityServiceClient>;
  courseRecord: Peer<CourseRecordServiceClient>;
  certification: Peer<CertificationServiceClient>;
  calendar: Peer<CalendarServiceClient>;
  notification: Peer<NotificationServiceClient>;
  central: Peer<CentralPortfolioServiceClient>;
}

const address = ({ host, port }: HostAndPort): string => `${host}:${port}`;

/** Connections are made when first needed: the gateway starts whoever else is up. */
export function connectPeers(config: Config): Peers {
  return {
    identity: peer(IdentityServiceClient, address(config.IDENTITY_ADDRESS)),
    courseRecord: peer(CourseRecordServiceClient, address(config.COURSE_RECORD_ADDRESS)),
    certification: peer(CertificationServiceClient, address(config.CERTIFICATION_ADDRESS)),
    calendar: peer(CalendarServiceClient, address(config.DEADLINE_SCHEDULER_ADDRESS)),
    notification: peer(NotificationServiceClient, address(config.NOTIFICATION_ADDRESS)),
    central: peer(CentralPortfolioServiceClient, address(config.CENTRAL_PORTFOLIO_ADDRESS)),
  };
}
