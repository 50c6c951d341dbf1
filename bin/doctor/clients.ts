// The AWS clients of the doctor. They honour AWS_ENDPOINT_URL and the usual places of credentials.
import { ACMClient } from '@aws-sdk/client-acm';
import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { Route53Client } from '@aws-sdk/client-route-53';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DOCUMENT_OPTIONS } from '#adapters/store/document-options.ts';
import { REGION } from '../../lib/names.ts';
import { AWS_OPTIONS } from '../aws-options.ts';

/** SES v2 allows only one call a second. */
const OPTIONS = { region: REGION, ...AWS_OPTIONS };

/** `snsRegion`: the region that sends SMS; SNS does not send them from every region. */
export const createClients = (snsRegion: string = REGION) => {
  const dynamodb = new DynamoDBClient(OPTIONS);
  return {
    cloudFormation: new CloudFormationClient(OPTIONS),
    sesv2: new SESv2Client(OPTIONS),
    ses: new SESClient(OPTIONS),
    lambda: new LambdaClient(OPTIONS),
    kms: new KMSClient(OPTIONS),
    secrets: new SecretsManagerClient(OPTIONS),
    sns: new SNSClient({ ...OPTIONS, region: snsRegion }),
    alarmTopics: new SNSClient(OPTIONS),
    acm: new ACMClient(OPTIONS),
    apiGateway: new ApiGatewayV2Client(OPTIONS),
    route53: new Route53Client(OPTIONS),
    ssm: new SSMClient(OPTIONS),
    // The host in a queue's URL is not always the one of AWS_ENDPOINT_URL.
    sqs: new SQSClient({ ...OPTIONS, useQueueUrlAsEndpoint: false }),
    dynamodb,
    documents: DynamoDBDocumentClient.from(dynamodb, DOCUMENT_OPTIONS),
  };
};
export type Clients = ReturnType<typeof createClients>;
