import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { root } from './toolchain.mjs';

/*
 * Every relative link in a Markdown file must lead to a file. Addresses of the web are not asked:
 * the tests must not depend on other people's servers.
 */
const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
});
if (listed.status !== 0) throw new Error('git could not list the files');
const pages = listed.stdout.split('\0').filter((path) => path.endsWith('.md'));
const dead = pages.filter((page) => existsSync(join(root, page))).flatMap(deadLinks);
for (const line of dead) console.error(line);
console.log(`${pages.length} pages, ${dead.length} links lead nowhere`);
process.exitCode = dead.length > 0 ? 1 : 0;

function deadLinks(page) {
  const text = readFileSync(join(root, page), 'utf8').replace(/^```.*?^```/gms, '');
  return [...text.matchAll(/\]\(([^()\s]+)\)/g)]
    .map(([, target]) => target.split('#')[0])
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
    .filter((target) => !existsSync(resolve(root, dirname(page), decodeURI(target))))
    .map((target) => `${page}: ${target} does not exist`);
}
