// Stacks of other teams with a service in them.
import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Latchkey } from '../../../lib/construct/latchkey.ts';
import type { LatchkeyProps } from '../../../lib/construct/props.ts';

export const PROPS: LatchkeyProps = { sesMode: 'sandbox', brandName: 'Shop', senderEmail: 'no-reply@shop.example' };

export const createApp = (flags: Readonly<Record<string, unknown>> = {}): App =>
  new App({
    context: { ...flags, 'aws:cdk:bundling-stacks': [] },
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
  });

export const createShop = (props: Partial<LatchkeyProps> = {}, { app = createApp(), ...stackProps }: Options = {}) => {
  const stack = new Stack(app, 'Shop', stackProps);
  const auth = new Latchkey(stack, 'Auth', { ...PROPS, ...props });
  return { app, stack, auth };
};

interface Options extends StackProps {
  readonly app?: App;
}

export const resourcesOf = (stack: Stack): Readonly<Record<string, { Type: string; [key: string]: unknown }>> =>
  Template.fromStack(stack).toJSON()['Resources'];

export const idsOf = (stack: Stack): readonly string[] => Object.keys(resourcesOf(stack)).toSorted();
