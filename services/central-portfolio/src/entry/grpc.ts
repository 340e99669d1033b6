import { type CentralPortfolioServiceServer, CentralPortfolioServiceService } from '@licheng/contracts/central';
import { type Logger, type TokenVerifier, requirePerson, unary } from '@licheng/service-kit';
import type { PortfolioReader } from '../application/ports.ts';

export function centralPortfolioService(portfolio: PortfolioReader, entry: { verifier: TokenVerifier; log: Logger }) {
  const implementation: CentralPortfolioServiceServer = {
    listHoldings: unary(entry, async ({ academicYear }, { principal }) => {
      requirePerson(principal, 'operator');
      return { holdings: await portfolio.received(academicYear) };
    }),
  };
  return { definition: CentralPortfolioServiceService, implementation };
}
