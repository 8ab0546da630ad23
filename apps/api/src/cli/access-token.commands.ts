import { InvalidArgumentError, type Command } from 'commander';
import { apiTokenScope } from '@os-credits/contracts';
import { AccessTokens, type AccessToken, type AccessTokenKind } from '../modules/auth/index.js';
import { withApplication } from './cli-context.js';

interface CreateOptions {
  readonly name: string;
  readonly sites?: string[] | 'all';
  readonly scopes?: string[];
  readonly expires?: Date;
  readonly json?: boolean;
}

/** `ingest-token create|list|revoke` and `api-token create|list|revoke`. */
export function addAccessTokenCommands(program: Command): void {
  const ingest = program
    .command('ingest-token')
    .description('tokens that exporters and Prometheus send readings with');
  ingest
    .command('create')
    .description('make a token; the secret is shown once')
    .requiredOption('--name <name>', 'what it is for')
    .requiredOption(
      '--sites <sites>',
      '"all", or the sites it may write for, separated by commas',
      parseSites,
    )
    .option('--expires <instant>', 'when it ends: ISO 8601, such as 2027-12-31', parseInstant)
    .option('--json', 'print as JSON')
    .action((options: CreateOptions) => create('ingest', options));
  addListAndRevoke(ingest, 'ingest');

  const api = program.command('api-token').description('tokens that programs read the API with');
  api
    .command('create')
    .description('make a token; the secret is shown once')
    .requiredOption('--name <name>', 'what it is for')
    .requiredOption(
      '--scopes <scopes>',
      `what it may do: ${apiTokenScope.options.join(', ')}`,
      parseScopes,
    )
    .option('--expires <instant>', 'when it ends: ISO 8601, such as 2027-12-31', parseInstant)
    .option('--json', 'print as JSON')
    .action((options: CreateOptions) => create('api', options));
  addListAndRevoke(api, 'api');
}

function addListAndRevoke(command: Command, kind: AccessTokenKind): void {
  command
    .command('list')
    .description('all tokens, without their secrets')
    .option('--json', 'print as JSON')
    .action((options: { json?: boolean }) => list(kind, options.json === true));
  command
    .command('revoke')
    .argument('<id>', 'id as the list shows it')
    .description('end a token; processes notice within ten seconds')
    .action((id: string) => revoke(kind, id));
}

async function create(kind: AccessTokenKind, options: CreateOptions): Promise<void> {
  await withApplication(async (app) => {
    const { token, secret } = await app.get(AccessTokens).create({
      kind,
      name: options.name,
      createdBy: 'cli',
      siteNames: options.sites === undefined || options.sites === 'all' ? null : options.sites,
      scopes: options.scopes ?? [],
      expiresAt: options.expires ?? null,
    });
    if (options.json === true)
      console.log(JSON.stringify({ id: token.id, name: token.name, token: secret }));
    else console.log(`Token ${token.id} (${token.name}):\n\n  ${secret}\n\nIt is not shown again.`);
  });
}

async function list(kind: AccessTokenKind, isJson: boolean): Promise<void> {
  await withApplication(async (app) => {
    const tokens = await app.get(AccessTokens).list(kind);
    if (isJson) console.log(JSON.stringify(tokens, null, 2));
    else if (tokens.length === 0) console.log('There are no tokens.');
    else for (const token of tokens) console.log(describe(token));
  });
}

function describe(token: AccessToken): string {
  const may =
    token.kind === 'ingest'
      ? (token.siteNames?.join(', ') ?? 'all sites')
      : token.scopes.join(', ');
  const state =
    token.revokedAt !== null
      ? `revoked ${token.revokedAt}`
      : `expires ${token.expiresAt ?? 'never'}`;
  return `${token.id}  ${token.name}  ${may}  ${state}  last used ${token.lastUsedAt ?? 'never'}`;
}

async function revoke(kind: AccessTokenKind, id: string): Promise<void> {
  await withApplication(async (app) => {
    if (!/^[0-9a-f-]{36}$/i.test(id) || !(await app.get(AccessTokens).revoke(kind, id))) {
      console.error(`There is no ${kind} token ${id} that could be revoked.`);
      process.exitCode = 2;
      return;
    }
    console.log(`Token ${id} is revoked.`);
  });
}

function parseSites(text: string): string[] | 'all' {
  if (text === 'all') return 'all';
  const sites = text.split(',').map((site) => site.trim());
  if (sites.some((site) => site === ''))
    throw new InvalidArgumentError('Name sites as in "8676,8675", or "all".');
  return sites;
}

function parseScopes(text: string): string[] {
  const scopes = text.split(',').map((scope) => scope.trim());
  const unknown = scopes.find((scope) => !apiTokenScope.safeParse(scope).success);
  if (unknown !== undefined) {
    throw new InvalidArgumentError(
      `"${unknown}" is no scope; there is ${apiTokenScope.options.join(', ')}.`,
    );
  }
  return scopes;
}

function parseInstant(text: string): Date {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime()))
    throw new InvalidArgumentError('Write it as 2027-12-31 or 2027-12-31T12:00:00Z.');
  return instant;
}
