// What replaces parts of the SDK in the bundles.
import { describe, expect, it } from 'vitest';
import { calculateBodyLength } from '../../functions/runtime/sdk/body-length.ts';
import { endpointOf } from '../../functions/runtime/sdk/endpoint.ts';
import { AdaptiveRetryStrategy } from '../../functions/runtime/sdk/no-adaptive-retries.ts';
import { getLoggerPlugin } from '../../functions/runtime/sdk/no-client-log.ts';
import { fromSharedConfigFiles } from '../../functions/runtime/sdk/no-config-files.ts';
import {
  NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS,
  resolveEndpointDiscoveryConfig,
} from '../../functions/runtime/sdk/no-endpoint-discovery.ts';

describe('an endpoint', () => {
  it.each([
    ['kms', { Region: 'ap-northeast-2' }, 'https://kms.ap-northeast-2.amazonaws.com/'],
    ['dynamodb', { Region: 'us-gov-west-1' }, 'https://dynamodb.us-gov-west-1.amazonaws.com/'],
    ['email', { Region: 'cn-north-1' }, 'https://email.cn-north-1.amazonaws.com.cn/'],
    ['sqs', { Region: 'ap-northeast-2', Endpoint: 'http://127.0.0.1:4566' }, 'http://127.0.0.1:4566/'],
  ] as const)('of %s for %j is %s', (host, parameters, url) => {
    expect(endpointOf(host)(parameters).url.href).toBe(url);
  });
});

describe('an endpoint for FIPS or dual stack', () => {
  it.each([{ UseFIPS: true }, { UseDualStack: true }])('is refused by its rule and taken by its name: %j', (asked) => {
    expect(() => endpointOf('kms')({ Region: 'us-east-1', ...asked })).toThrow('AWS_ENDPOINT_URL_<SERVICE>');
    const Endpoint = 'https://kms-fips.us-east-1.amazonaws.com';
    expect(endpointOf('kms')({ Region: 'us-east-1', Endpoint, ...asked }).url.href).toBe(`${Endpoint}/`);
  });
});

describe('the length of a body', () => {
  it.each([
    [undefined, 0],
    ['', 0],
    ['한글', 6],
    [new Uint8Array(5), 5],
  ])('of %j is %i', (body, length) => {
    expect(calculateBodyLength(body)).toBe(length);
  });
});

describe('what a function does not have', () => {
  it('is a configuration file: the SDK goes on to its default', async () => {
    await expect(fromSharedConfigFiles()()).rejects.toMatchObject({ tryNextLink: true });
  });

  it('is endpoint discovery', () => {
    const config = { region: 'ap-northeast-2' };
    expect(resolveEndpointDiscoveryConfig(config)).toBe(config);
    const { environmentVariableSelector, configFileSelector } = NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS;
    expect([environmentVariableSelector(), configFileSelector()]).toEqual([undefined, undefined]);
  });

  it('is adaptive retries, which fail at once if they are asked for', () => {
    expect(() => new AdaptiveRetryStrategy()).toThrow('adaptive retries are not in this bundle');
  });

  it('is a log of the clients', () => {
    expect(getLoggerPlugin().applyToStack()).toBeUndefined();
  });
});
