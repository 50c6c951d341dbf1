// Where a stage is deployed, and under which name.

export const REGION = 'ap-northeast-2';

export const stackNameOf = (stage: string): string => `Latchkey-${stage}`;
