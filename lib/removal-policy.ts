// What happens to a resource when it leaves the stack, or the stack is deleted.
import { RemovalPolicy } from 'aws-cdk-lib';

/** Production keeps it, unless the first deployment failed: a left-over identity would block the next one, and a left-over key costs money. */
export const removalPolicyOf = (isRetained: boolean): RemovalPolicy =>
  isRetained ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
