// The MAIL FROM domain of a sender domain: the one place where the doctor gets its name.
import type { StageConfig } from '../../lib/config/stage-config.ts';

export const mailFromDomainOf = ({ mailFromSubdomain }: Pick<StageConfig, 'mailFromSubdomain'>, senderDomain: string) =>
  `${mailFromSubdomain}.${senderDomain}`;
