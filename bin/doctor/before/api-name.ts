// Whether API Gateway knows the API's domain name already: a name leads to one API of the account and region.
import { GetDomainNameCommand, NotFoundException } from '@aws-sdk/client-apigatewayv2';
import type { Context } from '../context.ts';
import { type Finding, fault, ok } from '../finding.ts';
import { resourcesOf } from '../stack.ts';

/** No finding without `apiDomain`. Throws what the SDK throws. */
export const checkApiName = async ({ clients, config: { apiDomain }, stack }: Context): Promise<Finding[]> => {
  if (!apiDomain) return [];
  const { name } = apiDomain;
  const own = stack ? resourcesOf(stack, 'AWS::ApiGatewayV2::DomainName') : [];
  if (own.some(({ physicalId }) => physicalId === name)) {
    return [ok('api', { ko: `${name}: 이 스택에 있음`, en: `${name}: is in this stack` })];
  }
  try {
    await clients.apiGateway.send(new GetDomainNameCommand({ DomainName: name }));
    return [taken(name)];
  } catch (error) {
    if (error instanceof NotFoundException) return [ok('api', { ko: `${name}: 비어 있음`, en: `${name}: is free` })];
    throw error;
  }
};

const taken = (name: string): Finding =>
  fault(
    'api',
    {
      ko: `${name}: API Gateway에 이미 있는 도메인 이름이라 배포가 실패합니다.`,
      en: `${name}: is a domain name of another API, so a deployment fails.`,
    },
    {
      ko: 'API Gateway 콘솔의 Custom domain names에서 지우거나, apiDomain.name에 다른 이름을 적으세요.',
      en: 'Delete it under Custom domain names in the API Gateway console, or choose another apiDomain.name.',
    },
  );
