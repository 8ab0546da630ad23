import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { mustRun } from './run-command.mjs';
import { root, toolEnvironment } from './toolchain.mjs';

const CONFIG_EXIT_CODE = 78;

/**
 * Runs the Dockerfile's COPY and RUN steps, every stage in a clean folder of its own that stands for
 * the image's root, then starts the result without settings: it must name what is missing, which
 * shows that every module of the image can be loaded.
 */
export async function rehearseImage() {
  const base = mkdtempSync(join(tmpdir(), 'os-credits-image-'));
  try {
    const context = join(base, 'context');
    copyContext(context);
    const stages = new Map();
    let stage;
    for (const { keyword, words } of instructions()) {
      if (keyword === 'FROM') {
        stage = { folder: join(base, `stage-${stages.size}`), workdir: '/', env: {} };
        stages.set(words.split(' AS ')[1] ?? 'final', stage);
        mkdirSync(stage.folder);
      } else if (keyword === 'WORKDIR') {
        stage.workdir = words;
        mkdirSync(join(stage.folder, words), { recursive: true });
      } else if (keyword === 'ENV') {
        const [name, ...value] = words.split('=');
        stage.env[name] = value.join('=');
      } else if (keyword === 'COPY') copyStep(words, { stage, stages, context });
      else if (keyword === 'RUN') await runStep(words, stage);
    }
    startResult(stages.get('final'));
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

/** The Dockerfile's instructions with continued lines joined. */
function instructions() {
  const text = readFileSync(join(root, 'Dockerfile'), 'utf8').replace(/\\\n\s*/g, '');
  return text
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line))
    .map((line) => ({ keyword: line.split(' ', 1)[0], words: line.slice(line.indexOf(' ') + 1) }));
}

/** What git knows or would add, less what `.dockerignore` excludes. */
function copyContext(context) {
  const listed = spawnSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (listed.status !== 0) throw new Error('git could not list the files of the build context');
  const ignored = readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));
  const patterns = ignored.map(
    (line) =>
      new RegExp(
        `^${line
          .replace(/[.+]/g, '\\$&')
          .replace(/\*\*\//g, '(.*/)?')
          .replace(/(?<!\.)\*/g, '[^/]*')}(/|$)`,
      ),
  );
  for (const path of new Set(listed.stdout.split('\0').filter(Boolean))) {
    if (patterns.some((pattern) => pattern.test(path)) || !existsSync(join(root, path))) continue;
    cpSync(join(root, path), join(context, path));
  }
}

function copyStep(text, { stage, stages, context }) {
  const words = text.split(' ');
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
  const paths = words.filter((word) => !word.startsWith('--'));
  const target = paths.pop();
  const source = from === undefined ? context : stages.get(from).folder;
  for (const path of paths) {
    const origin = join(source, path);
    if (!existsSync(origin)) throw new Error(`COPY ${text}: ${path} does not exist`);
    const place = join(stage.folder, target.startsWith('/') ? '' : stage.workdir, target);
    const isInto = target.endsWith('/') && !statSync(origin).isDirectory();
    cpSync(origin, isInto ? join(place, basename(path)) : place, {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
}

async function runStep(command, stage) {
  await mustRun(`RUN ${command}`, '/bin/sh', ['-ec', command], {
    cwd: join(stage.folder, stage.workdir),
    env: toolEnvironment(stage.env),
  }).catch((error) => {
    throw new Error(`${error.message} ${error.detail ?? ''}`);
  });
}

function startResult(stage) {
  const started = spawnSync(process.execPath, ['apps/api/dist/main.http.js'], {
    cwd: join(stage.folder, stage.workdir),
    env: { PATH: process.env.PATH },
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (started.status !== CONFIG_EXIT_CODE || !started.stderr.includes('DATABASE_URL')) {
    throw new Error(
      `the finished image does not start (exit code ${started.status}): ${started.stderr.slice(-1_500)}`,
    );
  }
}
