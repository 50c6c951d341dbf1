// Every generated section of the documents: its name in the marks, and the function that makes it.
import { alarmMailsTable, alarmMailsTableInKorean } from './alarms/table.ts';
import { changesTable, settingsOnly } from './changes.ts';
import { configTable, numbersTable } from './configuration.ts';
import { constructPropsList, constructPropsTable } from './construct-props.ts';
import { costOperationsTable, costPricesTable, costTable } from './cost/tables.ts';
import { costWarmTable } from './cost/warm.ts';
import { deliveryReasonsTable, deliveryReasonsTableInKorean } from './delivery-reasons.ts';
import { errorsTable, reasonsTable } from './errors.ts';
import type { Sections } from './fill-sections.ts';
import { relyingPartiesTable } from './relying-parties.ts';
import { measuredTable, memoryTable } from './scale/memory.ts';
import { scaleHotKeysTable, scaleLimitsTable, scaleQueueTable, scaleRatesTable } from './scale/tables.ts';
import { sentencesTable } from './sentences.ts';

export const SECTIONS = {
  'alarm-mails': alarmMailsTable,
  'alarm-mails-ko': alarmMailsTableInKorean,
  'changes-of-settings': settingsOnly,
  'changes-of-a-stage': changesTable,
  'config-sender': () => configTable('sender'),
  'config-mail-server': () => configTable('mailServer'),
  'config-pages': () => configTable('pages'),
  'config-api': () => configTable('api'),
  'config-codes': () => configTable('codes'),
  'config-keys': () => configTable('keys'),
  'config-lifetimes': () => numbersTable('lifetimes'),
  'config-limits': () => numbersTable('limits'),
  'construct-props': constructPropsTable,
  'construct-other-props': constructPropsList,
  cost: costTable,
  'cost-operations': costOperationsTable,
  'cost-prices': costPricesTable,
  'cost-warm': costWarmTable,
  'delivery-reasons': deliveryReasonsTable,
  'delivery-reasons-ko': deliveryReasonsTableInKorean,
  errors: errorsTable,
  'error-reasons': reasonsTable,
  'relying-parties': relyingPartiesTable,
  'scale-hot-keys': scaleHotKeysTable,
  'scale-limits': scaleLimitsTable,
  'scale-measured': measuredTable,
  'scale-memory': memoryTable,
  'scale-queue': scaleQueueTable,
  'scale-rates': scaleRatesTable,
  'texts-mails': () => sentencesTable('mail'),
  'texts-oauth': () => sentencesTable('oauth'),
  'texts-pages': () => sentencesTable('page'),
  'texts-sms': () => sentencesTable('sms'),
} as const satisfies Sections;
