// What becomes of a resource when it or the stack goes.
import { RemovalPolicy } from 'aws-cdk-lib';

/** Production keeps it. Not what a first deployment that failed had made: a left-over identity or key would stand in the way of the next one, or cost. */
export const removalPolicyOf = (isRetained: boolean): RemovalPolicy =>
  isRetained ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
