// The tokens of the local service, as services in Python verify them.
import { targetOf } from '../support/local/local-browser.ts';
import { useLocalService } from '../support/local/local-service.ts';
import { READER, tokenFlows } from './token-flows.ts';

const service = useLocalService({ clients: [READER] });
tokenFlows(() => targetOf(service));
