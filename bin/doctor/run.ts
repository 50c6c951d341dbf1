// One run of the doctor, from the command line to the output and the exit code. Everything it touches is an argument.
import { stackNameOf } from '../../lib/names.ts';
import { readStage } from '../read-stage.ts';
import { UserError } from '../user-error.ts';
import { type Arguments, type CommonOptions, languageOf, readArguments } from './arguments.ts';
import { examineBefore } from './before/examine.ts';
import type { Clients } from './clients.ts';
import type { Context, NameResolver, StandIns } from './context.ts';
import { errorNameOf } from './error-name.ts';
import { examine } from './examine.ts';
import { exitCodeOf, type Language, type Words } from './finding.ts';
import { DEPLOYING, renderTable, SENDING, toJson } from './render.ts';
import { type DeployedStack, readStack, withTables } from './stack.ts';
import { USAGE } from './usage.ts';

export interface World {
  readonly environment: NodeJS.ProcessEnv;
  readonly configFile: string;
  /** `snsRegion`: `undefined` where SNS sends no texts. */
  readonly createClients: (snsRegion: string | undefined) => Clients;
  /** `nameServer`: `host` or `host:port`; `undefined` for the machine's own. Throws UserError for anything else. */
  readonly createResolver: (nameServer: string | undefined) => NameResolver;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  readonly standIns?: StandIns;
}

export type ExitCode = 0 | 1 | 2;

/** Never throws for what a person can fix: it prints one line, or with `--json` an object with `fault`, and returns exit code 2. */
export const runDoctor = async (words: readonly string[], world: World): Promise<ExitCode> => {
  let language: Language = languageOf(world.environment);
  try {
    const given = readArguments(words, world.environment);
    language = given.options.language;
    return await obey(given, world);
  } catch (error) {
    // A bug of the doctor: print the stack, to find its place.
    if (error instanceof TypeError || error instanceof ReferenceError) world.printError(`${error.stack}\n`);
    const { words: why } = error instanceof UserError ? error : cannotReach(error);
    if (words.includes('--json')) world.print(`${JSON.stringify({ exitCode: 2, fault: why[language] }, null, 2)}\n`);
    else world.printError(`${why[language]}\n`);
    return 2;
  }
};

const obey = async ({ command, options }: Arguments, world: World): Promise<ExitCode> => {
  const { language, isJson } = options;
  if (command.name === 'help') {
    world.print(`${USAGE[language]}\n`);
    return 0;
  }
  const context = await createContext(options, world);
  if (command.name === 'other') {
    const report = await command.ready.run(context);
    const text = report.lines.map((line) => line[language]).join('\n');
    world.print(`${isJson ? JSON.stringify(report.json, null, 2) : text}\n`);
    return report.exitCode;
  }
  const isBefore = command.name === 'before-deploy';
  const findings = await (isBefore ? examineBefore(context) : examine(context, command.address));
  const exitCode = exitCodeOf(findings);
  const json = () => `${JSON.stringify(toJson(context.config.stage, exitCode, findings, language), null, 2)}\n`;
  world.print(isJson ? json() : renderTable(findings, language, isBefore ? DEPLOYING : SENDING));
  return exitCode;
};

const createContext = async (
  { stage, nameServer, language }: CommonOptions,
  { configFile, createClients, createResolver, now, printError, standIns }: World,
): Promise<Context> => {
  const config = readStage(configFile, stage);
  const resolver = createResolver(nameServer);
  const clients = createClients(config.texts.sns?.region);
  const deployed = await findStack(clients, config.stage);
  const stack = deployed && withTables(deployed, config.tables);
  // Not to the standard output, which `--json` reads.
  const tell = (line: Words) => printError(`${line[language]}\n`);
  return { config, clients, resolver, now, tell, stack, ...(standIns && { standIns }) };
};

/** The first call to AWS. Without an answer nothing can be checked. */
const findStack = async (clients: Clients, stage: string): Promise<DeployedStack | undefined> => {
  try {
    return await readStack(clients.cloudFormation, stackNameOf(stage));
  } catch (error) {
    throw cannotReach(error);
  }
};

const cannotReach = (error: unknown): UserError => {
  const name = errorNameOf(error);
  return new UserError(
    {
      ko: `AWS를 호출하지 못했습니다 (${name}): 자격 증명(aws configure, AWS_PROFILE)과 권한, 네트워크를 확인하세요.`,
      en: `AWS could not be called (${name}): check the credentials (aws configure, AWS_PROFILE), their permissions and the network.`,
    },
    error,
  );
};
