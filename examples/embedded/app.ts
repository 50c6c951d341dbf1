// A shop: its API answers people who have logged in with Latchkey, which is in the same stack.
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Latchkey } from 'latchkey/cdk';

const app = new App();
const stack = new Stack(app, 'Shop');

const auth = new Latchkey(stack, 'Auth', {
  sesMode: 'sandbox',
  brandName: 'Shop',
  senderEmail: 'no-reply@example.com',
  sandboxRecipients: ['tester@example.com'],
  monitoring: 'essential',
});

const list = new LambdaFunction(stack, 'ListOrders', {
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromAsset('orders'),
});
const api = new HttpApi(stack, 'Orders');
api.addRoutes({
  path: '/orders',
  methods: [HttpMethod.GET],
  integration: new HttpLambdaIntegration('ListOrders', list),
  authorizer: auth.authorizer(),
});

const welcome = new LambdaFunction(stack, 'Welcome', {
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromAsset('welcome'),
});
new Rule(stack, 'OnVerified', {
  eventBus: auth.bus,
  eventPattern: { source: ['latchkey'], detailType: ['user.verified'] },
  targets: [new LambdaTarget(welcome)],
});

new CfnOutput(stack, 'AuthUrl', { value: auth.url });
new CfnOutput(stack, 'ApiUrl', { value: api.apiEndpoint });
new CfnOutput(stack, 'ApiId', { value: api.apiId });
