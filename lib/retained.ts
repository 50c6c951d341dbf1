// What production keeps when a stack or a resource goes.
import { RemovalPolicy } from 'aws-cdk-lib';

/** Not what a first deployment that failed had made: a left-over identity or key would stand in the way of the next one, or cost. */
export const RETAINED = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
