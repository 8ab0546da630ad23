import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** How PostgreSQL's programs are run: words put before the command, and who owns its files. */
export interface PostgresAccount {
  /** Command prefix, empty where the programs run as the current user without any wrapper. */
  readonly prefix: readonly string[];
  /** Owner for PostgreSQL's own files; undefined where the current user is the owner. */
  readonly owner?: { readonly uid: number; readonly gid: number; readonly name: string };
}

/**
 * PostgreSQL refuses to run as root, so root hands it to an unprivileged account of the machine.
 *
 * That account can in general reach neither `DATA_DIR` (mode 700, owned by root) nor a clone below
 * `/root`. It therefore gets exactly one capability, to pass through directories that it may not
 * list. PostgreSQL checks its programs with `access(2)`, which looks at the real user and drops
 * capabilities unless the `no_setuid_fixup` bit is set, hence that bit.
 * `--pdeathsig INT` makes PostgreSQL shut down (fast, cleanly) if its parent is killed.
 *
 * @param reachable an absolute path of a program that the account must be able to run
 * @param writable an absolute path of a directory that the account must be able to write to after
 *   it has been given to it
 */
export function choosePostgresAccount(options: {
  reachable: string;
  chown: (uid: number, gid: number) => void;
  writable: string;
}): PostgresAccount {
  const setpriv = findSetpriv();
  if (process.getuid?.() !== 0) {
    return { prefix: setpriv === undefined ? [] : [setpriv, '--pdeathsig', 'INT'] };
  }
  const owner = unprivilegedAccount();
  if (setpriv === undefined || owner === undefined) {
    throw new EmbeddedPostgresError(
      'cannot-run-as-root',
      'PostgreSQL does not run as root, and this machine lacks `setpriv` (package util-linux) or an account named postgres or nobody to hand it to: start as an ordinary user, or set DATABASE_URL.',
    );
  }
  options.chown(owner.uid, owner.gid);
  for (const capability of [undefined, 'dac_read_search', 'dac_override']) {
    const prefix = setprivPrefix(setpriv, owner, capability);
    if (canReach(prefix, options.reachable, options.writable)) return { prefix, owner };
  }
  throw new EmbeddedPostgresError(
    'cannot-run-as-root',
    `PostgreSQL does not run as root, and the account ${owner.name} that it is handed to cannot reach ${options.writable}: start as an ordinary user, move the clone and DATA_DIR below a directory that every user may pass through, or set DATABASE_URL.`,
  );
}

function setprivPrefix(
  setpriv: string,
  owner: { uid: number; gid: number },
  capability: string | undefined,
): string[] {
  const account = ['--reuid', String(owner.uid), '--regid', String(owner.gid), '--clear-groups'];
  const words = [setpriv, ...account, '--pdeathsig', 'INT'];
  if (capability === undefined) return words;
  const only = `-all,+${capability}`;
  const sets = ['--inh-caps', only, '--ambient-caps', only, '--bounding-set', only];
  return [...words, '--securebits', '+no_setuid_fixup', ...sets];
}

/** Tries what PostgreSQL will do: run its program (which looks itself up) and enter its directory. */
function canReach(prefix: readonly string[], program: string, directory: string): boolean {
  const [command = '', ...words] = prefix;
  const script = 'cd "$2" && test -w . && "$1" --version';
  const probe = spawnSync(command, [...words, '/bin/sh', '-c', script, 'sh', program, directory], {
    encoding: 'utf8',
    cwd: '/',
  });
  // An unreachable program still prints its version, after a complaint about its own path.
  return probe.status === 0 && !probe.stderr.includes('invalid binary');
}

function findSetpriv(): string | undefined {
  return ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));
}

/** PostgreSQL looks its own account up by number, so it must be one that `/etc/passwd` knows. */
function unprivilegedAccount(): { uid: number; gid: number; name: string } | undefined {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid), name };
  }
  return undefined;
}
